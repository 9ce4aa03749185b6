package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// ended says why a match is over for us, where trying again by itself would not
// help.
type ended struct {
	menu
	why   string
	want  want
	again ui.Button
	back  ui.Button
}

func newEnded(k *Kit, why string, w want) *ended {
	s := &ended{menu: menu{kit: k}, why: why, want: w, again: ui.Button{Label: "PLAY AGAIN", Primary: true}, back: ui.Button{Label: "BACK"}}
	s.widgets = []ui.Widget{&s.again, &s.back}
	return s
}

// Name implements Scene.
func (s *ended) Name() string { return "ended" }

// Update implements Scene.
func (s *ended) Update(f *Frame) Move {
	s.layout(f)
	switch w := s.act(f); {
	case w == &s.again:
		return Swap(newFinding(s.kit, s.want))
	case w == &s.back, f.In.Cancel:
		s.kit.History.Restore()
		return Pop()
	}
	return Move{}
}

func (s *ended) layout(f *Frame) {
	c := newColumn(f, float32(f.H)*.56, 300)
	s.again.Rect = c.next(f.high(58))
	s.back.Rect = c.next(f.high(44))
}

// Draw implements Scene.
func (s *ended) Draw(dst *ebiten.Image, f *Frame) {
	p, x := s.kit.Pen, float32(f.W)/2
	s.layout(f)
	st := ui.Style{Size: f.px(17), Color: ui.Accent}
	wide := min(f.px(560), float32(f.W)-f.px(30))
	n := len(p.Wrap(s.why, wide, 0, st))
	y := min(float32(f.H)*.36+f.px(46), s.again.Y-f.px(14)-lead*st.Size*float32(n))
	p.Text(dst, "The match is over for you", x, y-f.px(46), ui.Style{Face: ui.Title, Size: f.px(30), Color: ui.White, Glow: .4, Align: ui.Center})
	paragraph(p, dst, s.why, x, y, wide, st)
	s.paint(dst, f)
}
