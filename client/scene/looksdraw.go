package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/ui"
	"perihelion/shared/deeds"
	"perihelion/shared/protocol"
)

func (s *looksScene) Draw(dst *ebiten.Image, f *frame) {
	s.layoutLooks(f)
	s.drawBackground(dst, f)
	p := s.deps.pen
	p.Panel(dst, s.preview.stage, ui.Frame{Fill: ui.PanelFill, Line: ui.Border.Fade(.6), Cut: f.px(8), Width: f.px(1)})
	shown, _ := s.rowAt(s.list.Selected)
	if s.kinds.Selected == kindTitle {
		s.drawName(dst, f, &shown)
	} else {
		looks := s.profile.Looks
		*s.chosen(&looks) = shown.Number
		s.preview.drawPortrait(s.deps, dst, s.deps.face, protocol.Looks{Trail: uint8(looks.Trail), Lines: uint8(looks.Lines)})
	}
	s.list.DrawRows(dst, p, widgetStyle(f, &s.form), s.hasFocus(&s.list), func(dst *ebiten.Image, i int, r ui.Rect) { s.drawRow(dst, f, i, r) })
	s.drawWidgets(dst, f)
}

func (s *looksScene) drawRow(dst *ebiten.Image, f *frame, i int, r ui.Rect) {
	p := s.deps.pen
	l, _ := s.rowAt(i)
	cells := s.rowCells(i)
	c, note := ui.White.Fade(.92), ui.Muted
	switch {
	case l.Number == *s.chosen(&s.profile.Looks):
		c, note = ui.Cyan, ui.Cyan
	case !s.earned(i):
		c = ui.Muted
	}
	st := ui.Style{Face: ui.Title, Size: f.px(16), Color: c}
	w := p.Text(dst, cells[0], r.X+f.px(12), r.CenterY(), st)
	room := r.W - w - f.px(40)
	p.Text(dst, cells[1], r.X+r.W-f.px(12), r.CenterY(), p.ShrinkToFit(cells[1], room, ui.Style{Size: f.px(14), Color: note, Align: ui.Right}))
}

// drawName draws the player's name with a title, as the scoreboard has it.
func (s *looksScene) drawName(dst *ebiten.Image, f *frame, l *deeds.Look) {
	p := s.deps.pen
	name := ui.Style{Face: ui.Title, Size: f.px(22), Color: ui.White, Align: ui.Center}
	y := s.preview.stage.CenterY()
	if l.Number > 0 {
		p.Text(dst, lang.T(l.Name), s.preview.stage.CenterX(), y+f.px(18), ui.Style{Size: f.px(15), Color: ui.Accent, Align: ui.Center})
		y -= f.px(10)
	}
	p.Text(dst, p.Truncate(s.profile.Name, s.preview.stage.W-f.px(24), name), s.preview.stage.CenterX(), y, name)
}
