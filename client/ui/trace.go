package ui

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
)

// Trace takes what a Pen is asked to draw, in the order in which it is asked, for tests
// of where things lie. A Pen that has one draws nothing, so such tests need no GPU.
// Rectangles are in pixels; clip is the part of the window that can be drawn on.
type Trace interface {
	// Text is s, whose ink fills r.
	Text(s string, r, clip Rect, c rgba.Color)
	// Panel is a sheet that text lies on and must not leave.
	Panel(r, clip Rect, fill rgba.Color)
	// Shade only darkens or tints what is below it.
	Shade(r, clip Rect, c rgba.Color)
}

// TracePanel tells the trace of a panel that was drawn by other means than this Pen.
func (p *Pen) TracePanel(dst *ebiten.Image, r Rect, fill rgba.Color) {
	if p.Trace != nil {
		p.Trace.Panel(r, imageRect(dst), fill)
	}
}

func imageRect(dst *ebiten.Image) Rect {
	b := dst.Bounds()
	return Rect{float32(b.Min.X), float32(b.Min.Y), float32(b.Dx()), float32(b.Dy())}
}

// traceText tells the trace of a text whose pen position is x, y.
func traceText[T string | []byte](p *Pen, dst *ebiten.Image, c *sizedFace, s T, x, y float32, col rgba.Color) {
	p.vertices, p.indices = p.vertices[:0], p.indices[:0]
	appendGlyphs(p, c, s, x, y, col, false)
	if len(p.vertices) == 0 {
		return // nothing but spaces
	}
	left, top, right, bottom := p.vertices[0].DstX, p.vertices[0].DstY, p.vertices[0].DstX, p.vertices[0].DstY
	for i := range p.vertices {
		v := &p.vertices[i]
		left, right = min(left, v.DstX), max(right, v.DstX)
		top, bottom = min(top, v.DstY), max(bottom, v.DstY)
	}
	p.Trace.Text(string(s), Rect{left, top, right - left, bottom - top}, imageRect(dst), col)
}
