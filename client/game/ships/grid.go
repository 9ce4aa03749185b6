package ships

import (
	"math"

	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
)

// shockwave is a ring that an explosion sends through the background grid.
type shockwave struct{ x, y, age, size float32 }

const (
	shockwaveTime  = 1.1 // seconds
	shockwaveSpeed = 620 // units per second
	shockwaveWidth = 110 // units
)

// shockwaves is a ring buffer of the last shockwaves.
type shockwaves struct {
	ring [8]shockwave
	next int
}

// addShockwave replaces the oldest one. size is the largest displacement in world units.
func (w *shockwaves) addShockwave(x, y, size float32) {
	w.ring[w.next] = shockwave{x: x, y: y, size: size}
	w.next = (w.next + 1) % len(w.ring)
}

// ageShockwaves advances by dt seconds.
func (w *shockwaves) ageShockwaves(dt float32) {
	for i := range w.ring {
		w.ring[i].age += dt
	}
}

// displacement returns how far the shockwaves move the point x, y.
func (w *shockwaves) displacement(x, y float32) (dx, dy float32) {
	for i := range w.ring {
		m := &w.ring[i]
		if m.age >= shockwaveTime || m.size == 0 {
			continue
		}
		ox, oy := x-m.x, y-m.y
		d := max(1, length(ox, oy))
		off := (d - m.age*shockwaveSpeed) / shockwaveWidth
		if off > 2 || off < -2 {
			continue
		}
		k := m.size * (1 - m.age/shockwaveTime) * (1 - off*off/4) / d
		dx, dy = dx+ox*k, dy+oy*k
	}
	return dx, dy
}

const gridCell = 75 // world units between the lines of the grid

// backgroundGrid is the grid of lines behind the arena. It bends towards the star and moves
// with shockwaves, so that gravity and motion are visible.
type backgroundGrid struct{ nodes []gridNode }

// gridNode is a crossing of two lines: position on the screen and colour.
type gridNode struct {
	x, y float32 // pixels
	c    rgba.Color
}

// drawGrid draws the visible part of the grid.
func (m *backgroundGrid) drawGrid(b *sprites.Batch, cam render.Camera, s *frameBuilder) {
	halfW, halfH := float32(cam.W)/cam.Scale/2+2*gridCell, float32(cam.H)/cam.Scale/2+2*gridCell
	i0, j0 := int(math.Floor(float64((cam.X-halfW)/gridCell))), int(math.Floor(float64((cam.Y-halfH)/gridCell)))
	cols, rows := int(2*halfW/gridCell)+2, int(2*halfH/gridCell)+2
	m.nodes = m.nodes[:0]
	for j := range rows {
		for i := range cols {
			m.nodes = append(m.nodes, s.nodeAt(float32(i0+i)*gridCell, float32(j0+j)*gridCell, cam))
		}
	}
	width := max(1.5, 1.7*cam.Scale)
	for j := range rows {
		m.drawLine(b, j*cols, 1, cols, width)
	}
	for i := range cols {
		m.drawLine(b, i, cols, rows, width)
	}
}

// straightCells is how many cells a part of a line has where it is straight.
const straightCells = 4

// drawLine draws the line through n nodes, of which the first is nodes[at] and each is step after
// the one before.
func (m *backgroundGrid) drawLine(b *sprites.Batch, at, step, n int, width float32) {
	for last := at + (n-1)*step; at < last; {
		to := min(at+straightCells*step, last)
		if !m.isStraight(at, to, step) {
			to = at + step
		}
		a, z := &m.nodes[at], &m.nodes[to]
		b.AddGradientLine(a.x, a.y, z.x, z.y, width, a.c, z.c)
		at = to
	}
}

// isStraight reports whether nobody sees the difference if the nodes between two of a line are
// left out.
func (m *backgroundGrid) isStraight(from, to, step int) bool {
	const near, alike = .25, .01 // pixels, and brightness of red and blue, between which the grid changes
	a, z := &m.nodes[from], &m.nodes[to]
	k, each := float32(0), float32(step)/float32(to-from)
	for at := from + step; at < to; at += step {
		k += each
		n := &m.nodes[at]
		dx, dy := n.x-a.x-(z.x-a.x)*k, n.y-a.y-(z.y-a.y)*k
		red, blue := n.c.R-a.c.R-(z.c.R-a.c.R)*k, n.c.B-a.c.B-(z.c.B-a.c.B)*k
		if dx*dx+dy*dy > near*near || red*red+blue*blue > alike*alike {
			return false
		}
	}
	return true
}

// nodeAt returns the node at a world point.
func (s *frameBuilder) nodeAt(x, y float32, cam render.Camera) gridNode {
	var dx, dy, sag, heat float32
	for i := range s.bodies {
		o := &s.bodies[i]
		r := max(1, length(x-o.X, y-o.Y))
		k := min(r*.75, o.Radius*o.Radius*1.5/r)
		dx, dy, sag = dx+(o.X-x)/r*k, dy+(o.Y-y)/r*k, sag+k
		if !o.Black {
			heat = max(heat, min(1, k/(o.Radius*.9)))
		}
	}
	wx, wy := s.shockwaves.displacement(x, y)
	sx, sy := cam.ToScreen(x+dx+wx, y+dy+wy)
	glow := .1 + min(.3, sag*.0035) + min(.5, length(wx, wy)*.016)
	if r := length(x, y); r > s.radius {
		glow *= max(0, 1-(r-s.radius)/200)
	}
	return gridNode{sx, sy, render.GridLine.Mix(render.Fire, heat*heat).Glow(glow)}
}
