package hud

import (
	"perihelion/client/render"
	"perihelion/client/render/ink"
	"perihelion/client/tint"
	"perihelion/client/ui"
)

const warnSilence = .5 // seconds without a snapshot, from which on everybody is told

// warn tells a player without the net graph that what is seen is old, and whose
// fault it is.
func (g *graph) warn(p *pen, f *frame, w *words) {
	switch silent := g.journal.silent; {
	case g.last.Snapshots == 0:
	case silent > warnSilence:
		warning(p, f, "waiting for your link", w.tenth(int(silent*10)), bad)
	case g.last.Rung > 0:
		warning(p, f, rungName(g.last.Rung), "", render.Energy)
	}
}

// warning is a line below the clock.
func warning(p *pen, f *frame, text, seconds string, c tint.Color) {
	u := f.u
	wide := p.width(text, strong, normal*u) + 30*u
	if seconds != "" {
		wide += p.width(seconds, mono, normal*u) + 24*u
	}
	mid, _ := f.aisle()
	x, y := mid-wide/2, max(f.below, 60*u)+17*u
	if !f.space.claim(ui.Rect{X: x - 8*u, Y: y - 13*u, W: wide + 16*u, H: 26 * u}) {
		return
	}
	f.below = y + 17*u
	p.shelf(x-8*u, y-13*u, wide+16*u, 26*u, 8*u)
	p.icon(ink.Dot, x+6*u, y, 26*u, c.Glow(.7))
	p.icon(ink.Dot, x+6*u, y, 9*u, c.Glow(1))
	x = p.text(text, strong, x+20*u, y, normal*u, c.Mix(white, .4))
	if seconds != "" {
		x = p.text(seconds, mono, x+10*u, y, normal*u, white)
		p.text(" s", plain, x, y, normal*u, quiet)
	}
}
