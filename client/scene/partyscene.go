package scene

import (
	"cmp"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// partyScene shows the party: a code to share, its members, its chat. The leader queues
// for everyone from the title.
type partyScene struct {
	dialog
	create      ui.Button
	code        ui.Field
	join        ui.Button
	copyCode    ui.Button
	leave       ui.Button
	log         ui.Log
	input       ui.Field
	logVersion  int
	membersRect ui.Rect // where the members are listed
	inParty     bool    // the widgets are those for members
	arranged    bool
}

func newPartyScene(deps *Deps) *partyScene {
	return &partyScene{
		dialog:     newDialog(deps, lang.T("PARTY")),
		create:     ui.Button{Label: "START A PARTY", Primary: true},
		code:       ui.Field{Placeholder: "CODE", Limit: maxCode, Uppercase: true, Big: true, EnterSends: true, Allow: isCodeRune},
		join:       ui.Button{Label: "JOIN"},
		copyCode:   ui.Button{Label: "COPY CODE"},
		leave:      ui.Button{Label: "LEAVE"},
		log:        ui.Log{Name: "Party chat"},
		input:      ui.Field{Placeholder: "Say something to your party", Limit: maxChatRunes, EnterSends: true},
		logVersion: -1,
	}
}

func (s *partyScene) Name() string { return "party" }

// arrangeWidgets lists the widgets, with a party or without.
func (s *partyScene) arrangeWidgets(in bool) {
	if s.arranged && s.inParty == in {
		return
	}
	s.arranged, s.inParty, s.logVersion = true, in, -1
	s.form = ui.Form{ByPointer: s.form.ByPointer}
	s.copyCode.Label = "COPY CODE"
	if in {
		s.widgets = []ui.Widget{&s.input, &s.copyCode, &s.leave, &s.back, &s.log}
	} else {
		s.widgets = []ui.Widget{&s.create, &s.code, &s.join, &s.back}
	}
}

func (s *partyScene) Update(f *frame) transition {
	if !f.top {
		return transition{}
	}
	s.deps.online.Lobby.WatchFeed(f.now)
	p := &s.deps.online.Lobby.Party
	s.arrangeWidgets(p.Code != "")
	s.errText = cmp.Or(p.Chat.ErrText, p.ErrText)
	s.layoutParty(f)
	s.join.Disabled = s.code.Value() == ""
	switch w := s.updateWidgets(f); {
	case w == &s.create:
		p.Create()
	case w == &s.code && !s.join.Disabled, w == &s.join:
		p.JoinByCode(s.code.Value())
	case w == &s.input:
		p.Chat.Say(s.input.Value())
		s.input.SetValue("")
	case w == &s.copyCode:
		s.copyCode.Label = "COULD NOT COPY"
		if s.deps.Platform.Copy(p.Code) {
			s.copyCode.Label = "COPIED"
		}
	case w == &s.leave:
		p.Quit()
	case w == &s.back, f.in.Cancel:
		return pop()
	}
	return transition{}
}

func (s *partyScene) layoutParty(f *frame) {
	if !s.inParty {
		in := s.layoutDialog(f, 470, 380)
		s.create.Rect, s.code.Rect, s.join.Rect = layoutOpenOrJoin(f, in)
		s.layoutFoot(f, &s.back)
		return
	}
	in := s.layoutDialog(f, 860, 560)
	s.membersRect = ui.Rect{X: in.X, Y: in.Y, W: in.W * .38, H: in.H}
	talk := ui.Rect{X: in.X + in.W*.42, Y: in.Y, W: in.W * .58, H: in.H}
	if in.W < f.px(560) && !f.isLow() { // an upright phone
		s.membersRect.W, s.membersRect.H = in.W, f.px(284)
		talk = ui.Rect{X: in.X, Y: in.Y + s.membersRect.H, W: in.W, H: in.H - s.membersRect.H}
	}
	s.log.Rect, s.input.Rect = logAndField(f, talk)
	s.layoutFoot(f, &s.copyCode, &s.leave, &s.back)
}

// layoutOpenOrJoin lays out a button and below it a code field with its own button; each
// has space for a line of text above.
func layoutOpenOrJoin(f *frame, in ui.Rect) (open, code, join ui.Rect) {
	c := column{x: in.X, y: in.Y + f.px(40), w: in.W, gap: f.px(14)}
	if f.isLow() {
		c.y = in.Y + f.px(34)
	}
	open = c.nextRow(f.targetHeight(56))
	c.y += f.px(36)
	line := c.nextRow(f.targetHeight(54))
	code = ui.Rect{X: line.X, Y: line.Y, W: line.W * .64, H: line.H}
	return open, code, ui.Rect{X: line.X + line.W*.64 + c.gap, Y: line.Y, W: line.W*.36 - c.gap, H: line.H}
}

func (s *partyScene) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.layoutParty(f)
	s.drawBackground(dst, f)
	p := s.deps.pen
	st := ui.Style{Size: f.px(16), Color: ui.Muted.Mix(ui.White, .4)}
	if s.inParty {
		fillLog(&s.log, &s.deps.online.Lobby.Party.Chat, s.deps.online, &s.logVersion)
		s.drawMembers(dst, f)
	} else {
		line := lang.T("Play together: whoever starts the party queues for all.")
		p.Text(dst, line, s.create.X, s.create.Y-f.px(20), p.ShrinkToFit(line, s.create.W, st))
		p.Text(dst, lang.T("A friend has started one?"), s.code.X, s.code.Y-f.px(20), st)
	}
	s.drawWidgets(dst, f)
}

