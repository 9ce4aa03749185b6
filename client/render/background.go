package render

import (
	"math"

	"perihelion/client/render/sprites"
)

// DrawSkyStars draws three layers of stars that move by different shares of the camera's motion.
// The stars of a cell are computed from its coordinates, so that the sky is endless and
// needs no memory. They twinkle with time, in seconds.
func DrawSkyStars(b *sprites.Batch, cam Camera, look SkyLook, time float32) {
	for layer, depth := range [...]float32{.06, .14, .28} {
		cell := float32(120 + 60*layer)
		w, h := float32(cam.W)/cam.Scale, float32(cam.H)/cam.Scale
		left, top := cam.X*depth-w/2, cam.Y*depth-h/2
		i0, j0 := int(math.Floor(float64(left/cell))), int(math.Floor(float64(top/cell)))
		for j := j0; float32(j)*cell < top+h; j++ {
			for i := i0; float32(i)*cell < left+w; i++ {
				for n := range look.starsOf(i, j, layer) {
					drawSkyStar(b, cam.Scale, time, left, top, cell, i, j, layer+3*n)
				}
			}
		}
	}
}

// drawSkyStar draws the star of cell i, j.
func drawSkyStar(b *sprites.Batch, scale, time, left, top, cell float32, i, j, layer int) {
	r := newCellRandom(i, j, layer)
	x := (float32(i)*cell + cell*r.nextFloat() - left) * scale
	y := (float32(j)*cell + cell*r.nextFloat() - top) * scale
	bright := r.nextFloat()
	bright = .12 + .5*bright*bright*bright + .05*float32(layer)
	bright *= 1 + .25*Wobble(time*(1+r.nextFloat()*2)+r.nextFloat()*9)
	size := (2 + 1.6*float32(layer)*r.nextFloat()) * scale
	c := White.Mix(GridLine, r.nextFloat()*.7).Glow(bright)
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

// length returns the length of a vector.
func length(x, y float32) float32 { return float32(math.Sqrt(float64(x*x + y*y))) }
