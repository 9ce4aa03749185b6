package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/ui"
)

// choiceRow is a choice of the rules behind its label.
type choiceRow struct {
	what string
	rect *ui.Rect
}

// choiceRows are the rows of choices from top to bottom.
func (s *privateScene) choiceRows() [5]choiceRow {
	return [...]choiceRow{
		{lang.T("Mode"), &s.mode.Rect},
		{lang.T("Seats"), &s.bots.Rect},
		{lang.T("First to"), &s.points.Rect},
		{lang.T("At most"), &s.time.Rect},
		{lang.T("Arena"), &s.arena.Rect},
	}
}

// sideBySide reports whether the window is too low for the choices, the button below them and
// the code: then these two are beside the choices.
func (s *privateScene) sideBySide(f *frame) bool {
	return float32(f.h) < max(f.px(610), 13*f.minTarget)
}

func (s *privateScene) layoutPrivate(f *frame) {
	if s.sideBySide(f) {
		s.layoutSideBySide(f)
	} else if missing := s.layoutBelow(f, 560); missing > 0 { // the modes take several rows
		s.layoutBelow(f, 560+missing/f.unit)
	}
	s.layoutFoot(f, &s.back)
}

// layoutBelow puts everything below each other on a panel of so many points, and returns how many
// pixels it is too low.
func (s *privateScene) layoutBelow(f *frame, high float32) float32 {
	in := s.layoutDialog(f, 540, high)
	c := column{x: in.X, y: in.Y, w: in.W, gap: f.px(8)}
	s.layoutChoices(f, &c, in.W*choiceLabelWidth, in.W)
	s.layoutOpen(c.nextRow(f.targetHeight(50)), c.gap)
	c.y += f.px(24)
	line := c.nextRow(f.targetHeight(48))
	s.code.Rect = ui.Rect{X: line.X, Y: line.Y, W: line.W * .64, H: line.H}
	s.join.Rect = ui.Rect{X: line.X + line.W*.64 + c.gap, Y: line.Y, W: line.W*.36 - c.gap, H: line.H}
	return c.y - in.Y - in.H
}

// layoutSideBySide gives the modes, which can be many, the whole width; below them are the other
// choices on the left, and what to do on the right.
func (s *privateScene) layoutSideBySide(f *frame) {
	in := s.layoutDialog(f, 820, 610)
	left := column{x: in.X, y: in.Y, w: in.W * .6, gap: f.px(6)}
	s.layoutChoices(f, &left, in.W*.13, in.W)
	right := column{x: in.X + in.W*.63, y: s.bots.Y, w: in.W * .37, gap: left.gap}
	s.layoutOpen(right.nextRow(f.targetHeight(48)), right.gap)
	right.y += f.px(24)
	s.code.Rect = right.nextRow(f.targetHeight(44))
	s.join.Rect = right.nextRow(f.targetHeight(40))
}

// layoutOpen puts the buttons that open a room beside each other.
func (s *privateScene) layoutOpen(r ui.Rect, gap float32) {
	s.create.Rect = ui.Rect{X: r.X, Y: r.Y, W: r.W*.5 - gap, H: r.H}
	s.build.Rect = ui.Rect{X: r.X + r.W*.5, Y: r.Y, W: r.W * .5, H: r.H}
}

// layoutChoices puts the rows of choices into a column, the first one as wide as modes says,
// behind labels of a width.
func (s *privateScene) layoutChoices(f *frame, c *column, label, modes float32) {
	for i, row := range s.choiceRows() {
		r := c.nextRow(f.targetHeight(40))
		if i == 0 {
			r.W = modes
		}
		*row.rect = ui.Rect{X: r.X + label, Y: r.Y, W: r.W - label, H: r.H}
		if i == 0 {
			c.wrapTabs(&s.mode, f.px(tabWidth))
		}
	}
}

const choiceLabelWidth = .2 // fraction of the width for the labels of the rows

// choiceRect is the part of a row that the label of a choice leaves to its tabs.
func choiceRect(row ui.Rect) ui.Rect {
	return ui.Rect{X: row.X + row.W*choiceLabelWidth, Y: row.Y, W: row.W * (1 - choiceLabelWidth), H: row.H}
}

func (s *privateScene) Draw(dst *ebiten.Image, f *frame) {
	if !f.top {
		return
	}
	s.layoutPrivate(f)
	s.drawBackground(dst, f)
	p, st := s.deps.pen, ui.Style{Size: f.px(16), Color: ui.Muted.Mix(ui.White, .4)}
	left := s.sheet.X + f.px(16)
	for _, row := range s.choiceRows() {
		p.Text(dst, row.what, left, row.rect.CenterY(), p.ShrinkToFit(row.what, row.rect.X-left-f.px(6), st))
	}
	ask := lang.T("A friend gave you a code?")
	p.Text(dst, ask, s.code.X, s.code.Y-f.px(17), p.ShrinkToFit(ask, s.sheet.X+s.sheet.W-s.code.X-f.px(16), st))
	s.drawWidgets(dst, f)
}
