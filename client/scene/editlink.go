package scene

import (
	"slices"
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/protocol"
)

// cursorEvery is the time between two frames that tell where the player points.
const cursorEvery = time.Second / 10

// editLink is the conversation of an editor with the match: its changes and their answers, and the
// cursors.
type editLink struct {
	numbers map[uint32]uint32 // the number that the match has for a change of the editor, and which one that is
	toldAt  time.Time         // when the match was last told of the cursor
	told    protocol.Cursor
	others  []game.EditOther
}

// exchange sends what the player has changed, and takes what the match says.
func (l *editLink) exchange(s *editScene, f *frame) {
	c, v := s.match.session.Client, s.match.view
	if l.numbers == nil {
		l.numbers = map[uint32]uint32{}
	}
	for _, change := range s.editor.TakeChanges() {
		number, err := c.Edit(change.Bytes)
		if number == 0 {
			s.tell(s.editor.RefuseChange(change.Seq, err.Error()))
			continue
		}
		l.numbers[number] = change.Seq // on any other error Conn.Err gives the reason
	}
	for i := range v.Edits.Answers {
		d := &v.Edits.Answers[i]
		if why := refusalText(d); why != "" && l.numbers[d.Number] != 0 {
			s.tell(s.editor.RefuseChange(l.numbers[d.Number], why))
		}
		delete(l.numbers, d.Number)
	}
	l.markOthers(s)
	l.point(s, f.now, true)
}

// markOthers marks what the others have selected.
func (l *editLink) markOthers(s *editScene) {
	v := s.match.view
	l.others = l.others[:0]
	for i := range v.Edits.Cursors {
		o := &v.Edits.Cursors[i]
		l.others = append(l.others, game.EditOther{Selected: o.Selected, Color: render.PlayerColor(v, o.Player)})
	}
	s.editor.ShowOthers(l.others)
}

// point tells the others where the player points, if that has changed.
func (l *editLink) point(s *editScene, now time.Time, here bool) {
	at := protocol.Cursor{Here: here, X: int32(s.pointerX), Y: int32(s.pointerY)}
	at.Selected = s.state.Selected[:min(len(s.state.Selected), protocol.MaxSelected)]
	same := at.Here == l.told.Here && at.X == l.told.X && at.Y == l.told.Y && slices.Equal(at.Selected, l.told.Selected)
	if same || here && now.Sub(l.toldAt) < cursorEvery {
		return
	}
	l.toldAt, l.told = now, at
	l.told.Selected = slices.Clone(at.Selected)
	_ = s.match.session.Client.Point(&at) // on failure Conn.Err gives the reason
}

// leave tells the others that the player edits no more.
func (l *editLink) leave(s *editScene) {
	if s.match.session.LostAt.IsZero() {
		l.point(s, time.Time{}, false)
	}
}

// drawCursors draws where the others who edit point, and their names, in a part of the window.
func (m *matchScene) drawCursors(dst *ebiten.Image, f *frame, room ui.Rect) {
	p, v := m.deps.pen, m.view
	for i := range v.Edits.Cursors {
		o := &v.Edits.Cursors[i]
		x, y := m.cam.ToScreen(float32(o.X), float32(o.Y))
		if !room.Contains(x, y) {
			continue
		}
		c := render.PlayerColor(v, o.Player)
		p.Disc(dst, x, y, f.px(9), c.Glow(.6), rgba.Color{})
		p.Disc(dst, x, y, f.px(4), c, c)
		name := viewstate.PlayerName(v, o.Player)
		st := ui.Style{Face: ui.Title, Size: f.px(13), Color: c}
		w := p.Width(name, st)
		box := ui.Rect{X: x + f.px(9), Y: y - f.px(10), W: w + f.px(12), H: f.px(20)}
		if box.X+box.W > room.X+room.W {
			box.X = x - f.px(9) - box.W
		}
		if box.X < room.X {
			continue // the mark alone
		}
		p.Panel(dst, box, ui.Frame{Fill: ui.PanelFill, Line: c, Cut: f.px(4), Width: f.px(1)})
		p.Text(dst, name, box.X+f.px(6), box.CenterY(), st)
	}
}

// refusalText is why a change was refused, in words of the server or the player's language; "": it
// was made.
func refusalText(d *protocol.EditDone) string {
	switch d.Refusal {
	case protocol.EditMade:
		return ""
	case protocol.EditDenied:
		return lang.T("Only editors may change the arena: its owner can let you")
	case protocol.EditTooMany:
		return lang.T("Not so fast: the match takes 20 changes a second")
	}
	return d.Detail
}
