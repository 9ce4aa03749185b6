package render

import (
	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// hear turns what happened into light. How hard the view shakes depends on what
// it means to the player: being hit more than hitting, dying most.
func (s *stage) hear(v *netcode.View, e *sim.Event) {
	w := &e.Words
	s.swarm.cause = causeOf(e)
	defer func() { s.swarm.cause = cause{} }()
	switch e.Kind {
	case sim.EventRail:
		s.rail(v, w)
	case sim.EventHit:
		s.hit(v, w)
	case sim.EventKill:
		s.kill(v, w)
	case sim.EventSpawn:
		x, y := at(w, sim.SpawnX)
		s.swarm.gather(x, y, 26, PlayerColor(v, sim.PlayerID(w[sim.SpawnPlayer])))
		s.waves.add(x, y, 30)
	case sim.EventBlast:
		x, y := at(w, sim.BlastX)
		size := float32(w[sim.BlastSize])
		s.swarm.explode(x, y, 0, 0, size*.55, sunfire)
		s.waves.add(x, y, size*.8)
		s.feel(x, y, size*.006)
	case sim.EventPickup:
		x, y := at(w, sim.PickupX)
		s.swarm.gather(x, y, 16, ItemColor(sim.Item(w[sim.PickupItem])))
	case sim.EventItem:
		s.item(w)
	}
}

// item shows that an item was used.
func (s *stage) item(w *sim.Words) {
	x, y := at(w, sim.ItemX)
	c := ItemColor(sim.Item(w[sim.ItemItem]))
	s.swarm.flash(x, y, 60, .3, c)
	s.swarm.add(particle{x: x, y: y, life: .4, size: 10, grow: 190, sprite: sprites.Ring, color: c})
}

// A cause is the name of the event that a bit of the picture comes from.
type cause struct {
	kind sim.Kind
	tick sim.Tick
	who  int32
}

func causeOf(e *sim.Event) cause { return cause{e.Kind, e.Tick, e.Words[0]} }

// obey changes the picture of what was shown ahead of the server by its verdict:
// what never happened fades at once, a beam ends where it did end.
func (s *stage) obey(v *netcode.EventOutcome) {
	c := causeOf(&v.Event)
	if v.Denied {
		s.swarm.recall(c)
		s.beams.recall(c)
		return
	}
	if v.Actual.Kind == sim.EventRail {
		x, y := at(&v.Actual.Words, sim.RailX1)
		s.beams.bend(c, x, y)
	}
}

// at is the position in words i and i+1.
func at(w *sim.Words, i int) (x, y float32) { return float32(w[i]) / 16, float32(w[i+1]) / 16 }

// feel shakes the view by what happens near its centre.
func (s *stage) feel(x, y, by float32) {
	d := length(x-s.rig.lastX, y-s.rig.lastY)
	s.rig.jolt(by * max(0, 1-d/700))
}

func (s *stage) rail(v *netcode.View, w *sim.Words) {
	p := sim.PlayerID(w[sim.RailShooter])
	c := PlayerColor(v, p)
	x0, y0 := at(w, sim.RailX0)
	x1, y1 := at(w, sim.RailX1)
	if own, alive := viewstate.Own(v); alive && p == v.Me {
		x0, y0 = own.X+own.Cos*16, own.Y+own.Sin*16 // from the barrel as it is drawn
		s.rig.jolt(.18)
	}
	s.beams.add(beam{x0: x0, y0: y0, x1: x1, y1: y1, color: c, cause: s.swarm.cause})
	s.swarm.flash(x0, y0, 34, .16, c.Mix(White, .5))
	l := max(1, length(x1-x0, y1-y0))
	dx, dy := (x1-x0)/l, (y1-y0)/l
	for d := float32(0); d < l; d += 26 { // ions that linger along the beam
		s.swarm.add(particle{
			x: x0 + dx*d, y: y0 + dy*d, vx: 26 * s.swarm.scatter(), vy: 26 * s.swarm.scatter(),
			drag: 1, life: .3 + .5*s.swarm.rand(), size: 2.4, sprite: sprites.Dot, color: c,
		})
	}
	if w[sim.RailHit] != 0 {
		s.swarm.sparks(x1, y1, dx*120, dy*120, 24, c)
		s.swarm.flash(x1, y1, 60, .25, White)
	} else {
		s.swarm.sparks(x1, y1, -dx*80, -dy*80, 6, c)
	}
}

func (s *stage) hit(v *netcode.View, w *sim.Words) {
	victim, shooter := sim.PlayerID(w[sim.HitVictim]), sim.PlayerID(w[sim.HitShooter])
	x, y := at(w, sim.HitX)
	damage := float32(w[sim.HitDamage])
	if int(victim) < len(s.struck) {
		s.struck[victim] = s.time
		if k := s.known[victim]; length(k.x-x, k.y-y) < 80 {
			x, y = (x+2*k.x)/3, (y+2*k.y)/3 // on the hull as it is drawn, not as it was rewound
		}
	}
	s.swarm.sparks(x, y, 0, 0, 5+int(damage/3), PlayerColor(v, shooter))
	s.swarm.flash(x, y, 12+damage*.7, .18, White)
	if victim == v.Me {
		s.rig.jolt(.12 + damage*.009)
	}
}

func (s *stage) kill(v *netcode.View, w *sim.Words) {
	victim := sim.PlayerID(w[sim.KillVictim])
	if int(victim) >= len(s.known) {
		return
	}
	k := s.known[victim]
	s.swarm.explode(k.x, k.y, k.vx, k.vy, 34, PlayerColor(v, victim))
	s.waves.add(k.x, k.y, 55)
	s.feel(k.x, k.y, .35)
	if victim == v.Me {
		s.rig.jolt(.8)
		s.killer = sim.PlayerID(w[sim.KillKiller])
	}
}

// beam is a rail that was fired: it blinds, then fades.
type beam struct {
	x0, y0, x1, y1 float32
	age            float32
	color          rgba.Color
	cause          cause
}

const (
	beamTime   = .45 // seconds
	recallTime = .1  // seconds that what is taken back still takes to fade
)

// beams are those still visible, in a ring.
type beams struct {
	ring [32]beam
	next int
}

func (b *beams) add(m beam) {
	b.ring[b.next] = m
	b.next = (b.next + 1) % len(b.ring)
}

// recall lets the beam of c fade now.
func (b *beams) recall(c cause) {
	for i := range b.ring {
		if m := &b.ring[i]; m.cause == c {
			m.age = max(m.age, beamTime-recallTime)
		}
	}
}

// bend moves the end of the beam of c.
func (b *beams) bend(c cause, x, y float32) {
	for i := range b.ring {
		if m := &b.ring[i]; m.cause == c {
			m.x1, m.y1 = x, y
		}
	}
}

func (b *beams) update(dt float32) {
	for i := range b.ring {
		b.ring[i].age += dt
	}
}

func (b *beams) draw(batch *sprites.Batch, cam Camera) {
	for i := range b.ring {
		m := &b.ring[i]
		if m.age >= beamTime || m.color.A == 0 {
			continue
		}
		k := 1 - m.age/beamTime
		x0, y0 := cam.ToScreen(m.x0, m.y0)
		x1, y1 := cam.ToScreen(m.x1, m.y1)
		batch.Line(x0, y0, x1, y1, (8+34*k)*cam.Scale, m.color.Glow(.45*k*k))
		batch.Line(x0, y0, x1, y1, (3+8*k)*cam.Scale, m.color.Glow(k))
		batch.Line(x0, y0, x1, y1, (1+4*k)*cam.Scale, White.Glow(k*k))
	}
}
