package puck

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/puck"
)

const (
	maxSparks = 512
	maxMarks  = 256 // tracks on the ice
	maxRings  = 8

	markTime  = 2.5 // seconds for which a track is seen
	sparkDrag = 3   // share of the speed lost per second
)

// spark is a piece of light or ice that flies.
type spark struct {
	x, y, vx, vy float32
	age, life    float32
	color        rgba.Color
}

// mark is a track that a skate or the puck left on the ice.
type mark struct {
	x0, y0, x1, y1, age, width float32
	color                      rgba.Color
}

// ring is a circle that grows and fades.
type ring struct {
	x, y, r, age float32
	color        rgba.Color
}

// effects are what lasts longer than a frame. Each kind is a ring buffer: the oldest is
// replaced.
type effects struct {
	sparks    [maxSparks]spark
	marks     [maxMarks]mark
	rings     [maxRings]ring
	nextSpark int
	nextMark  int
	nextRing  int
	last      [sim.MaxPlayers]point // where a skater's last track ended
	lastPuck  point
	seed      uint32
}

type point struct {
	x, y  float32
	known bool
}

func (f *effects) random() float32 {
	f.seed = f.seed*1664525 + 1013904223
	return float32(f.seed>>8) / (1 << 24)
}

// burst throws n sparks from a point.
func (f *effects) burst(x, y float32, n int, speed float32, c rgba.Color) {
	for range n {
		cos, sin := sprites.UnitVector(f.random() * 2 * math.Pi)
		v := speed * (.3 + .7*f.random())
		f.sparks[f.nextSpark] = spark{x: x, y: y, vx: cos * v, vy: sin * v, life: .2 + .5*f.random(), color: c}
		f.nextSpark = (f.nextSpark + 1) % maxSparks
	}
}

func (f *effects) ring(x, y, r float32, c rgba.Color) {
	f.rings[f.nextRing] = ring{x: x, y: y, r: r, color: c}
	f.nextRing = (f.nextRing + 1) % maxRings
}

// goal celebrates a goal at the net where it fell.
func (f *effects) goal(x, y float32, c rgba.Color) {
	f.burst(x, y, 140, 900, c)
	f.burst(x, y, 60, 500, render.White)
	f.ring(x, y, 420, c)
	f.ring(x, y, 260, render.White)
}

const trackLength = 26 // units between two tracks

// trailSkater leaves tracks behind a skater, and ice behind one who brakes or boosts.
func (f *effects) trailSkater(v *netcode.View, s *skater, dt float32) {
	if int(s.player) >= len(f.last) {
		return
	}
	was := &f.last[s.player]
	d := distance(was.x-s.x, was.y-s.y)
	switch {
	case !was.known || d > 200:
		*was = point{s.x, s.y, true}
	case d > trackLength:
		f.addMark(mark{x0: was.x, y0: was.y, x1: s.x, y1: s.y, width: 5, color: iceSpark.Fade(.16)})
		*was = point{s.x, s.y, true}
	}
	if s.boosting {
		for n := 70 * dt; f.random() < n; n-- {
			f.burst(s.x-s.vx*.05, s.y-s.vy*.05, 1, 140, skaterColor(v, s).Mix(render.Energy, .5))
		}
	}
}

// trailPuck leaves a bright track behind a fast puck.
func (f *effects) trailPuck(d *disc, _ float32) {
	far := distance(f.lastPuck.x-d.x, f.lastPuck.y-d.y)
	if f.lastPuck.known && far < 200 && far > 4 {
		speed := distance(d.vx, d.vy) / puck.TopSpeed
		f.addMark(mark{x0: f.lastPuck.x, y0: f.lastPuck.y, x1: d.x, y1: d.y, width: 10, age: markTime * (1 - .35*min(1, speed)), color: puckColor.Glow(.5 * speed)})
	}
	f.lastPuck = point{d.x, d.y, true}
}

func (f *effects) addMark(m mark) {
	f.marks[f.nextMark] = m
	f.nextMark = (f.nextMark + 1) % maxMarks
}

// age advances by dt seconds.
func (f *effects) age(dt float32) {
	k := max(0, 1-sparkDrag*dt)
	for i := range f.sparks {
		s := &f.sparks[i]
		s.age += dt
		s.x, s.y = s.x+s.vx*dt, s.y+s.vy*dt
		s.vx, s.vy = s.vx*k, s.vy*k
	}
	for i := range f.marks {
		f.marks[i].age += dt
	}
	for i := range f.rings {
		f.rings[i].age += dt
	}
}

// drawMarks draws what lies on the ice.
func (f *effects) drawMarks(b *sprites.Batch, cam render.Camera) {
	p := pen{b, cam}
	for i := range f.marks {
		if m := &f.marks[i]; m.age < markTime && m.width > 0 {
			p.line(m.x0, m.y0, m.x1, m.y1, m.width, m.color.Fade(1-m.age/markTime))
		}
	}
}

const ringTime = .7 // seconds

// drawSparks draws what flies above the bodies.
func (f *effects) drawSparks(b *sprites.Batch, cam render.Camera) {
	p := pen{b, cam}
	for i := range f.sparks {
		if s := &f.sparks[i]; s.age < s.life {
			left := 1 - s.age/s.life
			p.line(s.x-s.vx*.03, s.y-s.vy*.03, s.x, s.y, 3.5, s.color.Glow(left))
		}
	}
	for i := range f.rings {
		if r := &f.rings[i]; r.age < ringTime && r.r > 0 {
			k := r.age / ringTime
			p.arc(r.x, r.y, r.r*k, 0, 2*math.Pi, 14*(1-k)+2, r.color.Glow(1-k))
		}
	}
}

func distance(x, y float32) float32 { return float32(math.Hypot(float64(x), float64(y))) }
