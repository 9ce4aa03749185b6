package render

import (
	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// handleEvent shows an event as particles, beams and camera shake. The shake depends on what
// the event means to the player: more for being hit than for hitting, most for dying.
func (s *frameBuilder) handleEvent(v *netcode.View, e *sim.Event) {
	s.particles.source = sourceOf(e)
	defer func() { s.particles.source = eventSource{} }()
	if rail, ok := ships.RailOf(e); ok {
		s.onRail(v, &rail)
	}
	if hit, ok := ships.HitOf(e); ok {
		s.onHit(v, &hit)
	}
	if kill, ok := ships.KillOf(e); ok {
		s.onKill(v, kill)
	}
	if spawn, ok := ships.SpawnOf(e); ok {
		x, y := viewstate.Units(spawn.Point)
		s.particles.emitArrival(x, y, 26, PlayerColor(v, spawn.Player))
		s.shockwaves.addShockwave(x, y, 30)
	}
	if blast, ok := ships.BlastOf(e); ok {
		x, y := viewstate.Units(blast.Point)
		size := float32(blast.Size)
		s.particles.emitExplosion(x, y, 0, 0, size*.55, fireColor)
		s.shockwaves.addShockwave(x, y, size*.8)
		s.shakeNear(x, y, size*.006)
	}
	if pickup, ok := ships.PickupOf(e); ok {
		x, y := viewstate.Units(pickup.Point)
		s.particles.emitArrival(x, y, 16, ItemColor(pickup.Item))
	}
	if use, ok := ships.ItemUseOf(e); ok {
		s.onItem(&use)
	}
}

// onItem shows that an item was used.
func (s *frameBuilder) onItem(use *ships.ItemUse) {
	x, y := viewstate.Units(use.Point)
	c := ItemColor(use.Item)
	s.particles.emitFlash(x, y, 60, .3, c)
	s.particles.spawnParticle(particle{x: x, y: y, life: .4, size: 10, grow: 190, sprite: sprites.Ring, color: c})
}

// eventSource identifies the event that a particle or beam belongs to, so that a wrong
// prediction can be removed.
type eventSource struct {
	kind   sim.Kind
	tick   sim.Tick
	player int32
}

// sourceOf returns the identity of e.
func sourceOf(e *sim.Event) eventSource { return eventSource{e.Kind, e.Tick, e.Words[0]} }

// applyOutcome corrects the effects of a predicted event when the server's result is known:
// those of a denied event fade out at once, the end of a beam is moved to the right place.
func (s *frameBuilder) applyOutcome(v *netcode.EventOutcome) {
	c := sourceOf(&v.Event)
	if v.Denied {
		s.particles.cancelEvent(c)
		s.beams.cancelEvent(c)
		return
	}
	if rail, ok := ships.RailOf(&v.Actual); ok {
		x, y := viewstate.Units(rail.To)
		s.beams.moveEnd(c, x, y)
	}
}

// shakeNear shakes the camera, less if x, y is far from its centre.
func (s *frameBuilder) shakeNear(x, y, by float32) {
	d := length(x-s.camera.lastX, y-s.camera.lastY)
	s.camera.addShake(by * max(0, 1-d/700))
}

// onRail shows a beam, predicted or not.
func (s *frameBuilder) onRail(v *netcode.View, rail *ships.Rail) {
	p := rail.Shooter
	c := PlayerColor(v, p)
	x0, y0 := viewstate.Units(rail.From)
	x1, y1 := viewstate.Units(rail.To)
	if own, alive := viewstate.OwnShip(v); alive && p == v.Me {
		x0, y0 = own.X+own.Cos*16, own.Y+own.Sin*16 // start at the displayed barrel
		s.camera.addShake(.18)
	}
	s.beams.addBeam(beam{x0: x0, y0: y0, x1: x1, y1: y1, color: c, source: s.particles.source})
	s.particles.emitFlash(x0, y0, 34, .16, c.Mix(White, .5))
	l := max(1, length(x1-x0, y1-y0))
	dx, dy := (x1-x0)/l, (y1-y0)/l
	for d := float32(0); d < l; d += 26 { // particles that remain along the beam
		s.particles.spawnParticle(particle{
			x: x0 + dx*d, y: y0 + dy*d, vx: 26 * s.particles.randomSigned(), vy: 26 * s.particles.randomSigned(),
			drag: 1, life: .3 + .5*s.particles.random(), size: 2.4, sprite: sprites.Dot, color: c,
		})
	}
	if rail.Hit {
		s.particles.emitSparks(x1, y1, dx*120, dy*120, 24, c)
		s.particles.emitFlash(x1, y1, 60, .25, White)
	} else {
		s.particles.emitSparks(x1, y1, -dx*80, -dy*80, 6, c)
	}
}

// onHit handles a ships.EventHit.
func (s *frameBuilder) onHit(v *netcode.View, hit *ships.Hit) {
	victim, shooter := hit.Victim, hit.Shooter
	x, y := viewstate.Units(hit.Point)
	damage := float32(hit.Damage)
	if int(victim) < len(s.lastHit) {
		s.lastHit[victim] = s.time
		if k := s.lastSeen[victim]; length(k.x-x, k.y-y) < 80 {
			x, y = (x+2*k.x)/3, (y+2*k.y)/3 // near the displayed hull: the event's position is the rewound one
		}
	}
	s.particles.emitSparks(x, y, 0, 0, 5+int(damage/3), PlayerColor(v, shooter))
	s.particles.emitFlash(x, y, 12+damage*.7, .18, White)
	if victim == v.Me {
		s.camera.addShake(.12 + damage*.009)
	}
}

// onKill handles a ships.EventKill.
func (s *frameBuilder) onKill(v *netcode.View, kill ships.Kill) {
	victim := kill.Victim
	if int(victim) >= len(s.lastSeen) {
		return
	}
	k := s.lastSeen[victim]
	s.particles.emitExplosion(k.x, k.y, k.vx, k.vy, 34, PlayerColor(v, victim))
	s.shockwaves.addShockwave(k.x, k.y, 55)
	s.shakeNear(k.x, k.y, .35)
	if victim == v.Me {
		s.camera.addShake(.8)
		s.killer = kill.Killer
	}
}
