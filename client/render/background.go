package render

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
)

// drawSkyStars draws three layers of stars that move by different shares of the camera's motion.
// The stars of a cell are computed from its coordinates, so that the sky is endless and
// needs no memory.
func (s *frameBuilder) drawSkyStars(b *sprites.Batch, cam Camera) {
	for layer, depth := range [...]float32{.06, .14, .28} {
		cell := float32(120 + 60*layer)
		w, h := float32(cam.W)/cam.Scale, float32(cam.H)/cam.Scale
		left, top := cam.X*depth-w/2, cam.Y*depth-h/2
		i0, j0 := int(math.Floor(float64(left/cell))), int(math.Floor(float64(top/cell)))
		for j := j0; float32(j)*cell < top+h; j++ {
			for i := i0; float32(i)*cell < left+w; i++ {
				s.drawSkyStar(b, cam.Scale, left, top, cell, i, j, layer)
			}
		}
	}
}

// drawSkyStar draws the star of cell i, j.
func (s *frameBuilder) drawSkyStar(b *sprites.Batch, scale, left, top, cell float32, i, j, layer int) {
	r := newCellRandom(i, j, layer)
	x := (float32(i)*cell + cell*r.nextFloat() - left) * scale
	y := (float32(j)*cell + cell*r.nextFloat() - top) * scale
	bright := r.nextFloat()
	bright = .12 + .5*bright*bright*bright + .05*float32(layer)
	bright *= 1 + .25*wobble(s.time*(1+r.nextFloat()*2)+r.nextFloat()*9)
	size := (2 + 1.6*float32(layer)*r.nextFloat()) * scale
	c := White.Mix(gridColor, r.nextFloat()*.7).Glow(bright)
	b.AddUpright(sprites.Dot, x, y, size*2, size*2, c)
	if bright > .62 {
		b.AddUpright(sprites.Flare, x, y, size*9, size*9, c.Glow(.5))
	}
}

// cellRandom is a random generator whose sequence depends only on its seed.
type cellRandom uint32

// newCellRandom returns a generator for a cell of a layer.
func newCellRandom(i, j, k int) cellRandom {
	return cellRandom(i*73856093 ^ j*19349663 ^ (k+1)*83492791)
}

// nextFloat returns a number from 0 to 1.
func (r *cellRandom) nextFloat() float32 {
	*r = (*r ^ *r>>15) * 0x2c1b3c6d
	*r = (*r ^ *r>>12) * 0x297a2d39
	*r ^= *r >> 15
	return float32(*r>>8) / (1 << 24)
}

// drawGravityRings draws rings that move slowly into the star, to show its pull. The dashed
// outermost ring does not move: inside it the star charges engines.
func (s *frameBuilder) drawGravityRings(b *sprites.Batch, cam Camera) {
	if !cam.IsVisible(0, 0, s.arena.RechargeRadius) {
		return
	}
	x, y := cam.ToScreen(0, 0)
	const n = 5
	for i := range n {
		t := float32(math.Mod(float64(float32(i)/n+s.time*.025), 1)) // 0 far, 1 at the corona
		r := s.arena.RechargeRadius + (s.arena.Corona-s.arena.RechargeRadius)*float32(math.Sqrt(float64(t)))
		k := t * (1 - t) * 4
		b.AddArc(x, y, r*cam.Scale, 0, 2*math.Pi, 3*cam.Scale, fireColor.Glow(.16*k))
	}
	s.drawDashedRing(b, x, y, s.arena.RechargeRadius*cam.Scale, cam.Scale)
}

// drawDashedRing draws a slowly turning dashed circle.
func (s *frameBuilder) drawDashedRing(b *sprites.Batch, x, y, r, scale float32) {
	n := int(s.arena.RechargeRadius / 8) // a dash and a gap take about 50 units
	step := 2 * math.Pi / float32(n)
	for i := range n {
		a := (float32(i) + s.time*.3) * step
		b.AddArc(x, y, r, a, a+step*.35, 2.5*scale, Energy.Glow(.25))
	}
}

// drawArenaWall draws the visible part of the wall around the arena, brighter when the own
// ship is near.
func (s *frameBuilder) drawArenaWall(b *sprites.Batch, v *netcode.View, cam Camera) {
	reach := cam.HalfDiagonal() + 60
	d := length(cam.X, cam.Y)
	if s.arena.Radius == 0 || d+reach < s.arena.Radius || d-reach > s.arena.Radius {
		return
	}
	ex, ey := viewstate.ViewPosition(v)
	near := max(0, min(1, 1-(s.arena.Radius-length(ex, ey))/500))
	middle := float32(math.Atan2(float64(cam.Y), float64(cam.X)))
	span := float32(math.Asin(float64(min(1, reach/s.arena.Radius)))) * 1.2
	x, y := cam.ToScreen(0, 0)
	r := s.arena.Radius * cam.Scale
	glow := .35 + .5*near
	b.AddArc(x, y, r+46*cam.Scale, middle-span, middle+span, 90*cam.Scale, wallColor.Glow(.13+.22*near))
	b.AddArc(x, y, r, middle-span, middle+span, 14*cam.Scale, wallColor.Glow(glow*.6))
	b.AddArc(x, y, r, middle-span, middle+span, 4*cam.Scale, White.Glow(glow*.8))
	s.drawWallSpikes(b, x, y, middle, span, glow, cam.Scale)
}

// drawWallSpikes draws moving spikes behind the wall. They make its direction visible and show
// that it is dangerous.
func (s *frameBuilder) drawWallSpikes(b *sprites.Batch, x, y, middle, span, glow, scale float32) {
	const gap = 34 // units
	step := gap / s.arena.Radius
	first := int(math.Floor(float64((middle - span) / step)))
	for i := first; float32(i)*step < middle+span; i++ {
		cos, sin := sprites.UnitVector(float32(i) * step)
		k := .55 + .45*wobble(s.time*2.2+float32(i)*.55)
		in, out := s.arena.Radius*scale, (s.arena.Radius+14+46*k)*scale
		b.AddGradientLine(x+cos*in, y+sin*in, x+cos*out, y+sin*out, 5*scale, wallColor.Glow(glow*k), wallColor.Glow(0))
	}
}
