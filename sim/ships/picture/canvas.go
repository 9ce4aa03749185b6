package picture

import (
	"image"
	"image/color"

	"perihelion/sim/fixed"
)

const (
	size   = 256 // pixels of a picture, each way
	smooth = 3   // pixels are so many times as fine while it is drawn
	fine   = size * smooth
	line   = 5    // fine pixels
	margin = 1060 // 1/1000 of the radius that fit between the middle and the edge
)

// canvas is a square on which things are drawn at places in an arena.
type canvas struct {
	*image.RGBA
	radius int // units
}

func newCanvas(radius int, ground color.RGBA) *canvas {
	c := &canvas{image.NewRGBA(image.Rect(0, 0, fine, fine)), radius}
	for i := 0; i < len(c.Pix); i += 4 {
		c.Pix[i], c.Pix[i+1], c.Pix[i+2], c.Pix[i+3] = ground.R, ground.G, ground.B, 255
	}
	return c
}

// pixels is so many units, in fine pixels.
func (c *canvas) pixels(units int) int { return units * (fine / 2) * 1000 / (c.radius * margin) }

func (c *canvas) disc(at fixed.Vec, radius int, fill color.RGBA) {
	c.fill(at, 0, max(c.pixels(radius), 2), fill)
}

func (c *canvas) circle(at fixed.Vec, radius int, fill color.RGBA) {
	r := c.pixels(radius)
	c.fill(at, max(r-line, 0), r, fill)
}

// band is a ring round the middle, in units.
func (c *canvas) band(inner, outer int, fill color.RGBA) {
	c.fill(fixed.Vec{}, c.pixels(inner), c.pixels(outer), fill)
}

// fill blends a colour into a ring, whose radii are in fine pixels. It looks at no others: large rings are thin.
func (c *canvas) fill(at fixed.Vec, inner, outer int, with color.RGBA) {
	x0, y0 := fine/2+c.pixels(int(at.X.Round())), fine/2+c.pixels(int(at.Y.Round()))
	for y := max(y0-outer, 0); y < min(y0+outer, fine); y++ {
		in, out := chord(inner, y-y0), chord(outer, y-y0)
		c.span(y, x0-out+1, x0-max(in, 1)+1, with)
		c.span(y, x0+in, x0+out, with)
	}
}

// chord is how many pixels of a row, from the one below the middle of a circle, are within its radius.
func chord(radius, row int) int {
	if n := radius*radius - row*row; n > 0 {
		return int(fixed.Root(uint64(n-1))) + 1
	}
	return 0
}

// span blends a colour into the pixels of a row from one to another.
func (c *canvas) span(y, from, to int, with color.RGBA) {
	from, to = max(from, 0), min(to, fine)
	if from >= to {
		return
	}
	for row := c.Pix[y*c.Stride+4*from : y*c.Stride+4*to]; len(row) >= 4; row = row[4:] {
		row[0], row[1], row[2] = blend(row[0], with.R, with.A), blend(row[1], with.G, with.A), blend(row[2], with.B, with.A)
	}
}

func blend(below, above, alpha uint8) uint8 {
	return uint8((uint32(below)*(255-uint32(alpha)) + uint32(above)*uint32(alpha)) / 255)
}

// small is the picture at its size.
func (c *canvas) small() *image.RGBA {
	to := image.NewRGBA(image.Rect(0, 0, size, size))
	for i := range to.Pix {
		x, y, part, sum := i/4%size, i/4/size, i%4, 0
		for k := range smooth * smooth {
			sum += int(c.Pix[(y*smooth+k/smooth)*c.Stride+4*(x*smooth+k%smooth)+part])
		}
		to.Pix[i] = uint8(sum / (smooth * smooth))
	}
	return to
}

// sky is a dark colour of a hue in degrees.
func sky(hue int) color.RGBA {
	const dim, full = 10, 34
	part := func(shift int) uint8 { // of red, green or blue: full within 60 degrees of it, dim beyond 120
		off := (hue + 360 - shift) % 360
		off = min(off, 360-off)
		return uint8(dim + (full-dim)*min(max(120-off, 0), 60)/60)
	}
	return color.RGBA{part(0), part(120), part(240), 255}
}
