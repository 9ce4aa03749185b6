package render

import (
	"math"

	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// Particle is a small piece of light or debris.
type Particle struct {
	X, Y, VX, VY float32 // world units, units per second
	Drag         float32 // share of the speed lost per second
	age, Life    float32 // seconds
	Size, Grow   float32 // world units, units per second
	Stretch      float32 // length of its streak in seconds of flight; 0: not a streak
	Angle, Spin  float32
	Sprite       sprites.Sprite
	Color        rgba.Color
	Occludes     bool        // hides what is behind it; otherwise it only adds light
	source       EventSource // of the event it belongs to
}

const maxParticles = 3000 // beyond that the oldest are replaced, so that the cost of a frame is limited

// Particles is a ring of particles; spawning never allocates. The zero value is ready.
type Particles struct {
	ring [maxParticles]Particle
	next int
	used int // number of slots that have been used
	seed uint32

	Source EventSource // of the particles that are spawned next
	Dim    bool        // flashes are faint: the player has turned them off
}

// dimFlash is the share of its light that a flash has if they are off.
const dimFlash = .2

// Clear removes all particles.
func (s *Particles) Clear() { s.used, s.next = 0, 0 }

// Len is the number of particles since Clear, expired ones included, at most that of the
// ring.
func (s *Particles) Len() int { return s.used }

// SpawnParticle adds p and replaces the oldest particle if the ring is full.
func (s *Particles) SpawnParticle(p Particle) {
	p.source = s.Source
	s.ring[s.next] = p
	s.next = (s.next + 1) % maxParticles
	s.used = max(s.used, s.next)
	if s.next == 0 {
		s.used = maxParticles
	}
}

// CancelEvent makes all particles of c fade out now.
func (s *Particles) CancelEvent(c EventSource) {
	for i := range s.ring[:s.used] {
		if p := &s.ring[i]; p.source == c {
			p.Life = min(p.Life, p.age+CancelTime)
		}
	}
}

// Random returns a number from 0 to 1. It is for effects only, not for the simulation.
func (s *Particles) Random() float32 {
	s.seed = s.seed*1664525 + 1013904223
	return float32(s.seed>>8) / (1 << 24)
}

// RandomSigned returns a number from -1 to 1.
func (s *Particles) RandomSigned() float32 { return s.Random()*2 - 1 }

// UpdateParticles advances by dt seconds.
func (s *Particles) UpdateParticles(dt float32) {
	for i := range s.ring[:s.used] {
		p := &s.ring[i]
		if p.age >= p.Life {
			continue
		}
		p.age += dt
		p.X, p.Y = p.X+p.VX*dt, p.Y+p.VY*dt
		k := max(0, 1-p.Drag*dt)
		p.VX, p.VY = p.VX*k, p.VY*k
		p.Size += p.Grow * dt
		p.Angle += p.Spin * dt
	}
}

// DrawParticles adds the visible particles to b.
func (s *Particles) DrawParticles(b *sprites.Batch, cam Camera) {
	for i := range s.ring[:s.used] {
		if p := &s.ring[i]; p.age < p.Life && cam.IsVisible(p.X, p.Y, p.Size+40) {
			p.drawParticle(b, cam)
		}
	}
}

// drawParticle adds a streak or a sprite to b.
func (p *Particle) drawParticle(b *sprites.Batch, cam Camera) {
	left := 1 - p.age/p.Life
	c := p.Color.Fade(left)
	if !p.Occludes {
		c = p.Color.Glow(left * left * (1.6 - .6*left))
	}
	x, y := cam.ToScreen(p.X, p.Y)
	size := p.Size * cam.Scale
	if p.Stretch > 0 {
		k := p.Stretch * cam.Scale
		b.AddGradientLine(x-p.VX*k, y-p.VY*k, x, y, max(1.5, size), c.Fade(0), c)
		return
	}
	cos, sin := float32(1), float32(0)
	if p.Angle != 0 {
		cos, sin = sprites.UnitVector(p.Angle)
	}
	b.AddSprite(p.Sprite, x, y, size*2, size*2, cos, sin, c)
}

// EmitSparks emits n sparks from a point in all directions, plus the velocity dirX, dirY.
func (s *Particles) EmitSparks(x, y, dirX, dirY float32, n int, c rgba.Color) {
	for range n {
		cos, sin := sprites.UnitVector(s.Random() * 2 * math.Pi)
		v := 60 + 340*s.Random()*s.Random()
		s.SpawnParticle(Particle{
			X: x, Y: y, VX: cos*v + dirX*(.3+s.Random()*.7), VY: sin*v + dirY*(.3+s.Random()*.7),
			Drag: 3.2, Life: .18 + .4*s.Random(), Size: 1.6 + s.Random(), Stretch: .035, Color: c.Mix(White, .35*s.Random()),
		})
	}
}

// EmitExplosion emits an explosion of radius r: flash, shockwave, sparks, debris, smoke.
func (s *Particles) EmitExplosion(x, y, vx, vy, r float32, c rgba.Color) {
	s.EmitFlash(x, y, r*2.6, .22, White)
	s.EmitFlash(x, y, r*3.4, .5, c)
	s.SpawnParticle(Particle{X: x, Y: y, Life: .55, Size: r * .4, Grow: r * 6.5, Sprite: sprites.Shock, Color: c})
	s.SpawnParticle(Particle{X: x, Y: y, Life: .4, Size: r * .2, Grow: r * 9, Sprite: sprites.Ring, Color: White.Fade(.5)})
	s.EmitSparks(x, y, vx*.5, vy*.5, 26+int(r/2), c)
	for range 10 {
		cos, sin := sprites.UnitVector(s.Random() * 2 * math.Pi)
		v := r * (1 + 4*s.Random())
		s.SpawnParticle(Particle{
			X: x + cos*r*.3, Y: y + sin*r*.3, VX: vx*.6 + cos*v, VY: vy*.6 + sin*v, Drag: .7, Life: .7 + .9*s.Random(),
			Size: r * (.06 + .13*s.Random()), Sprite: sprites.Shard, Angle: s.Random() * 6, Spin: s.RandomSigned() * 9, Color: c.Mix(White, .25), Occludes: true,
		})
	}
	for range 7 {
		cos, sin := sprites.UnitVector(s.Random() * 2 * math.Pi)
		v := r * (.4 + s.Random())
		s.SpawnParticle(Particle{
			X: x, Y: y, VX: vx*.3 + cos*v, VY: vy*.3 + sin*v, Drag: 1.4, Life: .8 + .8*s.Random(), Size: r * .5, Grow: r * .9,
			Sprite: sprites.Smoke, Angle: s.Random() * 6, Spin: s.RandomSigned(), Color: c.Mix(Fire, .5).Fade(.42),
		})
	}
}

// EmitFlash emits a light of radius r that shrinks for life seconds.
func (s *Particles) EmitFlash(x, y, r, life float32, c rgba.Color) {
	if s.Dim {
		c = c.Fade(dimFlash)
	}
	s.SpawnParticle(Particle{X: x, Y: y, Life: life, Size: r, Grow: -r * .5, Sprite: sprites.Dot, Color: c})
}

// EmitArrival emits a ring that closes on a point, for a spawn or a pickup.
func (s *Particles) EmitArrival(x, y, r float32, c rgba.Color) {
	s.SpawnParticle(Particle{X: x, Y: y, Life: .5, Size: r * 3, Grow: -r * 5, Sprite: sprites.Ring, Color: c})
	s.EmitFlash(x, y, r*2.2, .6, c)
	for range 18 {
		cos, sin := sprites.UnitVector(s.Random() * 2 * math.Pi)
		d := r * (2 + 2*s.Random())
		s.SpawnParticle(Particle{X: x + cos*d, Y: y + sin*d, VX: -cos * d * 2, VY: -sin * d * 2, Life: .45, Size: 1.8, Stretch: .06, Color: c})
	}
}

// CancelTime is how many seconds an effect of a denied event takes to fade.
const CancelTime = .1

// EventSource identifies the event that a particle or beam belongs to, so that a wrong
// prediction can be removed.
type EventSource struct {
	kind   sim.Kind
	tick   sim.Tick
	player int32
}

// SourceOf returns the identity of e.
func SourceOf(e *sim.Event) EventSource { return EventSource{e.Kind, e.Tick, e.Words[0]} }
