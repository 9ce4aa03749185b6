package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
)

// editPeople shows who is in the match, and who may edit. Its owner lets others.
type editPeople struct {
	rect     ui.Rect
	invite   editButton
	let      editButton // copies the link by which others may edit, too
	key      string     // of that; "": it is not known
	players  []protocol.Player
	buttons  []*editButton // of players, in the same order
	scroller ui.RowScroller
	visible  int
	high     float32 // of a row
}

// listPeople lists the people.
func (s *editPeople) listPeople(v *netcode.View) {
	s.invite.Label, s.let.Label, s.key = "COPY INVITE LINK", "COPY EDIT LINK", v.Edits.Rights.Key
	s.players = s.players[:0]
	for _, p := range v.Roster {
		if !p.Bot {
			s.players = append(s.players, p)
		}
	}
	for len(s.buttons) < len(s.players) {
		s.buttons = append(s.buttons, &editButton{})
	}
	own, _ := v.Player(v.Me)
	for i := range s.players {
		p := &s.players[i]
		b := s.buttons[i]
		b.Label, b.on = roleLabels[p.Role], p.Role != protocol.RoleFlyer
		b.Disabled = own.Role != protocol.RoleOwner || p.ID == v.Me
		if !b.Disabled {
			b.Label = "LET EDIT"
			if b.on {
				b.Label = "ONLY FLY"
			}
		}
	}
}

var roleLabels = map[protocol.Role]string{
	protocol.RoleFlyer: lang.Key("FLYER"), protocol.RoleEditor: lang.Key("EDITOR"), protocol.RoleOwner: lang.Key("OWNER"),
}

func (s *editPeople) inSight() (list []ui.Widget) {
	for i := s.scroller.First; i < min(s.scroller.First+s.visible, len(s.players)); i++ {
		list = append(list, s.buttons[i])
	}
	if list = append(list, &s.invite); s.key != "" {
		list = append(list, &s.let)
	}
	return list
}

// handlePeople does what a button was pressed for.
func (s *editPeople) handlePeople(e *editScene, w ui.Widget) {
	switch w {
	case &s.invite:
		e.copy(e.deps.Platform.Invite(e.match.view.Code, ""))
	case &s.let:
		e.copy(e.deps.Platform.Invite(e.match.view.Code, s.key))
	}
	for i := range s.players {
		if w != s.buttons[i] {
			continue
		}
		role := protocol.RoleEditor
		if s.buttons[i].on {
			role = protocol.RoleFlyer
		}
		_ = e.match.session.Client.Grant(s.players[i].ID, role) // on failure Conn.Err gives the reason
	}
}

// layoutPeople places the rows in a part of the window.
func (s *editPeople) layoutPeople(f *frame, room ui.Rect) {
	s.high = f.targetHeight(34) + f.px(4)
	h, links := f.targetHeight(34), float32(1)
	if s.key != "" {
		links = 2
	}
	foot := links*(h+f.px(8)) + f.px(6)
	s.visible = min(max(int((room.H-f.px(34)-foot)/s.high), 1), max(len(s.players), 1))
	s.rect = room
	s.rect.H = f.px(34) + foot + float32(s.visible)*s.high
	if f.isUpright() {
		s.rect.Y = room.Y + room.H - s.rect.H
	}
	in := s.rowsRect(f)
	for i := range s.players {
		s.buttons[i].Rect = ui.Rect{X: in.X + in.W*.6, Y: in.Y + float32(i-s.scroller.First)*s.high, W: in.W * .4, H: s.high - f.px(4)}
	}
	s.let.Rect = ui.Rect{X: in.X, Y: s.rect.Y + s.rect.H - h - f.px(8), W: in.W, H: h}
	s.invite.Rect = s.let.Rect
	s.invite.Y -= (links - 1) * (h + f.px(8))
}

func (s *editPeople) rowsRect(f *frame) ui.Rect {
	return ui.Rect{X: s.rect.X + f.px(12), Y: s.rect.Y + f.px(34), W: s.rect.W - f.px(24), H: float32(s.visible) * s.high}
}

// drawPeople draws the names beside the buttons, in the colours of their cursors.
func (s *editPeople) drawPeople(p *ui.Pen, dst *ebiten.Image, f *frame, v *netcode.View) {
	drawEditSheet(p, dst, f, s.rect, lang.T("PEOPLE"))
	in := s.rowsRect(f)
	for i := s.scroller.First; i < min(s.scroller.First+s.visible, len(s.players)); i++ {
		who := &s.players[i]
		st := ui.Style{Face: ui.Title, Size: f.px(14), Color: render.PlayerColor(v, who.ID)}
		st.Size = max(p.ShrinkToFit(who.Name, in.W*.57, st).Size, f.px(9))
		p.Text(dst, p.Truncate(who.Name, in.W*.57, st), in.X, s.buttons[i].CenterY(), st)
	}
}
