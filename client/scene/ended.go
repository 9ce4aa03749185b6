package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/online"
	"perihelion/client/ui"
)

// endedScene says why the match has ended for the player, when an automatic new attempt
// would not help.
type endedScene struct {
	menu
	reason string
	dest   online.Destination
	again  ui.Button
	back   ui.Button
}

func newEndedScene(deps *Deps, reason string, dest online.Destination) *endedScene {
	s := &endedScene{menu: menu{deps: deps}, reason: reason, dest: dest, again: ui.Button{Label: "PLAY AGAIN", Primary: true}, back: ui.Button{Label: "BACK"}}
	s.widgets = []ui.Widget{&s.again, &s.back}
	return s
}

func (s *endedScene) Name() string { return "ended" }

func (s *endedScene) Update(f *frame) transition {
	s.layoutEnded(f)
	switch w := s.updateWidgets(f); {
	case w == &s.again:
		return swap(newMatchmakingScene(s.deps, s.dest))
	case w == &s.back, f.in.Cancel:
		s.deps.History.ClearAddress()
		return pop()
	}
	return transition{}
}

func (s *endedScene) layoutEnded(f *frame) {
	c := newColumn(f, float32(f.h)*.56, 300)
	s.again.Rect = c.nextRow(f.targetHeight(58))
	s.back.Rect = c.nextRow(f.targetHeight(44))
}

func (s *endedScene) Draw(dst *ebiten.Image, f *frame) {
	p, x := s.deps.pen, float32(f.w)/2
	s.layoutEnded(f)
	st := ui.Style{Size: f.px(17), Color: ui.Accent}
	wide := min(f.px(560), float32(f.w)-f.px(30))
	n := len(p.Wrap(s.reason, wide, 0, st))
	y := min(float32(f.h)*.36+f.px(46), s.again.Y-f.px(14)-lineSpacing*st.Size*float32(n))
	p.Text(dst, lang.T("The match is over for you"), x, y-f.px(46), ui.Style{Face: ui.Title, Size: f.px(30), Color: ui.White, Glow: .4, Align: ui.Center})
	drawParagraph(p, dst, s.reason, x, y, wide, st)
	s.drawWidgets(dst, f)
}
