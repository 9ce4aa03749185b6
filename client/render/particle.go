package render

import (
	"math"

	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
)

// particle is one bit of light or debris in the world.
type particle struct {
	x, y, vx, vy float32 // units, units per second
	drag         float32 // share of speed lost per second
	age, life    float32 // seconds
	size, grow   float32 // units, units per second
	stretch      float32 // seconds of flight its streak is long; 0: round
	angle, spin  float32
	sprite       sprites.Sprite
	color        rgba.Color
	solid        bool // covers what is behind it; else it is light
	cause        cause
}

const maxParticles = 3000 // beyond it the oldest go first: a frame stays a frame

// swarm is the particles, in a ring: adding one never allocates.
type swarm struct {
	ring [maxParticles]particle
	next int
	live int // one past the highest used slot
	luck uint32

	cause cause // of the particles to come
}

func (s *swarm) add(p particle) {
	p.cause = s.cause
	s.ring[s.next] = p
	s.next = (s.next + 1) % maxParticles
	s.live = max(s.live, s.next)
	if s.next == 0 {
		s.live = maxParticles
	}
}

// recall lets every particle of c fade now.
func (s *swarm) recall(c cause) {
	for i := range s.ring[:s.live] {
		if p := &s.ring[i]; p.cause == c {
			p.life = min(p.life, p.age+recallTime)
		}
	}
}

// rand is luck for looks only, between 0 and 1.
func (s *swarm) rand() float32 {
	s.luck = s.luck*1664525 + 1013904223
	return float32(s.luck>>8) / (1 << 24)
}

// scatter is rand between -1 and 1.
func (s *swarm) scatter() float32 { return s.rand()*2 - 1 }

func (s *swarm) update(dt float32) {
	for i := range s.ring[:s.live] {
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

func (s *swarm) draw(b *sprites.Batch, cam Camera) {
	for i := range s.ring[:s.live] {
		if p := &s.ring[i]; p.age < p.life && cam.Sees(p.x, p.y, p.size+40) {
			p.draw(b, cam)
		}
	}
}

func (p *particle) draw(b *sprites.Batch, cam Camera) {
	left := 1 - p.age/p.life
	c := p.color.Fade(left)
	if !p.solid {
		c = p.color.Glow(left * left * (1.6 - .6*left))
	}
	x, y := cam.ToScreen(p.x, p.y)
	size := p.size * cam.Scale
	if p.stretch > 0 {
		k := p.stretch * cam.Scale
		b.Taper(x-p.vx*k, y-p.vy*k, x, y, max(1.5, size), c.Fade(0), c)
		return
	}
	cos, sin := float32(1), float32(0)
	if p.angle != 0 {
		cos, sin = sprites.Turn(p.angle)
	}
	b.Sprite(p.sprite, x, y, size*2, size*2, cos, sin, c)
}

// sparks fly from a point, along dirX, dirY when that is not zero.
func (s *swarm) sparks(x, y, dirX, dirY float32, n int, c rgba.Color) {
	for range n {
		cos, sin := sprites.Turn(s.rand() * 2 * math.Pi)
		v := 60 + 340*s.rand()*s.rand()
		s.add(particle{
			x: x, y: y, vx: cos*v + dirX*(.3+s.rand()*.7), vy: sin*v + dirY*(.3+s.rand()*.7),
			drag: 3.2, life: .18 + .4*s.rand(), size: 1.6 + s.rand(), stretch: .035, color: c.Mix(White, .35*s.rand()),
		})
	}
}

// explode is a burst of radius r: flash, shock, sparks, debris, smoke.
func (s *swarm) explode(x, y, vx, vy, r float32, c rgba.Color) {
	s.flash(x, y, r*2.6, .22, White)
	s.flash(x, y, r*3.4, .5, c)
	s.add(particle{x: x, y: y, life: .55, size: r * .4, grow: r * 6.5, sprite: sprites.Shock, color: c})
	s.add(particle{x: x, y: y, life: .4, size: r * .2, grow: r * 9, sprite: sprites.Ring, color: White.Fade(.5)})
	s.sparks(x, y, vx*.5, vy*.5, 26+int(r/2), c)
	for range 10 {
		cos, sin := sprites.Turn(s.rand() * 2 * math.Pi)
		v := r * (1 + 4*s.rand())
		s.add(particle{
			x: x + cos*r*.3, y: y + sin*r*.3, vx: vx*.6 + cos*v, vy: vy*.6 + sin*v, drag: .7, life: .7 + .9*s.rand(),
			size: r * (.06 + .13*s.rand()), sprite: sprites.Shard, angle: s.rand() * 6, spin: s.scatter() * 9, color: c.Mix(White, .25), solid: true,
		})
	}
	for range 7 {
		cos, sin := sprites.Turn(s.rand() * 2 * math.Pi)
		v := r * (.4 + s.rand())
		s.add(particle{
			x: x, y: y, vx: vx*.3 + cos*v, vy: vy*.3 + sin*v, drag: 1.4, life: .8 + .8*s.rand(), size: r * .5, grow: r * .9,
			sprite: sprites.Smoke, angle: s.rand() * 6, spin: s.scatter(), color: c.Mix(sunfire, .5).Fade(.42),
		})
	}
}

func (s *swarm) flash(x, y, r, life float32, c rgba.Color) {
	s.add(particle{x: x, y: y, life: life, size: r, grow: -r * .5, sprite: sprites.Dot, color: c})
}

// gather is a ring that closes on a point: something arrives.
func (s *swarm) gather(x, y, r float32, c rgba.Color) {
	s.add(particle{x: x, y: y, life: .5, size: r * 3, grow: -r * 5, sprite: sprites.Ring, color: c})
	s.flash(x, y, r*2.2, .6, c)
	for range 18 {
		cos, sin := sprites.Turn(s.rand() * 2 * math.Pi)
		d := r * (2 + 2*s.rand())
		s.add(particle{x: x + cos*d, y: y + sin*d, vx: -cos * d * 2, vy: -sin * d * 2, life: .45, size: 1.8, stretch: .06, color: c})
	}
}
