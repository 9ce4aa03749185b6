package hud

import (
	"perihelion/client/render/ink"
	"perihelion/client/tint"
)

const hintSize = 18 // points: a beginner reads it in flight

// hint is the scene's line for a beginner, below the middle, where nothing else is
// written.
func (h *HUD) hint(p *pen, f *frame) {
	if f.show.Hint == "" {
		return
	}
	size := hintSize * f.u * max(1, min(1.4, float32(f.show.Scale)/f.u))
	lines := p.wrap(f.show.Hint, plain, size, min(f.w-48*f.u, 40*size))
	high := 1.5 * size * float32(len(lines))
	wide := float32(0)
	for _, line := range lines {
		wide = max(wide, p.width(line, plain, size))
	}
	x := f.w / 2
	for y := f.h * .78; y > f.h*.3; y -= .25 * size {
		box := lineRect(x-wide/2, y-high/2+.75*size, wide, size)
		box.H += high - 1.5*size
		if y > f.h*.42 && y < f.h*.6 || !f.space.claim(box) {
			continue // the ship is in the middle
		}
		for i, line := range lines {
			at := y - high/2 + (.75+1.5*float32(i))*size
			p.shade(x, at, p.width(line, plain, size)/2+30*f.u, 1.5*size, panel.Fade(.8*f.show.HintFade))
			p.centre(line, plain, x, at, size, white.Fade(f.show.HintFade))
		}
		return
	}
}

// shade darkens what is behind a line, from its middle to both ends.
func (p *pen) shade(x, y, half, high float32, c tint.Color) {
	none := tint.Color{}
	p.Quad(ink.Blank, none, c, x-half, y-high/2, x, y-high/2, x, y+high/2, x-half, y+high/2)
	p.Quad(ink.Blank, c, none, x, y-high/2, x+half, y-high/2, x+half, y+high/2, x, y+high/2)
}
