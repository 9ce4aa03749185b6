package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// dialog is a menu on one large panel, with buttons at the bottom.
type dialog struct {
	menu
	heading string
	sheet   ui.Rect
	back    ui.Button
	errText string // what failed, for the player
}

func newDialog(deps *Deps, heading string) dialog {
	return dialog{menu: menu{deps: deps}, heading: heading, back: ui.Button{Label: "BACK"}}
}

// layoutDialog centres the panel, at most wide by high points, and returns the space for
// the content above the buttons.
func (w *dialog) layoutDialog(f *frame, wide, high float32) ui.Rect {
	margin := f.px(14)
	if f.isLow() {
		margin = f.px(6)
	}
	const row = 44 // height of a row in points, without touch
	sw, sh := min(f.px(wide), float32(f.w)-2*margin), min(max(f.px(high), high/row*f.minTarget), float32(f.h)-2*margin)
	w.sheet = ui.Rect{X: (float32(f.w) - sw) / 2, Y: (float32(f.h) - sh) / 2, W: sw, H: sh}
	in := belowHeading(f, w.sheet)
	in.H = w.sheet.Y + w.sheet.H - f.targetHeight(44) - f.px(14+14) - in.Y
	return in
}

// layoutFoot lays out buttons side by side at the bottom of the panel.
func (w *dialog) layoutFoot(f *frame, buttons ...*ui.Button) {
	h := f.targetHeight(44)
	c := column{x: w.sheet.X + f.px(16), y: w.sheet.Y + w.sheet.H - h - f.px(14), w: w.sheet.W - f.px(32), gap: f.px(12)}
	for i, r := range c.nextRowParts(h, len(buttons)) {
		buttons[i].Rect = r
	}
	w.sameSize = append(w.sameSize[:0], buttons...)
}

// belowRect is the part of in below r, minus n points for a heading.
func belowRect(f *frame, in, r ui.Rect, n float32) ui.Rect {
	y := r.Y + r.H + f.px(n)
	return ui.Rect{X: in.X, Y: y, W: in.W, H: in.Y + in.H - y}
}

// drawBackground draws the panel, its heading, and the error.
func (w *dialog) drawBackground(dst *ebiten.Image, f *frame) {
	p := w.deps.pen
	drawDim(p, dst, f, .35)
	drawSheet(p, dst, f, w.sheet, w.heading, ui.Border.Mix(ui.Cyan, .45))
	if w.errText != "" {
		st := ui.Style{Size: f.px(15), Color: ui.Bad, Align: ui.Right}
		left := p.Width(w.heading, ui.Style{Face: ui.Title, Size: f.px(15)}) + f.px(50)
		p.Text(dst, p.Truncate(w.errText, w.sheet.W-left, st), w.sheet.X+w.sheet.W-f.px(22), w.sheet.Y+f.px(22), st)
	}
}

// drawEmptyText draws the text of an empty list.
func drawEmptyText(deps *Deps, dst *ebiten.Image, f *frame, r ui.Rect, line string) {
	drawParagraph(deps.pen, dst, line, r.CenterX(), r.Y+r.H*.4, r.W-f.px(20), ui.Style{Size: f.px(17), Color: ui.Muted})
}

// drawCells draws one row of a table. A column's place is a fraction of the row's width:
// the left edge of its text, or if negative the right edge. Columns at hiddenColumn are
// left out.
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
		room := cellRoom(places, i)*r.W - st.Size*.25
		if other, free := facingCell(places, i); free > 0 {
			wide := p.Width(text, st)
			room = min(room, wide*max(1, free*r.W-st.Size*.5)/max(1, wide+p.Width(texts[other], st)))
		}
		p.Text(dst, text, x, r.CenterY(), p.ShrinkToFit(text, min(room, r.W), style))
	}
}

// facingCell is the neighbour of column i that is aligned the other way, so that both grow into
// the room between them; free is that room as a fraction of the row's width, 0 if there is none.
func facingCell(places []float32, i int) (other int, free float32) {
	switch at := places[i]; {
	case at < 0 && i > 0 && places[i-1] >= 0 && places[i-1] != hiddenColumn:
		return i - 1, -at - places[i-1]
	case at >= 0 && i+1 < len(places) && places[i+1] < 0:
		return i + 1, -places[i+1] - at
	}
	return 0, 0
}

// cellRoom is the room for the text of column i, as a fraction of the row's width: up to its
// neighbour, if that is aligned like it.
func cellRoom(places []float32, i int) float32 {
	switch at := places[i]; {
	case at < 0 && i > 0 && places[i-1] < 0:
		return places[i-1] - at
	case at >= 0 && i+1 < len(places) && places[i+1] > at && places[i+1] != hiddenColumn:
		return places[i+1] - at
	}
	return 1
}

// hiddenColumn is the place of a column that does not fit into the window.
const hiddenColumn = 2
