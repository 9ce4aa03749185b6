package puck

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
)

// moveAll moves every skater and the puck by one tick. It is the one place where anything
// moves: Step and Predict both call it.
func (w *World) moveAll() {
	caught := w.puck.inNet()
	w.reversed = rng.Mix(w.cfg.Seed^uint64(w.tick))&1 == 1
	for range w.timing.subs {
		for _, p := range w.players {
			w.skaters[p].skate(&w.timing)
		}
		w.collideSkaters()
		w.movePuck(caught)
	}
	for _, p := range w.players {
		b := &w.skaters[p].body
		b.roundState()
	}
	w.puck.roundState()
}

// collideSkaters lets every two skaters who overlap bounce off each other.
func (w *World) collideSkaters() {
	for i := range w.players {
		p := w.playerInTurn(i)
		for j := i + 1; j < len(w.players); j++ {
			w.collide(&w.skaters[p].body, &w.skaters[w.playerInTurn(j)].body)
		}
	}
	for _, p := range w.players {
		w.skaters[p].board()
	}
}

// collide parts two skaters of one weight.
func (w *World) collide(a, b *body) {
	to, reach := b.pos.Sub(a.pos), fixed.Int(2*SkaterRadius)
	if !isWithin(to, reach) {
		return
	}
	dist := length(to)
	n := unit(to, dist)
	half := scale(n, (reach-dist)/2)
	a.pos, b.pos = a.pos.Sub(half), b.pos.Add(half)
	towards := dot(a.vel.Sub(b.vel), n)
	if towards <= 0 {
		return
	}
	push := scale(n, (towards+percent(towards, bounceSkater))/2)
	a.vel, b.vel = a.vel.Sub(push), b.vel.Add(push)
	w.emitBounce(impact{towards, a.pos.Add(b.pos).DivInt(2)}, BounceSkaters)
}

// movePuck moves the puck by one sub-step.
func (w *World) movePuck(caught bool) {
	d := &w.puck
	if caught {
		w.carrier = sim.NoPlayer
	} else {
		w.kickPuck()
		was := w.carrier
		w.carrier = w.nearestStick()
		w.holdPuck(was)
	}
	d.slide(&w.timing)
	if !caught {
		for i := range w.players {
			w.deflect(w.playerInTurn(i))
		}
	}
	hit := d.board(caught)
	what := BounceBoard
	if d.pos.Y.Abs() < fixed.Int(GoalHalf+PuckRadius) {
		what = BouncePost
	}
	w.emitBounce(hit, what)
}

// playerInTurn is the i-th player of those who collide, or act on the puck, one after the
// other. The order is by chance, so that of two who come to it at once no seat is always
// the first.
func (w *World) playerInTurn(i int) sim.PlayerID {
	if w.reversed {
		i = len(w.players) - 1 - i
	}
	return w.players[i]
}

// kickPuck lets those kick who swing at a puck in reach.
func (w *World) kickPuck() {
	for i := range w.players {
		p := w.playerInTurn(i)
		b := &w.skaters[p].body
		if b.swing == 0 || b.swing > w.timing.wait || !isWithin(w.puck.pos.Sub(b.pos), fixed.Int(KickReach)) {
			continue
		}
		w.recordTouch(p)
		w.puck.vel = scale(facing(b.aim), b.kickSpeed(&w.timing))
		w.emitKick(p)
		b.endKick(&w.timing)
	}
}

// nearestStick is whose stick holds the puck: the nearest one that is near enough, if the
// puck does not pass too fast. Who has it already may be farther from it, as in a turn, and
// loses it only to a stick that is nearer by a margin: two sticks do not take turns.
func (w *World) nearestStick() sim.PlayerID {
	d, carrier, nearest := &w.puck, sim.NoPlayer, fixed.Int(stickKeep)
	for i := range w.players {
		p := w.playerInTurn(i)
		b := &w.skaters[p].body
		if b.rest > 0 || !isWithin(d.vel.Sub(b.vel), fixed.Int(stickSpeed)) {
			continue
		}
		dist := length(d.pos.Sub(b.stick()))
		grip := fixed.Int(stickGrip)
		if p == w.carrier {
			dist, grip = dist-fixed.Int(stickMargin), fixed.Int(stickKeep)
		}
		if dist < min(grip, nearest) {
			nearest, carrier = dist, p
		}
	}
	return carrier
}

// holdPuck pulls the puck to the stick of its carrier; was is who carried it before.
func (w *World) holdPuck(was sim.PlayerID) {
	if w.carrier == sim.NoPlayer {
		return
	}
	d := &w.puck
	if w.carrier != was {
		w.countSteal(w.carrier)
	}
	w.recordTouch(w.carrier)
	b := &w.skaters[w.carrier].body
	spring, damp := b.stick().Sub(d.pos), b.vel.Sub(d.vel)
	pull := limit(fixed.Vec{
		X: spring.X*stickSpring + damp.X*stickDamp,
		Y: spring.Y*stickSpring + damp.Y*stickDamp,
	}, fixed.Int(stickMost))
	d.vel = d.vel.Add(pull.DivInt(w.timing.per))
}

// deflect lets the puck bounce off a skater, who does not feel it. Who has just kicked it
// is not in its way.
func (w *World) deflect(p sim.PlayerID) {
	d, b := &w.puck, &w.skaters[p].body
	to, reach := d.pos.Sub(b.pos), fixed.Int(SkaterRadius+PuckRadius)
	if b.rest > 0 || !isWithin(to, reach) {
		return
	}
	w.recordTouch(p)
	n := unit(to, length(to))
	d.pos = b.pos.Add(scale(n, reach))
	rel, force := bounce(d.vel.Sub(b.vel), n, bounceBody)
	d.vel = rel.Add(b.vel)
	w.emitBounce(impact{force, d.pos}, BounceBody)
}
