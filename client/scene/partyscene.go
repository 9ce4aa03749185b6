package scene

import (
	"cmp"
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// partyScene is where friends gather: a code to share, who is here, what they say.
// Its leader queues for all, from the title.
type partyScene struct {
	window
	found ui.Button
	code  ui.Field
	join  ui.Button
	share ui.Button
	leave ui.Button
	log   ui.Log
	say   ui.Field
	seen  int
	crew  ui.Rect // where those who are here are listed
	in    bool    // the widgets are those of a party
	begun bool
}

func newPartyScene(k *Kit) *partyScene {
	return &partyScene{
		window: newWindow(k, "PARTY"),
		found:  ui.Button{Label: "START A PARTY", Primary: true},
		code:   ui.Field{Placeholder: "CODE", Limit: maxCode, Uppercase: true, Big: true, EnterSends: true, Allow: codeRune},
		join:   ui.Button{Label: "JOIN"},
		share:  ui.Button{Label: "COPY CODE"},
		leave:  ui.Button{Label: "LEAVE"},
		log:    ui.Log{Name: "Party chat"},
		say:    ui.Field{Placeholder: "Say something to your party", Limit: saysMost, EnterSends: true},
		seen:   -1,
	}
}

// Name implements Scene.
func (s *partyScene) Name() string { return "party" }

// arrange lists the widgets for having a party, or not.
func (s *partyScene) arrange(in bool) {
	if s.begun && s.in == in {
		return
	}
	s.begun, s.in, s.seen = true, in, -1
	s.form = ui.Form{ByPointer: s.form.ByPointer}
	s.share.Label = "COPY CODE"
	if in {
		s.widgets = []ui.Widget{&s.say, &s.share, &s.leave, &s.back, &s.log}
	} else {
		s.widgets = []ui.Widget{&s.found, &s.code, &s.join, &s.back}
	}
}

// Update implements Scene.
func (s *partyScene) Update(f *Frame) Move {
	if !f.Top {
		return Move{}
	}
	s.kit.lounge.look(s.kit, f.Now)
	p := &s.kit.lounge.party
	s.arrange(p.code != "")
	s.wrong = cmp.Or(p.talk.wrong, p.wrong)
	s.layout(f)
	s.join.Disabled = s.code.Value() == ""
	switch w := s.act(f); {
	case w == &s.found:
		p.found(s.kit)
	case w == &s.code && !s.join.Disabled, w == &s.join:
		p.join(s.kit, s.code.Value())
	case w == &s.say:
		p.talk.say(s.kit, s.say.Value())
		s.say.SetValue("")
	case w == &s.share:
		s.share.Label = "COULD NOT COPY"
		if s.kit.Desk.Copy(p.code) {
			s.share.Label = "COPIED"
		}
	case w == &s.leave:
		p.leave(s.kit)
	case w == &s.back, f.In.Cancel:
		return Pop()
	}
	return Move{}
}

func (s *partyScene) layout(f *Frame) {
	if !s.in {
		in := s.lay(f, 470, 380)
		s.found.Rect, s.code.Rect, s.join.Rect = openOrJoin(f, in)
		s.foot(f, &s.back)
		return
	}
	in := s.lay(f, 860, 560)
	s.crew = ui.Rect{X: in.X, Y: in.Y, W: in.W * .38, H: in.H}
	talk := ui.Rect{X: in.X + in.W*.42, Y: in.Y, W: in.W * .58, H: in.H}
	if in.W < f.px(560) && !f.low() { // an upright phone
		s.crew.W, s.crew.H = in.W, f.px(284)
		talk = ui.Rect{X: in.X, Y: in.Y + s.crew.H, W: in.W, H: in.H - s.crew.H}
	}
	s.log.Rect, s.say.Rect = logAndField(f, talk)
	s.foot(f, &s.share, &s.leave, &s.back)
}

// openOrJoin lays out two ways to begin: a button, and a code with a button; above each
// is room for a line.
func openOrJoin(f *Frame, in ui.Rect) (open, code, join ui.Rect) {
	c := column{x: in.X, y: in.Y + f.px(40), w: in.W, gap: f.px(14)}
	if f.low() {
		c.y = in.Y + f.px(34)
	}
	open = c.next(f.high(56))
	c.y += f.px(36)
	line := c.next(f.high(54))
	code = ui.Rect{X: line.X, Y: line.Y, W: line.W * .64, H: line.H}
	return open, code, ui.Rect{X: line.X + line.W*.64 + c.gap, Y: line.Y, W: line.W*.36 - c.gap, H: line.H}
}

// Draw implements Scene.
func (s *partyScene) Draw(dst *ebiten.Image, f *Frame) {
	if !f.Top {
		return
	}
	s.layout(f)
	s.ground(dst, f)
	p := s.kit.Pen
	st := ui.Style{Size: f.px(16), Color: ui.Muted.Mix(ui.White, .4)}
	if s.in {
		s.kit.lounge.party.talk.show(s.kit, &s.log, &s.seen)
		s.list(dst, f)
	} else {
		p.Text(dst, "Play together: whoever starts the party queues for all.", s.found.X, s.found.Y-f.px(20), st)
		p.Text(dst, "A friend has started one?", s.code.X, s.code.Y-f.px(20), st)
	}
	s.paint(dst, f)
}

// list is the code, and who is here.
func (s *partyScene) list(dst *ebiten.Image, f *Frame) {
	p, g, in := s.kit.Pen, &s.kit.lounge.party, s.crew
	small := ui.Style{Size: f.px(14), Color: ui.Muted}
	p.Text(dst, "CODE", in.X, in.Y+f.px(10), small)
	code := ui.Style{Face: ui.Mono, Size: f.px(44), Color: ui.Accent, Glow: .5}
	p.Text(dst, g.code, in.X, in.Y+f.px(44), p.ShrinkToFit(g.code, in.W, code))
	step := min(f.px(38), (in.H-f.px(76+40))/float32(max(1, len(g.members.got.Members))))
	me := s.kit.self.who().ID
	for i, m := range g.members.got.Members {
		r := ui.Rect{X: in.X, Y: in.Y + f.px(76) + float32(i)*step, W: in.W, H: step - f.px(6)}
		c := ui.White
		if m.PlayerID == me {
			c = ui.Cyan
		}
		s.member(dst, f, r, m.Name, c, m.PlayerID == g.members.got.LeaderID)
	}
	line := "You lead: PLAY takes everyone along."
	if !g.leads(s.kit) {
		line = fmt.Sprintf("%s chooses what you play.", g.leader())
	}
	lines := p.Wrap(line, in.W, 0, small)
	for i, part := range lines {
		p.Text(dst, part, in.X, in.Y+in.H-f.px(10)-lead*small.Size*float32(len(lines)-1-i), small)
	}
}

func (s *partyScene) member(dst *ebiten.Image, f *Frame, r ui.Rect, name string, c rgba.Color, leads bool) {
	p, room := s.kit.Pen, r.W-f.px(22)
	p.Panel(dst, r, ui.Frame{Fill: ui.PanelFill, Line: c.Fade(.5), Cut: f.px(6), Width: f.px(1)})
	if leads {
		room -= p.Text(dst, "LEADER", r.X+r.W-f.px(10), r.CenterY(), ui.Style{Size: f.px(11), Color: ui.Accent, Align: ui.Right}) + f.px(6)
	}
	st := p.ShrinkToFit(name, room, ui.Style{Face: ui.Title, Size: f.px(16), Color: c})
	st.Size = max(st.Size, f.px(11))
	p.Text(dst, p.Truncate(name, room, st), r.X+f.px(12), r.CenterY(), st)
}
