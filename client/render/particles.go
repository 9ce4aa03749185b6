package render

import (
	"math"

	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
)

// particle is a small piece of light or debris.
type particle struct {
	x, y, vx, vy float32 // world units, units per second
	drag         float32 // share of the speed lost per second
	age, life    float32 // seconds
	size, grow   float32 // world units, units per second
	stretch      float32 // length of its streak in seconds of flight; 0: not a streak
	angle, spin  float32
	sprite       sprites.Sprite
	color        rgba.Color
	occludes     bool        // hides what is behind it; otherwise it only adds light
	source       eventSource // of the event it belongs to
}

const maxParticles = 3000 // beyond that the oldest are replaced, so that the cost of a frame is limited

// particleSystem is a ring of particles; spawning never allocates.
type particleSystem struct {
	ring [maxParticles]particle
	next int
	used int // number of slots that have been used
	seed uint32

	source eventSource // of the particles that are spawned next
}

// spawnParticle adds p and replaces the oldest particle if the ring is full.
func (s *particleSystem) spawnParticle(p particle) {
	p.source = s.source
	s.ring[s.next] = p
	s.next = (s.next + 1) % maxParticles
	s.used = max(s.used, s.next)
	if s.next == 0 {
		s.used = maxParticles
	}
}

// cancelEvent makes all particles of c fade out now.
func (s *particleSystem) cancelEvent(c eventSource) {
	for i := range s.ring[:s.used] {
		if p := &s.ring[i]; p.source == c {
			p.life = min(p.life, p.age+cancelTime)
		}
	}
}

// random returns a number from 0 to 1. It is for effects only, not for the simulation.
func (s *particleSystem) random() float32 {
	s.seed = s.seed*1664525 + 1013904223
	return float32(s.seed>>8) / (1 << 24)
}

// randomSigned returns a number from -1 to 1.
func (s *particleSystem) randomSigned() float32 { return s.random()*2 - 1 }

// updateParticles advances by dt seconds.
func (s *particleSystem) updateParticles(dt float32) {
	for i := range s.ring[:s.used] {
		p := &s.ring[i]
		if p.age >= p.life {
			continue
		}
		p.age += dt
		p.x, p.y = p.x+p.vx*dt, p.y+p.vy*dt
		k := max(0, 1-p.drag*dt)
		p.vx, p.vy = p.vx*k, p.vy*k
		p.size += p.grow * dt
		p.angle += p.spin * dt
	}
}

// drawParticles adds the visible particles to b.
func (s *particleSystem) drawParticles(b *sprites.Batch, cam Camera) {
	for i := range s.ring[:s.used] {
		if p := &s.ring[i]; p.age < p.life && cam.IsVisible(p.x, p.y, p.size+40) {
			p.drawParticle(b, cam)
		}
	}
}

// drawParticle adds a streak or a sprite to b.
func (p *particle) drawParticle(b *sprites.Batch, cam Camera) {
	left := 1 - p.age/p.life
	c := p.color.Fade(left)
	if !p.occludes {
		c = p.color.Glow(left * left * (1.6 - .6*left))
	}
	x, y := cam.ToScreen(p.x, p.y)
	size := p.size * cam.Scale
	if p.stretch > 0 {
		k := p.stretch * cam.Scale
		b.AddGradientLine(x-p.vx*k, y-p.vy*k, x, y, max(1.5, size), c.Fade(0), c)
		return
	}
	cos, sin := float32(1), float32(0)
	if p.angle != 0 {
		cos, sin = sprites.UnitVector(p.angle)
	}
	b.AddSprite(p.sprite, x, y, size*2, size*2, cos, sin, c)
}

// emitSparks emits n sparks from a point in all directions, plus the velocity dirX, dirY.
func (s *particleSystem) emitSparks(x, y, dirX, dirY float32, n int, c rgba.Color) {
	for range n {
		cos, sin := sprites.UnitVector(s.random() * 2 * math.Pi)
		v := 60 + 340*s.random()*s.random()
		s.spawnParticle(particle{
			x: x, y: y, vx: cos*v + dirX*(.3+s.random()*.7), vy: sin*v + dirY*(.3+s.random()*.7),
			drag: 3.2, life: .18 + .4*s.random(), size: 1.6 + s.random(), stretch: .035, color: c.Mix(White, .35*s.random()),
		})
	}
}

// emitExplosion emits an explosion of radius r: flash, shockwave, sparks, debris, smoke.
func (s *particleSystem) emitExplosion(x, y, vx, vy, r float32, c rgba.Color) {
	s.emitFlash(x, y, r*2.6, .22, White)
	s.emitFlash(x, y, r*3.4, .5, c)
	s.spawnParticle(particle{x: x, y: y, life: .55, size: r * .4, grow: r * 6.5, sprite: sprites.Shock, color: c})
	s.spawnParticle(particle{x: x, y: y, life: .4, size: r * .2, grow: r * 9, sprite: sprites.Ring, color: White.Fade(.5)})
	s.emitSparks(x, y, vx*.5, vy*.5, 26+int(r/2), c)
	for range 10 {
		cos, sin := sprites.UnitVector(s.random() * 2 * math.Pi)
		v := r * (1 + 4*s.random())
		s.spawnParticle(particle{
			x: x + cos*r*.3, y: y + sin*r*.3, vx: vx*.6 + cos*v, vy: vy*.6 + sin*v, drag: .7, life: .7 + .9*s.random(),
			size: r * (.06 + .13*s.random()), sprite: sprites.Shard, angle: s.random() * 6, spin: s.randomSigned() * 9, color: c.Mix(White, .25), occludes: true,
		})
	}
	for range 7 {
		cos, sin := sprites.UnitVector(s.random() * 2 * math.Pi)
		v := r * (.4 + s.random())
		s.spawnParticle(particle{
			x: x, y: y, vx: vx*.3 + cos*v, vy: vy*.3 + sin*v, drag: 1.4, life: .8 + .8*s.random(), size: r * .5, grow: r * .9,
			sprite: sprites.Smoke, angle: s.random() * 6, spin: s.randomSigned(), color: c.Mix(fireColor, .5).Fade(.42),
		})
	}
}

// emitFlash emits a light of radius r that shrinks for life seconds.
func (s *particleSystem) emitFlash(x, y, r, life float32, c rgba.Color) {
	s.spawnParticle(particle{x: x, y: y, life: life, size: r, grow: -r * .5, sprite: sprites.Dot, color: c})
}

// emitArrival emits a ring that closes on a point, for a spawn or a pickup.
func (s *particleSystem) emitArrival(x, y, r float32, c rgba.Color) {
	s.spawnParticle(particle{x: x, y: y, life: .5, size: r * 3, grow: -r * 5, sprite: sprites.Ring, color: c})
	s.emitFlash(x, y, r*2.2, .6, c)
	for range 18 {
		cos, sin := sprites.UnitVector(s.random() * 2 * math.Pi)
		d := r * (2 + 2*s.random())
		s.spawnParticle(particle{x: x + cos*d, y: y + sin*d, vx: -cos * d * 2, vy: -sin * d * 2, life: .45, size: 1.8, stretch: .06, color: c})
	}
}
