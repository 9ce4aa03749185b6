package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
	"perihelion/shared/api"
)

func (s *arenaScene) layoutArena(f *frame) {
	in := s.layoutDialog(f, 820, 620)
	side := min(in.H*.42, in.W*.34, f.px(230))
	if in.H < f.px(260) {
		side = min(side, in.H*.3)
	}
	s.picture = ui.Rect{X: in.X, Y: in.Y, W: side, H: side}
	tabs := ui.Rect{X: in.X, Y: in.Y + side + f.px(8), W: in.W}
	if s.arena.Mine || s.sure {
		tabs.H = f.targetHeight(34)
	}
	s.views.Rect, s.reasons.Rect = tabs, tabs
	list := s.list()
	list.Rect, list.RowHeight = belowRect(f, in, tabs, 0), f.targetHeight(30)
	if s.columns = findingColumns; in.W >= f.px(480) || f.isLow() {
		s.layoutFoot(f, &s.play, &s.link, &s.build, &s.act, &s.back)
		return
	}
	s.columns = narrowFindingColumns
	s.layoutFoot(f, &s.play, &s.act, &s.back)
	h := f.targetHeight(44)
	c := column{x: in.X, y: in.Y + in.H - h, w: in.W, gap: f.px(12)}
	parts := c.nextRowParts(h, 2)
	s.link.Rect, s.build.Rect = parts[0], parts[1]
	s.sameSize = append(s.sameSize, &s.link, &s.build)
	list.H -= h + f.px(8)
}

func (s *arenaScene) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.arrange()
	s.layoutArena(f)
	s.drawBackground(dst, f)
	s.pictures.drawPicture(s.deps, dst, s.shown().Picture, s.picture)
	s.drawLines(dst, f)
	list := s.list()
	list.DrawRows(dst, s.deps.pen, widgetStyle(f, &s.form), s.hasFocus(list), func(dst *ebiten.Image, i int, r ui.Rect) {
		switch {
		case i >= list.Count:
		case list == &s.versions:
			st := ui.Style{Size: f.px(14), Color: ui.Muted.Mix(ui.White, .5)}
			if i == list.Selected {
				st.Color = ui.Cyan // it is played and built on
			}
			drawCells(s.deps.pen, dst, r, st, list.Cells(i), versionColumns)
		default:
			s.drawFinding(dst, f, &s.shown().Report.Findings[i], r)
		}
	})
	s.drawWidgets(dst, f)
}

// drawLines writes what is said of the arena beside its picture, as much as there is room for.
func (s *arenaScene) drawLines(dst *ebiten.Image, f *frame) {
	p, x := s.deps.pen, s.picture.X+s.picture.W+f.px(14)
	room, st := s.sheet.X+s.sheet.W-f.px(16)-x, ui.Style{Size: f.px(15), Color: ui.White.Fade(.9)}
	y := s.picture.Y + f.px(10)
	for i, text := range s.lines() {
		if st.Color = ui.White.Fade(.9); i > 0 {
			st.Color = ui.Muted.Mix(ui.White, .5)
		}
		for _, line := range p.Wrap(text, room, 0, st) {
			if y+st.Size/2 > s.picture.Y+s.picture.H {
				return
			}
			p.Text(dst, line, x, y, st)
			y += lineSpacing * st.Size
		}
		y += f.px(4)
	}
}

// The places of the columns of findings and versions; see drawCells.
var (
	versionColumns       = []float32{.02, .2, -.98}
	findingColumns       = []float32{.02, -.76, -.98}
	narrowFindingColumns = []float32{.02, -.98, hiddenColumn}
)

func (s *arenaScene) drawFinding(dst *ebiten.Image, f *frame, found *api.ArenaFinding, r ui.Rect) {
	st := ui.Style{Size: f.px(14), Color: ui.Muted.Mix(ui.White, .5)}
	switch found.Verdict {
	case api.FindingWarning:
		st.Color = ui.Accent
	case api.FindingUnplayable:
		st.Color = ui.Bad
	}
	drawCells(s.deps.pen, dst, r, st, findingCells(found), s.columns)
}
