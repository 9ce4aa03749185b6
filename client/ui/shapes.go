package ui

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
)

// Fill paints a rectangle.
func (p *Pen) Fill(dst *ebiten.Image, r Rect, c rgba.Color) {
	if p.Trace != nil {
		p.Trace.Shade(r, imageRect(dst), c)
		return
	}
	p.Gradient(dst, r, c, c)
}

// Gradient paints a rectangle with a horizontal gradient. It is not traced.
func (p *Pen) Gradient(dst *ebiten.Image, r Rect, left, right rgba.Color) {
	p.vertices, p.indices = p.vertices[:0], p.indices[:0]
	p.vertices = append(p.vertices, shapeVertex(r.X, r.Y, left), shapeVertex(r.X+r.W, r.Y, right), shapeVertex(r.X+r.W, r.Y+r.H, right), shapeVertex(r.X, r.Y+r.H, left))
	p.indices = append(p.indices, 0, 1, 2, 0, 2, 3)
	p.drawVertices(dst)
}

// Frame is the style of a panel. Lengths are in pixels.
type Frame struct {
	Fill, Line rgba.Color
	Cut        float32 // how much of the top right and bottom left corner is cut off
	Width      float32 // of the line
	Glow       float32 // width of the glow around the line
}

// Panel paints a filled rectangle with two corners cut and a glowing outline.
func (p *Pen) Panel(dst *ebiten.Image, r Rect, f Frame) {
	if p.Trace != nil {
		p.Trace.Panel(r, imageRect(dst), f.Fill)
		return
	}
	p.vertices, p.indices = p.vertices[:0], p.indices[:0]
	corners := cutOutline(r, min(f.Cut, r.W/2, r.H/2))
	p.appendPolygon(corners[:], f.Fill)
	if f.Glow > 0 {
		shine := f.Line.Glow(.28)
		p.appendBand(corners[:], 0, f.Glow, shine, rgba.Color{})
		p.appendBand(corners[:], 0, -f.Glow*.7, shine, rgba.Color{})
	}
	if f.Width > 0 {
		p.appendBand(corners[:], -f.Width/2, f.Width/2, f.Line, f.Line)
		p.appendBand(corners[:], f.Width/2, f.Width/2+1, f.Line, rgba.Color{})
		p.appendBand(corners[:], -f.Width/2, -f.Width/2-1, f.Line, rgba.Color{})
	}
	p.drawVertices(dst)
}

type point struct{ x, y float32 }

// cutOutline is the outline of a panel, clockwise from the top left.
func cutOutline(r Rect, cut float32) [6]point {
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

// appendPolygon appends a filled convex polygon.
func (p *Pen) appendPolygon(c []point, col rgba.Color) {
	n := uint32(len(p.vertices))
	for _, q := range c {
		p.vertices = append(p.vertices, shapeVertex(q.x, q.y, col))
	}
	for k := uint32(1); k+1 < uint32(len(c)); k++ {
		p.indices = append(p.indices, n, n+k, n+k+1)
	}
}

// appendBand appends a band along a convex outline, from a to z pixels outside it, with
// a gradient of colours across the band.
func (p *Pen) appendBand(c []point, a, z float32, from, to rgba.Color) {
	n := uint32(len(p.vertices))
	for k := range c {
		m := miter(c[(k+len(c)-1)%len(c)], c[k], c[(k+1)%len(c)])
		p.vertices = append(p.vertices, shapeVertex(c[k].x+m.x*a, c[k].y+m.y*a, from), shapeVertex(c[k].x+m.x*z, c[k].y+m.y*z, to))
	}
	l := uint32(len(c))
	for k := range l {
		i, j := n+2*k, n+2*((k+1)%l)
		p.indices = append(p.indices, i, i+1, j+1, i, j+1, j)
	}
}

// miter is the vector outward from corner b of a clockwise outline to the point that is
// one pixel from both sides of the corner. If b coincides with a neighbour, the other
// side counts for both.
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

// normal is the unit vector to the left of the way from a to b, or zero if they coincide.
func normal(a, b point) point {
	dx, dy := b.x-a.x, b.y-a.y
	l := float32(math.Hypot(float64(dx), float64(dy)))
	if l < 1e-3 {
		return point{}
	}
	return point{dy / l, -dx / l}
}

// Disc paints a filled circle with a radial gradient.
func (p *Pen) Disc(dst *ebiten.Image, x, y, r float32, centre, rim rgba.Color) {
	p.vertices, p.indices = p.vertices[:0], p.indices[:0]
	p.vertices = append(p.vertices, shapeVertex(x, y, centre))
	sides := circleSides(r)
	for k := range sides {
		s, c := math.Sincos(2 * math.Pi * float64(k) / float64(sides))
		p.vertices = append(p.vertices, shapeVertex(x+r*float32(c), y+r*float32(s), rim))
		p.indices = append(p.indices, 0, 1+uint32(k), 1+uint32((k+1)%sides))
	}
	p.drawVertices(dst)
}

// Ring paints an arc of a circle, from angle a to z in radians.
func (p *Pen) Ring(dst *ebiten.Image, x, y, r, width, a, z float32, c rgba.Color) {
	p.vertices, p.indices = p.vertices[:0], p.indices[:0]
	sides := circleSides(r)
	for k := range sides + 1 {
		sn, cs := math.Sincos(float64(a + (z-a)*float32(k)/float32(sides)))
		for _, ring := range [4]struct {
			r   float32
			col rgba.Color
		}{{r - width/2 - 1, rgba.Color{}}, {r - width/2, c}, {r + width/2, c}, {r + width/2 + 1, rgba.Color{}}} {
			p.vertices = append(p.vertices, shapeVertex(x+ring.r*float32(cs), y+ring.r*float32(sn), ring.col))
		}
		if k == 0 {
			continue
		}
		for n := uint32(4 * (k - 1)); n < uint32(4*k-1); n++ {
			p.indices = append(p.indices, n, n+1, n+5, n, n+5, n+4)
		}
	}
	p.drawVertices(dst)
}

// circleSides is the number of sides of a polygon that looks like a circle of r pixels.
func circleSides(r float32) int { return min(96, max(12, int(r))) }

// shapeVertex is a vertex of a shape: its texture is the white corner of the atlas.
func shapeVertex(x, y float32, c rgba.Color) ebiten.Vertex { return vertex(x, y, 2, 2, c) }
