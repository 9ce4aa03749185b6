package ui

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
)

// Trace records what a Pen would draw, in order, for tests of layouts. A Pen with a
// Trace draws nothing, so such tests need no GPU. Rectangles are in pixels; clip is the
// part of the window that can be drawn on.
type Trace interface {
	// Text is the text s; r is the bounding box of its letters.
	Text(s string, r, clip Rect, c rgba.Color)
	// Panel is a background whose text must lie inside it.
	Panel(r, clip Rect, fill rgba.Color)
	// Shade is a rectangle that only darkens or tints what is below it.
	Shade(r, clip Rect, c rgba.Color)
}

// TracePanel records a panel that was drawn without this Pen.
func (p *Pen) TracePanel(dst *ebiten.Image, r Rect, fill rgba.Color) {
	if p.Trace != nil {
		p.Trace.Panel(r, imageRect(dst), fill)
	}
}

// imageRect is the part of the window that dst covers.
func imageRect(dst *ebiten.Image) Rect {
	b := dst.Bounds()
	return Rect{float32(b.Min.X), float32(b.Min.Y), float32(b.Dx()), float32(b.Dy())}
}

// traceText records a text whose baseline begins at x, y.
func traceText[T string | []byte](p *Pen, dst *ebiten.Image, c *sizedFace, s T, x, y float32, col rgba.Color) {
	p.vertices, p.indices = p.vertices[:0], p.indices[:0]
	appendGlyphs(p, c, s, x, y, col, false)
	if len(p.vertices) == 0 {
		return // only spaces
	}
	left, top, right, bottom := p.vertices[0].DstX, p.vertices[0].DstY, p.vertices[0].DstX, p.vertices[0].DstY
	for i := range p.vertices {
		v := &p.vertices[i]
		left, right = min(left, v.DstX), max(right, v.DstX)
		top, bottom = min(top, v.DstY), max(bottom, v.DstY)
	}
	p.Trace.Text(string(s), Rect{left, top, right - left, bottom - top}, imageRect(dst), col)
}
