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
	maxMarks = 256 // tracks on the ice
	markTime = 2.5 // seconds for which a track is seen

	trackLength = 26 // units between two tracks of a skater
)

// mark is a track that a skate or the puck left on the ice.
type mark struct {
	x0, y0, x1, y1, age, width float32
	color                      rgba.Color
}

// effects are what lasts longer than a frame.
type effects struct {
	particles render.Particles
	marks     [maxMarks]mark // a ring: the oldest is replaced
	nextMark  int
	last      [sim.MaxPlayers]point // where a skater's last track ended
	lastPuck  point
}

type point struct {
	x, y  float32
	known bool
}

// clearEffects removes all of them.
func (f *effects) clearEffects() {
	f.particles.Clear()
	clear(f.marks[:])
	clear(f.last[:])
	f.lastPuck = point{}
}

// throwSparks throws n sparks from a point, each with up to that speed.
func (f *effects) throwSparks(x, y float32, n int, speed float32, c rgba.Color) {
	for range n {
		cos, sin := sprites.UnitVector(f.particles.Random() * 2 * math.Pi)
		v := speed * (.3 + .7*f.particles.Random())
		f.particles.SpawnParticle(render.Particle{
			X: x, Y: y, VX: cos * v, VY: sin * v, Drag: 3, Life: .2 + .5*f.particles.Random(), Size: 2.5, Stretch: .03, Color: c,
		})
	}
}

// celebrate shows a goal at the net where it fell.
func (f *effects) celebrate(x, y float32, c rgba.Color) {
	f.particles.EmitFlash(x, y, 320, .5, c)
	f.particles.EmitArrival(x, y, 260, c)
	f.throwSparks(x, y, 140, 900, c)
	f.throwSparks(x, y, 60, 500, render.White)
}

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
		for n := 70 * dt; f.particles.Random() < n; n-- {
			f.throwSparks(s.x-s.vx*.05, s.y-s.vy*.05, 1, 140, skaterColor(v, s).Mix(render.Energy, .5))
		}
	}
}

// trailPuck leaves a bright track behind a fast puck.
func (f *effects) trailPuck(d *disc) {
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

// ageEffects advances by dt seconds.
func (f *effects) ageEffects(dt float32) {
	f.particles.UpdateParticles(dt)
	for i := range f.marks {
		f.marks[i].age += dt
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

func distance(x, y float32) float32 { return float32(math.Hypot(float64(x), float64(y))) }
