package scene

import (
	"fmt"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/ui"
	"perihelion/shared/api"
)

const levelHeight = 24 // points of the row of the level, with the gap to the next

// syncLevel shows our level: in a row of its own if there is room, else with the button of
// the profile. spare is the height that is left.
func (s *titleScene) syncLevel(f *frame, spare float32) {
	l, known := s.deps.online.Progress.Level()
	s.levelRow = known && !f.isLow() && spare >= f.px(levelHeight)
	s.screens[toProfile].Label = screenLabels[toProfile]
	if known && !s.levelRow {
		s.screens[toProfile].Label = fmt.Sprintf("%s · %d", lang.T(screenLabels[toProfile]), l.Number)
	}
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

// drawLevel draws the level with a bar in r, and what the next one needs.
func drawLevel(p *ui.Pen, dst *ebiten.Image, f *frame, r ui.Rect, l *api.Level) {
	y, from := r.CenterY(), r.X
	name := ui.Style{Face: ui.Title, Size: f.px(14), Color: ui.Cyan, Glow: .3}
	from += p.Text(dst, lang.F("LEVEL %d", l.Number), from, y, name) + f.px(10)
	small := ui.Style{Size: f.px(13), Color: ui.Muted.Mix(ui.White, .4), Align: ui.Right}
	text := lang.F("%d / %d XP", l.Gained, l.Needed)
	p.Text(dst, text, r.X+r.W, y, small)
	bar := ui.Rect{X: from, Y: y - f.px(3), W: r.X + r.W - p.Width(text, small) - f.px(10) - from, H: f.px(6)}
	p.Fill(dst, bar, ui.White.Fade(.16))
	bar.W *= min(float32(l.Gained)/float32(max(l.Needed, 1)), 1)
	p.Fill(dst, bar, ui.Cyan)
}