// drawMembers draws the code and the list of members.
func (s *partyScene) drawMembers(dst *ebiten.Image, f *frame) {
	p, party, in := s.deps.pen, &s.deps.online.Lobby.Party, s.membersRect
	small := ui.Style{Size: f.px(14), Color: ui.Muted}
	p.Text(dst, lang.T("CODE"), in.X, in.Y+f.px(10), small)
	code := ui.Style{Face: ui.Mono, Size: f.px(44), Color: ui.Accent, Glow: .5}
	p.Text(dst, party.Code, in.X, in.Y+f.px(44), p.ShrinkToFit(party.Code, in.W, code))
	step := min(f.px(38), (in.H-f.px(76+40))/float32(max(1, len(party.Members()))))
	me := s.deps.online.Guest().ID
	for i, m := range party.Members() {
		r := ui.Rect{X: in.X, Y: in.Y + f.px(76) + float32(i)*step, W: in.W, H: step - f.px(6)}
		c := ui.White
		if m.PlayerID == me {
			c = ui.Cyan
		}
		s.drawMember(dst, f, r, m.Name, c, m.PlayerID == party.LeaderID())
	}
	line := lang.T("You lead: PLAY takes everyone along.")
	if !party.IsLeader() {
		line = lang.F("%s chooses what you play.", party.LeaderName())
	}
	lines := p.Wrap(line, in.W, 0, small)
	for i, part := range lines {
		p.Text(dst, part, in.X, in.Y+in.H-f.px(10)-lineSpacing*small.Size*float32(len(lines)-1-i), small)
	}
}

func (s *partyScene) drawMember(dst *ebiten.Image, f *frame, r ui.Rect, name string, c rgba.Color, leads bool) {
	p, room := s.deps.pen, r.W-f.px(22)
	p.Panel(dst, r, ui.Frame{Fill: ui.PanelFill, Line: c.Fade(.5), Cut: f.px(6), Width: f.px(1)})
	if leads {
		room -= p.Text(dst, lang.T("LEADER"), r.X+r.W-f.px(10), r.CenterY(), ui.Style{Size: f.px(11), Color: ui.Accent, Align: ui.Right}) + f.px(6)
	}
	st := p.ShrinkToFit(name, room, ui.Style{Face: ui.Title, Size: f.px(16), Color: c})
	st.Size = max(st.Size, f.px(11))
	p.Text(dst, p.Truncate(name, room, st), r.X+f.px(12), r.CenterY(), st)
}
