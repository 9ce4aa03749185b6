package hud

import (
	"perihelion/client/render"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// graphPanel is where the panel of the net graph is, and at which scale.
type graphPanel struct {
	p     *Painter
	texts *TextCache
	u     float32
	x, y  float32
}

const margin = 14 // HUD units

// findRoom looks for room for the panel at the right edge, below or above, and at a smaller
// scale if needed. It returns false if there is none, as beside a scoreboard that fills
// the window.
func (b *graphPanel) findRoom(f *Frame) bool {
	for _, scale := range [...]float32{1, .85, .72} {
		b.u = f.Unit * scale
		w, h := graphWidth*b.u, graphHeight*b.u
		if b.u < graphMinUnit {
			break
		}
		for _, y := range [...]float32{f.H - h - 12*b.u, f.H - h - 92*f.Unit, 12 * b.u, 60 * f.Unit} {
			b.x, b.y = f.W-w-12*b.u, y
			if y > 0 && f.Occupied.TryOccupy(ui.Rect{X: b.x, Y: b.y, W: w, H: h}) {
				return true
			}
		}
	}
	return false
}

const graphMinUnit = .55 // pixels per unit: smaller text is unreadable

// toPixels converts a point of the panel to pixels.
func (b *graphPanel) toPixels(x, y float32) (float32, float32) { return b.x + x*b.u, b.y + y*b.u }

// drawLabel draws small text to the right of x and returns where it ends.
func (b *graphPanel) drawLabel(s string, x, y float32, c rgba.Color) float32 {
	px, py := b.toPixels(x, y)
	return (b.p.DrawText(s, plain, px, py, Small*b.u, c) - b.x) / b.u
}

// drawValue draws a number to the right of x and returns where it ends.
func (b *graphPanel) drawValue(s string, x, y float32, c rgba.Color) float32 {
	px, py := b.toPixels(x, y)
	return (b.p.DrawText(s, mono, px, py, Small*b.u, c) - b.x) / b.u
}

// drawChartGrid draws the background of a chart, with lines at shares of its height.
func (b *graphPanel) drawChartGrid(y, h float32, lines ...float32) {
	x, top := b.toPixels(margin, y)
	w := (graphWidth - 2*margin) * b.u
	b.p.AddRect(x, top, w, h*b.u, white.Fade(.035))
	for _, k := range lines {
		at := top + h*b.u*(1-k)
		b.p.AddLine(x, at, x+w, at, 1.5, quiet.Glow(.16))
	}
}

// drawLegend draws the names of the curves.
func (b *graphPanel) drawLegend(y float32) {
	x := float32(margin)
	for _, l := range [...]struct {
		name string
		c    rgba.Color
	}{{"round trip", render.Shield}, {"delay of others", own.Fade(.7)}, {"silence", white.Fade(.5)}, {"starved", bad}, {"correction", render.Energy}} {
		px, py := b.toPixels(x, y)
		b.p.AddRect(px, py-3*b.u, 6*b.u, 6*b.u, l.c)
		px, _ = b.toPixels(x+10, y)
		x = (b.p.DrawText(l.name, plain, px, py, Tiny*b.u, quiet)-b.x)/b.u + 11
	}
}
