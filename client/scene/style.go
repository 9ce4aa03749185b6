package scene

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
	"perihelion/client/ui"
)

const tau = 2 * math.Pi

// widgetStyle is how the widgets of a form are drawn in this frame.
func widgetStyle(f *frame, form *ui.Form) ui.Theme {
	return ui.Theme{Unit: f.unit, ShowFocus: f.top && !form.ByPointer}
}

// drawSpaced draws letter-spaced capitals centred at x, y.
func drawSpaced(p *ui.Pen, dst *ebiten.Image, s string, x, y, space float32, st ui.Style) {
	w := -space
	for _, r := range s {
		w += p.Width(string(r), st) + space
	}
	x -= w / 2
	for _, r := range s {
		x += p.Text(dst, string(r), x, y, st) + space
	}
}

// drawLogo draws the name of the game with a shining line below.
func drawLogo(p *ui.Pen, dst *ebiten.Image, f *frame, y, size float32) {
	x := float32(f.w) / 2
	drawSpaced(p, dst, "PERIHELION", x, y, size*.22, ui.Style{Face: ui.Title, Size: size, Color: ui.White, Glow: .9})
	w, h := size*4.6, max(1, f.px(1.5))
	at := y + size*.72
	p.Gradient(dst, ui.Rect{X: x - w, Y: at, W: w, H: h}, rgba.Color{}, ui.Accent)
	p.Gradient(dst, ui.Rect{X: x, Y: at, W: w, H: h}, ui.Accent, rgba.Color{})
	p.Disc(dst, x, at+h/2, size*.5, ui.Accent.Glow(.8), rgba.Color{})
	p.Disc(dst, x, at+h/2, size*.09, ui.White, ui.Accent.Glow(.5))
}

// drawCaption draws one line that is readable on any background: it lies on a dark strip.
func drawCaption(p *ui.Pen, dst *ebiten.Image, f *frame, s string, x, y float32, st ui.Style) {
	st.Align = ui.Center
	k := st.Color.A
	w, h := p.Width(s, st)/2+f.px(30), st.Size*1.9
	p.Gradient(dst, ui.Rect{X: x - w, Y: y - h/2, W: w, H: h}, rgba.Color{}, ui.Shadow.Fade(k))
	p.Gradient(dst, ui.Rect{X: x, Y: y - h/2, W: w, H: h}, ui.Shadow.Fade(k), rgba.Color{})
	p.Text(dst, s, x, y, st)
}

// drawParagraph draws s centred at x in lines of at most w pixels. The first line is at y;
// the result is the y of the line after the last.
func drawParagraph(p *ui.Pen, dst *ebiten.Image, s string, x, y, w float32, st ui.Style) float32 {
	st.Align = ui.Center
	for _, line := range p.Wrap(s, w, 0, st) {
		p.Text(dst, line, x, y, st)
		y += lineSpacing * st.Size
	}
	return y
}

const lineSpacing = 1.4 // distance between two lines, in font sizes

// isLow reports whether the window is so low that menus must be dense: less than 500
// points, or eleven touch targets.
func (f *frame) isLow() bool { return float32(f.h) < max(f.px(500), 11*f.minTarget) }

// drawDim darkens what is below a menu; k is the strength, 0 to 1.
func drawDim(p *ui.Pen, dst *ebiten.Image, f *frame, k float32) {
	p.Fill(dst, ui.Rect{W: float32(f.w), H: float32(f.h)}, rgba.Color{R: .004 * k, G: .006 * k, B: .016 * k, A: k})
}

// column lays out rectangles of the same width below each other.
type column struct{ x, y, w, gap float32 }

func newColumn(f *frame, y, w float32) column {
	w = min(f.px(w), float32(f.w)-f.px(24))
	return column{x: (float32(f.w) - w) / 2, y: y, w: w, gap: f.px(12)}
}

// nextRow is the next rectangle, h pixels high.
func (c *column) nextRow(h float32) ui.Rect {
	r := ui.Rect{X: c.x, Y: c.y, W: c.w, H: h}
	c.y += h + c.gap
	return r
}

// wrapTabs breaks tabs that were placed last into rows where they would be narrower than least.
func (c *column) wrapTabs(t *ui.Tabs, least float32) {
	h := t.H
	t.Wrap(least)
	c.y += t.H - h
}

// nextRowParts is the next row, h pixels high, divided into n rectangles side by side.
func (c *column) nextRowParts(h float32, n int) []ui.Rect {
	r := c.nextRow(h)
	w := (r.W - c.gap*float32(n-1)) / float32(n)
	list := make([]ui.Rect, n)
	for i := range list {
		list[i] = ui.Rect{X: r.X + float32(i)*(w+c.gap), Y: r.Y, W: w, H: h}
	}
	return list
}

// drawSpinner draws a turning ring for something that is loading; t is the time in
// seconds.
func drawSpinner(p *ui.Pen, dst *ebiten.Image, x, y, r float32, t float64, c rgba.Color) {
	a := float32(math.Mod(t*3.4, 2*math.Pi))
	p.Ring(dst, x, y, r, r*.07, 0, 2*math.Pi, ui.Border.Fade(.35))
	p.Ring(dst, x, y, r, r*.12, a, a+1.5, c)
	s, cs := math.Sincos(float64(a) + 1.5)
	hx, hy := x+r*float32(cs), y+r*float32(s)
	p.Disc(dst, hx, hy, r*.42, c.Glow(.8), rgba.Color{})
	p.Disc(dst, hx, hy, r*.11, ui.White, c)
}

// clampToCircle returns the point to, or where the line to it leaves the circle of radius
// r around x, y.
func clampToCircle(x, y, toX, toY, r float32) (float32, float32) {
	dx, dy := toX-x, toY-y
	l := float32(math.Hypot(float64(dx), float64(dy)))
	if l <= r {
		return toX, toY
	}
	return x + dx/l*r, y + dy/l*r
}

// tabWidth is the least width of a tab with the name of a mode, in units: its text is as large
// as other text then.
const tabWidth = 72
