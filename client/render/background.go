package render

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
)

// drawSkyStars draws three sheets of stars, each nearer than the one before. A star
// is a function of its cell, so the sky is endless and nothing is kept.
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

// cellRandom is luck that is a function of where it began.
type cellRandom uint32

func newCellRandom(i, j, k int) cellRandom {
	return cellRandom(i*73856093 ^ j*19349663 ^ (k+1)*83492791)
}

func (r *cellRandom) nextFloat() float32 {
	*r = (*r ^ *r>>15) * 0x2c1b3c6d
	*r = (*r ^ *r>>12) * 0x297a2d39
	*r ^= *r >> 15
	return float32(*r>>8) / (1 << 24)
}

// shockwave is a ripple in the mesh: something burst.
type shockwave struct{ x, y, age, size float32 }

const (
	shockwaveTime  = 1.1 // seconds
	shockwaveSpeed = 620 // units per second
	shockwaveWidth = 110 // units
)

type shockwaves struct {
	ring [8]shockwave
	next int
}

func (w *shockwaves) addShockwave(x, y, size float32) {
	w.ring[w.next] = shockwave{x: x, y: y, size: size}
	w.next = (w.next + 1) % len(w.ring)
}

func (w *shockwaves) ageShockwaves(dt float32) {
	for i := range w.ring {
		w.ring[i].age += dt
	}
}

// displacement is how far the waves shift what is at x, y.
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

const gridCell = 75 // units between the lines of the mesh

// mesh is the lattice of space: it sags towards the star and ripples with each
// explosion, so gravity and motion can be read off the background.
type backgroundGrid struct{ nodes []gridNode }

type gridNode struct {
	x, y float32 // pixels
	c    rgba.Color
}

func (m *backgroundGrid) drawGrid(b *sprites.Batch, cam Camera, s *frameBuilder) {
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
	for at, n := range m.nodes {
		if at%cols+1 < cols {
			e := m.nodes[at+1]
			b.AddGradientLine(n.x, n.y, e.x, e.y, width, n.c, e.c)
		}
		if at+cols < len(m.nodes) {
			e := m.nodes[at+cols]
			b.AddGradientLine(n.x, n.y, e.x, e.y, width, n.c, e.c)
		}
	}
}

// nodeAt is where a node of the lattice hangs, and how it glows.
func (s *frameBuilder) nodeAt(x, y float32, cam Camera) gridNode {
	r := max(1, length(x, y))
	sag := min(r*.75, s.arena.Star*s.arena.Star*1.5/r)
	wx, wy := s.shockwaves.displacement(x, y)
	sx, sy := cam.ToScreen(x-x/r*sag+wx, y-y/r*sag+wy)
	glow := .1 + min(.3, sag*.0035) + min(.5, length(wx, wy)*.016)
	if r > s.arena.Radius {
		glow *= max(0, 1-(r-s.arena.Radius)/200)
	}
	heat := min(1, sag/(s.arena.Star*.9))
	return gridNode{sx, sy, gridColor.Mix(fireColor, heat*heat).Glow(glow)}
}

// drawGravityRings fall slowly into the star: the pull of gravity, drawn. The outermost one
// stands still, where the star begins to charge engines.
func (s *frameBuilder) drawGravityRings(b *sprites.Batch, cam Camera) {
	if !cam.IsVisible(0, 0, s.arena.SunReach) {
		return
	}
	x, y := cam.ToScreen(0, 0)
	const n = 5
	for i := range n {
		t := float32(math.Mod(float64(float32(i)/n+s.time*.025), 1)) // 0 far, 1 at the corona
		r := s.arena.SunReach + (s.arena.Corona-s.arena.SunReach)*float32(math.Sqrt(float64(t)))
		k := t * (1 - t) * 4
		b.AddArc(x, y, r*cam.Scale, 0, 2*math.Pi, 3*cam.Scale, fireColor.Glow(.16*k))
	}
	s.drawDashedRing(b, x, y, s.arena.SunReach*cam.Scale, cam.Scale)
}

func (s *frameBuilder) drawDashedRing(b *sprites.Batch, x, y, r, scale float32) {
	n := int(s.arena.SunReach / 8) // a dash and a gap are some 50 units
	step := 2 * math.Pi / float32(n)
	for i := range n {
		a := (float32(i) + s.time*.3) * step
		b.AddArc(x, y, r, a, a+step*.35, 2.5*scale, Energy.Glow(.25))
	}
}

// drawArenaWall draws the wall of the arena as far as it can be seen: faint from afar,
// alive where the own ship comes near.
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

// drawWallSpikes are the spikes behind the wall; they run along it, so that one sees at
// a glance which way it bends and that it is no decoration.
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
