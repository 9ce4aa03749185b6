package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// dialog is a menu on one large sheet, with buttons at its foot.
type dialog struct {
	menu
	heading string
	sheet   ui.Rect
	back    ui.Button
	errText string // what did not work, in plain words
}

func newDialog(deps *Deps, heading string) dialog {
	return dialog{menu: menu{deps: deps}, heading: heading, back: ui.Button{Label: "BACK"}}
}

// layoutDialog places the sheet, as large as there is use for, and returns what is left for
// the content above the foot.
func (w *dialog) layoutDialog(f *Frame, wide, high float32) ui.Rect {
	margin := f.px(14)
	if f.isLow() {
		margin = f.px(6)
	}
	const row = 44 // points that a row is high where no finger needs more
	sw, sh := min(f.px(wide), float32(f.W)-2*margin), min(max(f.px(high), high/row*f.MinTarget), float32(f.H)-2*margin)
	w.sheet = ui.Rect{X: (float32(f.W) - sw) / 2, Y: (float32(f.H) - sh) / 2, W: sw, H: sh}
	in := belowHeading(f, w.sheet)
	in.H = w.sheet.Y + w.sheet.H - f.targetHeight(44) - f.px(14+14) - in.Y
	return in
}

// layoutFoot lays buttons side by side at the foot of the sheet.
func (w *dialog) layoutFoot(f *Frame, buttons ...*ui.Button) {
	h := f.targetHeight(44)
	c := column{x: w.sheet.X + f.px(16), y: w.sheet.Y + w.sheet.H - h - f.px(14), w: w.sheet.W - f.px(32), gap: f.px(12)}
	for i, r := range c.nextRowParts(h, len(buttons)) {
		buttons[i].Rect = r
	}
	w.sameSize = append(w.sameSize[:0], buttons...)
}

// belowRect is what is left of in below r, and below a heading of n points.
func belowRect(f *Frame, in, r ui.Rect, n float32) ui.Rect {
	y := r.Y + r.H + f.px(n)
	return ui.Rect{X: in.X, Y: y, W: in.W, H: in.Y + in.H - y}
}

// ground draws what lies below the widgets.
func (w *dialog) drawBackground(dst *ebiten.Image, f *Frame) {
	p := w.deps.Pen
	drawDim(p, dst, f, .35)
	drawSheet(p, dst, f, w.sheet, w.heading, ui.Border.Mix(ui.Cyan, .45))
	if w.errText != "" {
		st := ui.Style{Size: f.px(15), Color: ui.Bad, Align: ui.Right}
		left := p.Width(w.heading, ui.Style{Face: ui.Title, Size: f.px(15)}) + f.px(50)
		p.Text(dst, p.Truncate(w.errText, w.sheet.W-left, st), w.sheet.X+w.sheet.W-f.px(22), w.sheet.Y+f.px(22), st)
	}
}

// drawEmptyText is what an empty list says.
func drawEmptyText(deps *Deps, dst *ebiten.Image, f *Frame, r ui.Rect, line string) {
	drawParagraph(deps.Pen, dst, line, r.CenterX(), r.Y+r.H*.4, r.W-f.px(20), ui.Style{Size: f.px(17), Color: ui.Muted})
}

// drawCells writes a row of a table: each text at the left edge of its column, or at
// the right edge of one with a negative place, in parts of the width. A column whose
// place is none is left out.
func drawCells(p *ui.Pen, dst *ebiten.Image, r ui.Rect, st ui.Style, texts []string, places []float32) {
	for i, text := range texts {
		at, style := places[i], st
		if at == hiddenColumn {
			continue
		}
		x := r.X + r.W*at
		if at < 0 {
			x, style.Align = r.X-r.W*at, ui.Right
		}
		p.Text(dst, text, x, r.CenterY(), style)
	}
}

// hiddenColumn is the place of a column for which the window is too narrow.
const hiddenColumn = 2
