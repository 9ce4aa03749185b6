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
	w := &e.Words
	s.particles.source = sourceOf(e)
	defer func() { s.particles.source = eventSource{} }()
	switch e.Kind {
	case ships.EventRail:
		s.onRail(v, w)
	case ships.EventHit:
		s.onHit(v, w)
	case ships.EventKill:
		s.onKill(v, w)
	case ships.EventSpawn:
		x, y := eventPosition(w, ships.SpawnX)
		s.particles.emitArrival(x, y, 26, PlayerColor(v, sim.PlayerID(w[ships.SpawnPlayer])))
		s.shockwaves.addShockwave(x, y, 30)
	case ships.EventBlast:
		x, y := eventPosition(w, ships.BlastX)
		size := float32(w[ships.BlastSize])
		s.particles.emitExplosion(x, y, 0, 0, size*.55, fireColor)
		s.shockwaves.addShockwave(x, y, size*.8)
		s.shakeNear(x, y, size*.006)
	case ships.EventPickup:
		x, y := eventPosition(w, ships.PickupX)
		s.particles.emitArrival(x, y, 16, ItemColor(ships.Item(w[ships.PickupItem])))
	case ships.EventItemUse:
		s.onItem(w)
	}
}

// onItem shows that an item was used.
func (s *frameBuilder) onItem(w *sim.Words) {
	x, y := eventPosition(w, ships.ItemUseX)
	c := ItemColor(ships.Item(w[ships.ItemUseItem]))
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
	if v.Actual.Kind == ships.EventRail {
		x, y := eventPosition(&v.Actual.Words, ships.RailX1)
		s.beams.moveEnd(c, x, y)
	}
}

// eventPosition returns the position in words i and i+1, in world units.
func eventPosition(w *sim.Words, i int) (x, y float32) {
	return float32(w[i]) / 16, float32(w[i+1]) / 16
}

// shakeNear shakes the camera, less if x, y is far from its centre.
func (s *frameBuilder) shakeNear(x, y, by float32) {
	d := length(x-s.camera.lastX, y-s.camera.lastY)
	s.camera.addShake(by * max(0, 1-d/700))
}

// onRail handles a ships.EventRail, predicted or not.
func (s *frameBuilder) onRail(v *netcode.View, w *sim.Words) {
	p := sim.PlayerID(w[ships.RailShooter])
	c := PlayerColor(v, p)
	x0, y0 := eventPosition(w, ships.RailX0)
	x1, y1 := eventPosition(w, ships.RailX1)
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
	if w[ships.RailHit] != 0 {
		s.particles.emitSparks(x1, y1, dx*120, dy*120, 24, c)
		s.particles.emitFlash(x1, y1, 60, .25, White)
	} else {
		s.particles.emitSparks(x1, y1, -dx*80, -dy*80, 6, c)
	}
}

// onHit handles a ships.EventHit.
func (s *frameBuilder) onHit(v *netcode.View, w *sim.Words) {
	victim, shooter := sim.PlayerID(w[ships.HitVictim]), sim.PlayerID(w[ships.HitShooter])
	x, y := eventPosition(w, ships.HitX)
	damage := float32(w[ships.HitDamage])
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
func (s *frameBuilder) onKill(v *netcode.View, w *sim.Words) {
	victim := sim.PlayerID(w[ships.KillVictim])
	if int(victim) >= len(s.lastSeen) {
		return
	}
	k := s.lastSeen[victim]
	s.particles.emitExplosion(k.x, k.y, k.vx, k.vy, 34, PlayerColor(v, victim))
	s.shockwaves.addShockwave(k.x, k.y, 55)
	s.shakeNear(k.x, k.y, .35)
	if victim == v.Me {
		s.camera.addShake(.8)
		s.killer = sim.PlayerID(w[ships.KillKiller])
	}
}
