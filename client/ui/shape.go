package ui

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
)

// Fill paints a rectangle.
func (p *Pen) Fill(dst *ebiten.Image, r Rect, c rgba.Color) {
	if p.Trace != nil {
		p.Trace.Shade(r, bounds(dst), c)
		return
	}
	p.v, p.i = p.v[:0], p.i[:0]
	p.patch(r.X, r.Y, r.X+r.W, r.Y, r.X+r.W, r.Y+r.H, r.X, r.Y+r.H, c, c)
	p.flush(dst)
}

// Fade paints a rectangle that goes from one colour at its left to another at its
// right.
func (p *Pen) Fade(dst *ebiten.Image, r Rect, left, right rgba.Color) {
	p.v, p.i = p.v[:0], p.i[:0]
	n := uint32(len(p.v))
	p.v = append(p.v, solid(r.X, r.Y, left), solid(r.X+r.W, r.Y, right), solid(r.X+r.W, r.Y+r.H, right), solid(r.X, r.Y+r.H, left))
	p.i = append(p.i, n, n+1, n+2, n, n+2, n+3)
	p.flush(dst)
}

// Frame is how a panel looks.
type Frame struct {
	Fill, Line rgba.Color
	Cut        float32 // how much of the top right and bottom left corner is cut off
	Width      float32 // of the line
	Glow       float32 // how far the line shines, in pixels
}

// Panel paints a neon sign: a dark glass with two corners cut and a shining edge.
func (p *Pen) Panel(dst *ebiten.Image, r Rect, f Frame) {
	if p.Trace != nil {
		p.Trace.Panel(r, bounds(dst), f.Fill)
		return
	}
	p.v, p.i = p.v[:0], p.i[:0]
	corners := outline(r, min(f.Cut, r.W/2, r.H/2))
	p.polygon(corners[:], f.Fill)
	if f.Glow > 0 {
		shine := f.Line.Glow(.28)
		p.band(corners[:], 0, f.Glow, shine, rgba.Color{})
		p.band(corners[:], 0, -f.Glow*.7, shine, rgba.Color{})
	}
	if f.Width > 0 {
		p.band(corners[:], -f.Width/2, f.Width/2, f.Line, f.Line)
		p.band(corners[:], f.Width/2, f.Width/2+1, f.Line, rgba.Color{})
		p.band(corners[:], -f.Width/2, -f.Width/2-1, f.Line, rgba.Color{})
	}
	p.flush(dst)
}

type point struct{ x, y float32 }

// outline goes clockwise around r.
func outline(r Rect, cut float32) [6]point {
	right, bottom := r.X+r.W, r.Y+r.H
	return [6]point{
		{r.X, r.Y},
		{right - cut, r.Y},
		{right, r.Y + cut},
		{right, bottom},
		{r.X + cut, bottom},
		{r.X, bottom - cut},
	}
}

// polygon fills a convex outline.
func (p *Pen) polygon(c []point, col rgba.Color) {
	n := uint32(len(p.v))
	for _, q := range c {
		p.v = append(p.v, solid(q.x, q.y, col))
	}
	for k := uint32(1); k+1 < uint32(len(c)); k++ {
		p.i = append(p.i, n, n+k, n+k+1)
	}
}

// band paints around a convex outline, from a to z pixels outside it.
func (p *Pen) band(c []point, a, z float32, from, to rgba.Color) {
	n := uint32(len(p.v))
	for k := range c {
		m := miter(c[(k+len(c)-1)%len(c)], c[k], c[(k+1)%len(c)])
		p.v = append(p.v, solid(c[k].x+m.x*a, c[k].y+m.y*a, from), solid(c[k].x+m.x*z, c[k].y+m.y*z, to))
	}
	l := uint32(len(c))
	for k := range l {
		i, j := n+2*k, n+2*((k+1)%l)
		p.i = append(p.i, i, i+1, j+1, i, j+1, j)
	}
}

// miter is the way outward from corner b of a clockwise outline that stays one
// pixel from both of its sides. Coinciding corners have the sides of the others.
func miter(a, b, c point) point {
	n1, n2 := normal(a, b), normal(b, c)
	if n1 == (point{}) {
		n1 = n2
	}
	if n2 == (point{}) {
		n2 = n1
	}
	x, y := n1.x+n2.x, n1.y+n2.y
	k := max(.2, 1+n1.x*n2.x+n1.y*n2.y)
	return point{x / k, y / k}
}

func normal(a, b point) point {
	dx, dy := b.x-a.x, b.y-a.y
	l := float32(math.Hypot(float64(dx), float64(dy)))
	if l < 1e-3 {
		return point{}
	}
	return point{dy / l, -dx / l}
}

// Disc paints a round spot that fades from its centre to its rim.
func (p *Pen) Disc(dst *ebiten.Image, x, y, r float32, centre, rim rgba.Color) {
	p.v, p.i = p.v[:0], p.i[:0]
	n := uint32(0)
	p.v = append(p.v, solid(x, y, centre))
	sides := roundness(r)
	for k := range sides {
		s, c := math.Sincos(2 * math.Pi * float64(k) / float64(sides))
		p.v = append(p.v, solid(x+r*float32(c), y+r*float32(s), rim))
		p.i = append(p.i, n, n+1+uint32(k), n+1+uint32((k+1)%sides))
	}
	p.flush(dst)
}

// Ring paints the part of a circle from angle a to z, in radians.
func (p *Pen) Ring(dst *ebiten.Image, x, y, r, width, a, z float32, c rgba.Color) {
	p.v, p.i = p.v[:0], p.i[:0]
	sides := roundness(r)
	for k := range sides + 1 {
		sn, cs := math.Sincos(float64(a + (z-a)*float32(k)/float32(sides)))
		for _, ring := range [4]struct {
			r   float32
			col rgba.Color
		}{{r - width/2 - 1, rgba.Color{}}, {r - width/2, c}, {r + width/2, c}, {r + width/2 + 1, rgba.Color{}}} {
			p.v = append(p.v, solid(x+ring.r*float32(cs), y+ring.r*float32(sn), ring.col))
		}
		if k == 0 {
			continue
		}
		for n := uint32(4 * (k - 1)); n < uint32(4*k-1); n++ {
			p.i = append(p.i, n, n+1, n+5, n, n+5, n+4)
		}
	}
	p.flush(dst)
}

// roundness is how many sides make r pixels look round.
func roundness(r float32) int { return min(96, max(12, int(r))) }

// patch fills a quadrangle, clockwise from the top left; its upper corners are
// coloured a, its lower ones z.
func (p *Pen) patch(x0, y0, x1, y1, x2, y2, x3, y3 float32, a, z rgba.Color) {
	n := uint32(len(p.v))
	p.v = append(p.v, solid(x0, y0, a), solid(x1, y1, a), solid(x2, y2, z), solid(x3, y3, z))
	p.i = append(p.i, n, n+1, n+2, n, n+2, n+3)
}

// solid is a corner of a shape: it takes its colour from the sheet's white.
func solid(x, y float32, c rgba.Color) ebiten.Vertex { return vertex(x, y, 2, 2, c) }
