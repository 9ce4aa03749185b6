package scene

import (
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

const levelHeight = 24 // points of the row of the level, with the gap to the next

// syncLevel decides where there is room for the card, or else for our level, and for the goals
// of the week: spare is the height that is left. Without any the level is a line at the button of
// the profile.
func (s *titleScene) syncLevel(f *frame, spare float32) {
	l, known := s.deps.online.Progress.Level()
	s.cardHeight, s.levelRow = 0, false
	if !f.isLow() && spare >= f.px(minCardHeight+cardGap) {
		s.cardHeight = min(spare-f.px(cardGap), f.px(maxCardHeight))
		spare -= s.cardHeight + f.px(cardGap)
	} else if known && !f.isLow() && spare >= f.px(levelHeight) {
		s.levelRow = true
		spare -= f.px(levelHeight)
	}
	s.goalsRow = known && l.Experience > 0 && len(s.deps.online.Progress.Goals.Value.Goals) > 0 && !f.isLow() && spare >= f.px(goalsHeight+10)
}

// drawProgress draws level and goals.
func (s *titleScene) drawProgress(dst *ebiten.Image, f *frame) {
	l, known := s.deps.online.Progress.Level()
	switch {
	case s.cardHeight > 0:
		s.drawCard(dst, f)
	case s.levelRow:
		s.deps.pen.Fill(dst, ui.Rect{X: s.levelRect.X - f.px(6), Y: s.levelRect.Y, W: s.levelRect.W + f.px(12), H: s.levelRect.H}, ui.Shadow.Fade(.7))
		drawLevel(s.deps.pen, dst, f, s.levelRect, &l)
	case known:
		b := s.screens[toProfile].Rect
		bar := ui.Rect{X: b.X + f.px(10), Y: b.Y + b.H - f.px(6), W: b.W - f.px(20), H: f.px(2)}
		drawBar(s.deps.pen, dst, bar, l.Gained, l.Needed, ui.Cyan)
	}
	if s.goalsRow {
		s.drawGoals(dst, f)
	}
}

// drawBar draws how much of something is done.
func drawBar(p *ui.Pen, dst *ebiten.Image, r ui.Rect, done, of int, c rgba.Color) {
	p.Fill(dst, r, ui.White.Fade(.16))
	r.W *= min(float32(done)/float32(max(of, 1)), 1)
	p.Fill(dst, r, c)
}

// nextLevelRow is where the level is drawn: close below the name.
func (s *titleScene) nextLevelRow(f *frame, c *column) ui.Rect {
	if !s.levelRow {
		return ui.Rect{}
	}
	r := ui.Rect{X: c.x, Y: c.y - f.px(6), W: c.w, H: f.px(levelHeight - 2)}
	c.y += f.px(levelHeight)
	return r
}

const (
	maxGoals    = 3
	goalsHeight = 80 // points: a heading and so many goals
)

// drawGoals draws the goals of the week: what to do, how much of it is done, what it gives.
func (s *titleScene) drawGoals(dst *ebiten.Image, f *frame) {
	p, r := s.deps.pen, s.goalsRect
	p.Fill(dst, ui.Rect{X: r.X - f.px(6), Y: r.Y, W: r.W + f.px(12), H: r.H}, ui.Shadow.Fade(.7))
	y := r.Y + f.px(11)
	p.Text(dst, lang.T("THIS WEEK"), r.X, y, ui.Style{Face: ui.Title, Size: f.px(13), Color: ui.Cyan})
	goals := s.deps.online.Progress.Goals.Value.Goals
	for i := range goals[:min(maxGoals, len(goals))] {
		g := &goals[i]
		y += f.px(21)
		done := g.Done >= g.Target
		c := ui.White.Fade(.9)
		right := fmt.Sprintf("%d / %d", g.Done, g.Target)
		if done {
			c, right = ui.Good, lang.T("done")
		}
		left, small := ui.Style{Size: f.px(14), Color: c}, ui.Style{Size: f.px(13), Color: ui.Muted.Mix(ui.White, .4), Align: ui.Right}
		p.Text(dst, lang.F("+%d XP", g.Reward), r.X+r.W, y, small)
		p.Text(dst, right, r.X+r.W-f.px(66), y, small)
		p.Text(dst, deedText(g.Deed, g.Target), r.X, y, p.ShrinkToFit(deedText(g.Deed, g.Target), r.W-f.px(138), left))
		drawBar(p, dst, ui.Rect{X: r.X, Y: y + f.px(9), W: r.W, H: f.px(2)}, g.Done, g.Target, c)
	}
}

// drawLevel draws the level with a bar in r, and what the next one needs.
func drawLevel(p *ui.Pen, dst *ebiten.Image, f *frame, r ui.Rect, l *api.Level) {
	y, from := r.CenterY(), r.X
	name := ui.Style{Face: ui.Title, Size: f.px(14), Color: ui.Cyan, Glow: .3}
	from += p.Text(dst, lang.F("LEVEL %d", l.Number), from, y, name) + f.px(10)
	small := ui.Style{Size: f.px(13), Color: ui.Muted.Mix(ui.White, .4), Align: ui.Right}
	text := lang.F("%d / %d XP", l.Gained, l.Needed)
	p.Text(dst, text, r.X+r.W, y, small)
	bar := ui.Rect{X: from, Y: y - f.px(3), W: r.X + r.W - p.Width(text, small) - f.px(10) - from, H: f.px(6)}
	drawBar(p, dst, bar, l.Gained, l.Needed, ui.Cyan)
}
