package scene

import (
	"cmp"
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

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
	in    bool // the widgets are those of a party
	begun bool
}

func newPartyScene(k *Kit) *partyScene {
	return &partyScene{
		window: newWindow(k, "PARTY"),
		found:  ui.Button{Label: "START A PARTY", Main: true},
		code:   ui.Field{Hint: "CODE", Limit: maxCode, Upper: true, Big: true, Sends: true, Allow: codeRune},
		join:   ui.Button{Label: "JOIN"},
		share:  ui.Button{Label: "COPY CODE"},
		leave:  ui.Button{Label: "LEAVE"},
		log:    ui.Log{Name: "Party chat"},
		say:    ui.Field{Hint: "Say something to your party", Limit: saysMost, Sends: true},
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
	s.form = ui.Form{Pointed: s.form.Pointed}
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
	s.join.Off = s.code.Value() == ""
	switch w := s.act(f); {
	case w == &s.found:
		p.found(s.kit)
	case w == &s.code && !s.join.Off, w == &s.join:
		p.join(s.kit, s.code.Value())
	case w == &s.say:
		p.talk.say(s.kit, s.say.Value())
		s.say.Set("")
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
		c := column{x: in.X, y: in.Y + f.px(40), w: in.W, gap: f.px(14)}
		s.found.Rect = c.next(f.px(60))
		c.y += f.px(44)
		line := c.next(f.px(54))
		s.code.Rect = ui.Rect{X: line.X, Y: line.Y, W: line.W * .64, H: line.H}
		s.join.Rect = ui.Rect{X: line.X + line.W*.64 + c.gap, Y: line.Y, W: line.W*.36 - c.gap, H: line.H}
		s.foot(f, &s.back)
		return
	}
	in := s.lay(f, 860, 560)
	x, w := in.X+in.W*.42, in.W*.58
	s.say.Rect = ui.Rect{X: x, Y: in.Y + in.H - f.px(44), W: w, H: f.px(40)}
	s.log.Rect = ui.Rect{X: x, Y: in.Y, W: w, H: in.H - f.px(56)}
	s.foot(f, &s.share, &s.leave, &s.back)
}

// Draw implements Scene.
func (s *partyScene) Draw(dst *ebiten.Image, f *Frame) {
	if !f.Top {
		return
	}
	s.layout(f)
	s.ground(dst, f)
	p := s.kit.Pen
	st := ui.Style{Size: f.px(16), Color: ui.Quiet.Mix(ui.White, .4)}
	if s.in {
		s.kit.lounge.party.talk.show(s.kit, &s.log, &s.seen)
		s.crew(dst, f)
	} else {
		p.Text(dst, "Play together: whoever starts the party queues for all.", s.found.X, s.found.Y-f.px(20), st)
		p.Text(dst, "A friend has started one?", s.code.X, s.code.Y-f.px(20), st)
	}
	s.paint(dst, f)
}

// crew is the left of the sheet: the code, and who is here.
func (s *partyScene) crew(dst *ebiten.Image, f *Frame) {
	p, g := s.kit.Pen, &s.kit.lounge.party
	in := below(f, s.sheet)
	small := ui.Style{Size: f.px(14), Color: ui.Quiet}
	p.Text(dst, "CODE", in.X, in.Y+f.px(10), small)
	p.Text(dst, g.code, in.X, in.Y+f.px(46), ui.Style{Face: ui.Mono, Size: f.px(44), Color: ui.Sun, Glow: .5})
	y := in.Y + f.px(96)
	me := s.kit.self.who().ID
	for i, m := range g.members.got.Members {
		r := ui.Rect{X: in.X, Y: y + float32(i)*f.px(38), W: in.W * .38, H: f.px(32)}
		c := ui.White
		if m.PlayerID == me {
			c = ui.Cyan
		}
		p.Panel(dst, r, ui.Frame{Fill: ui.Glass, Line: c.Fade(.5), Cut: f.px(6), Width: f.px(1)})
		st := ui.Style{Face: ui.Title, Size: f.px(16), Color: c}
		p.Text(dst, p.Fit(m.Name, r.W-f.px(90), st), r.X+f.px(12), r.CenterY(), st)
		if m.PlayerID == g.members.got.LeaderID {
			p.Text(dst, "LEADER", r.X+r.W-f.px(10), r.CenterY(), ui.Style{Size: f.px(12), Color: ui.Sun, Align: ui.Right})
		}
	}
	line := "You lead: PLAY takes everyone along."
	if !g.leads(s.kit) {
		line = fmt.Sprintf("%s chooses what you play.", g.leader())
	}
	p.Text(dst, line, in.X, s.say.CenterY(), small)
}
