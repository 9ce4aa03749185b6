package scene

import (
	"context"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lobby"
	"perihelion/client/ui"
)

// erase asks twice before the server forgets us.
type erase struct {
	window
	sure ui.Button
	call *call[struct{}]
}

func newErase(k *Kit) *erase {
	s := &erase{window: newWindow(k, "DELETE MY DATA"), sure: ui.Button{Label: "DELETE EVERYTHING"}}
	s.back.Label = "KEEP IT"
	s.widgets = []ui.Widget{&s.back, &s.sure}
	return s
}

// Name implements Scene.
func (s *erase) Name() string { return "erase" }

// Update implements Scene.
func (s *erase) Update(f *Frame) Move {
	if r, ok := s.call.done(); ok {
		s.call, s.wrong = nil, ""
		if r.err == nil {
			s.kit.depart()
			return Home()
		}
		s.wrong = judge(r.err).text
	}
	s.layout(f)
	switch w := s.act(f); {
	case w == &s.sure && s.call == nil:
		s.call = ask(s.kit, func(ctx context.Context, l *lobby.Client) (struct{}, error) { return struct{}{}, l.Erase(ctx) })
	case w == &s.back, f.In.Cancel:
		return Pop()
	}
	return Move{}
}

// depart makes us nobody, as we are for the server now.
func (k *Kit) depart() {
	k.lounge.party.forget()
	k.self = newSelf()
	if err := k.Prefs.Forget(); err != nil {
		k.Log.Warn("guest not forgotten here", "err", err)
	}
}

func (s *erase) layout(f *Frame) {
	s.lay(f, 560, 300)
	s.foot(f, &s.sure, &s.back)
}

// Draw implements Scene.
func (s *erase) Draw(dst *ebiten.Image, f *Frame) {
	s.layout(f)
	s.ground(dst, f)
	in := below(f, s.sheet)
	st := ui.Style{Size: f.px(17), Color: ui.White.Fade(.9)}
	y := in.Y + f.px(18)
	const what = "Your name, your ratings and your place on every leaderboard are deleted for good. " +
		"Matches that others played with you stay, without your name."
	for _, line := range s.kit.Pen.Wrap(what, in.W, 0, st) {
		s.kit.Pen.Text(dst, line, in.X, y, st)
		y += f.px(26)
	}
	s.paint(dst, f)
}
