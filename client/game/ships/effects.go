package ships

import (
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// handleEvent shows an event as particles, beams and camera shake. The shake depends on what
// the event means to the player: more for being hit than for hitting, most for dying.
func (s *frameBuilder) handleEvent(v *netcode.View, e *sim.Event) {
	s.particles.Source = render.SourceOf(e)
	defer func() { s.particles.Source = render.EventSource{} }()
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
		x, y := shipstate.Units(spawn.Point)
		s.particles.EmitArrival(x, y, 26, render.PlayerColor(v, spawn.Player))
		s.shockwaves.addShockwave(x, y, 30)
	}
	if blast, ok := ships.BlastOf(e); ok {
		x, y := shipstate.Units(blast.Point)
		size := float32(blast.Size)
		s.particles.EmitExplosion(x, y, 0, 0, size*.55, render.Fire)
		s.shockwaves.addShockwave(x, y, size*.8)
		s.shakeNear(x, y, size*.006)
	}
	if pickup, ok := ships.PickupOf(e); ok {
		x, y := shipstate.Units(pickup.Point)
		s.particles.EmitArrival(x, y, 16, itemColor(pickup.Item))
	}
	if u, ok := ships.PowerupEventOf(e); ok && u.Player != sim.NoPlayer {
		x, y := shipstate.Units(u.Point)
		s.particles.EmitArrival(x, y, 60, powerupColor(u.Gives))
		s.shockwaves.addShockwave(x, y, ships.PowerupRadius)
	}
	if use, ok := ships.ItemUseOf(e); ok {
		s.onItem(&use)
	}
}

// onItem shows that an item was used.
func (s *frameBuilder) onItem(use *ships.ItemUse) {
	x, y := shipstate.Units(use.Point)
	c := itemColor(use.Item)
	s.particles.EmitFlash(x, y, 60, .3, c)
	s.particles.SpawnParticle(render.Particle{X: x, Y: y, Life: .4, Size: 10, Grow: 190, Sprite: sprites.Ring, Color: c})
}

// applyOutcome corrects the effects of a predicted event when the server's result is known:
// those of a denied event fade out at once, the end of a beam is moved to the right place.
func (s *frameBuilder) applyOutcome(v *netcode.EventOutcome) {
	c := render.SourceOf(&v.Event)
	if v.Denied {
		s.particles.CancelEvent(c)
		s.beams.cancelEvent(c)
		return
	}
	if rail, ok := ships.RailOf(&v.Actual); ok {
		x, y := shipstate.Units(rail.To)
		s.beams.moveEnd(c, x, y)
	}
}

// shakeNear shakes the camera, less if x, y is far from its centre.
func (s *frameBuilder) shakeNear(x, y, by float32) {
	d := length(x-s.camera.X, y-s.camera.Y)
	s.camera.AddShake(by * max(0, 1-d/700))
}

// onRail shows a beam, predicted or not.
func (s *frameBuilder) onRail(v *netcode.View, rail *ships.Rail) {
	p := rail.Shooter
	c := render.PlayerColor(v, p).Mix(render.Fire, .7*float32(rail.Heat)/ships.HeatSteps)
	x0, y0 := shipstate.Units(rail.From)
	x1, y1 := shipstate.Units(rail.To)
	if own, alive := shipstate.OwnShip(v); alive && p == v.Me {
		x0, y0 = own.X+own.Cos*16, own.Y+own.Sin*16 // start at the displayed barrel
		s.camera.AddShake(.18)
	}
	s.beams.addBeam(beam{x0: x0, y0: y0, x1: x1, y1: y1, color: c, source: s.particles.Source})
	s.particles.EmitFlash(x0, y0, 34, .16, c.Mix(render.White, .5))
	l := max(1, length(x1-x0, y1-y0))
	dx, dy := (x1-x0)/l, (y1-y0)/l
	for d := float32(0); d < l; d += 26 { // particles that remain along the beam
		s.particles.SpawnParticle(render.Particle{
			X: x0 + dx*d, Y: y0 + dy*d, VX: 26 * s.particles.RandomSigned(), VY: 26 * s.particles.RandomSigned(),
			Drag: 1, Life: .3 + .5*s.particles.Random(), Size: 2.4, Sprite: sprites.Dot, Color: c,
		})
	}
	if rail.Hit {
		s.particles.EmitSparks(x1, y1, dx*120, dy*120, 24, c)
		s.particles.EmitFlash(x1, y1, 60, .25, render.White)
	} else {
		s.particles.EmitSparks(x1, y1, -dx*80, -dy*80, 6, c)
	}
}

// onHit handles a ships.EventHit.
func (s *frameBuilder) onHit(v *netcode.View, hit *ships.Hit) {
	victim, shooter := hit.Victim, hit.Shooter
	x, y := shipstate.Units(hit.Point)
	damage := float32(hit.Damage)
	if int(victim) < len(s.lastHit) {
		s.lastHit[victim] = s.time
		if k := s.lastSeen[victim]; length(k.x-x, k.y-y) < 80 {
			x, y = (x+2*k.x)/3, (y+2*k.y)/3 // near the displayed hull: the event's position is the rewound one
		}
	}
	s.particles.EmitSparks(x, y, 0, 0, 5+int(damage/3), render.PlayerColor(v, shooter))
	s.particles.EmitFlash(x, y, 12+damage*.7, .18, render.White)
	if victim == v.Me {
		s.camera.AddShake(.12 + damage*.009)
	}
}

// hitStopTime is for how many seconds the effects of an own kill stand still before they burst.
const hitStopTime = .06

// onOwnKill makes the end of a ship that the player has destroyed unmistakable: three times the
// particles, a second ring, a jolt, and a moment in which all effects stand still.
func (s *frameBuilder) onOwnKill(x, y float32, c rgba.Color) {
	s.particles.EmitSparks(x, y, 0, 0, 86, c)
	s.particles.EmitSparks(x, y, 0, 0, 40, render.Gold)
	s.particles.EmitFlash(x, y, 150, .3, render.Gold)
	s.particles.SpawnParticle(render.Particle{X: x, Y: y, Life: .7, Size: 20, Grow: 420, Sprite: sprites.Ring, Color: render.Gold})
	s.camera.AddShake(.3)
	s.hitStop = hitStopTime
}

// onKill handles a ships.EventKill.
func (s *frameBuilder) onKill(v *netcode.View, kill ships.Kill) {
	victim := kill.Victim
	if int(victim) >= len(s.lastSeen) {
		return
	}
	k := s.lastSeen[victim]
	s.particles.EmitExplosion(k.x, k.y, k.vx, k.vy, 34, render.PlayerColor(v, victim))
	s.shockwaves.addShockwave(k.x, k.y, 55)
	s.shakeNear(k.x, k.y, .35)
	if kill.Killer == v.Me && victim != v.Me {
		s.onOwnKill(k.x, k.y, render.PlayerColor(v, victim))
	}
	if victim == v.Me {
		s.camera.AddShake(.8)
		s.killer = kill.Killer
	}
}
