package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const (
	historyLength = 20  // poses kept for each ship
	maxRewindTime = 200 // ms: with a longer delay the shooter must aim ahead
)

// pose is the position of a ship after one tick.
type pose struct {
	x, y  int32 // Q16.16
	alive bool
}

// MaxRewind is how many ticks the server rewinds the world for a shot, at most. A client
// that draws other ships no older than that hits what it sees.
func MaxRewind(cfg *sim.Config) sim.Tick {
	a := arenaOf(cfg)
	return a.maxRewind()
}

func (a *arena) maxRewind() sim.Tick { return sim.Tick(min(a.ticks(maxRewindTime), historyLength-1)) }

func (w *World) poseAt(p sim.PlayerID, t sim.Tick) *pose {
	return &w.history[int(p)*historyLength+int(t%historyLength)]
}

func (h *pose) position() fixed.Vec { return fixed.Vec{X: fixed.Num(h.x), Y: fixed.Num(h.y)} }

// savePoses stores the positions of the ships in this tick, for lag compensation. A ship
// that has just blinked or passed a gate gets a new history: it cannot be hit where others still see it.
func (w *World) savePoses() {
	for _, p := range w.players {
		s := &w.ships[p]
		if s.actions.jumped || s.actions.item == ItemBlink {
			w.clearHistory(p)
		}
		*w.poseAt(p, w.tick) = pose{int32(s.pos.X), int32(s.pos.Y), s.alive}
	}
}

// clearHistory removes the past positions of p, so that p cannot be hit there.
func (w *World) clearHistory(p sim.PlayerID) {
	clear(w.history[int(p)*historyLength : int(p+1)*historyLength])
}

// viewTime is the time of the world that a shooter saw: a tick and a fraction of the next
// one.
type viewTime struct {
	tick     sim.Tick
	fraction fixed.Num // of the next tick, 0 to One
	rewind   int32     // ticks from then to now
	capped   bool
}

// viewTimeOf is the time of the world that the player of an input saw, limited to
// maxRewind.
func (w *World) viewTimeOf(in sim.Input) viewTime {
	if in.View == 0 || in.View >= w.tick {
		return viewTime{tick: w.tick}
	}
	most := w.arena.maxRewind()
	if back := w.tick - in.View; back > most {
		return viewTime{tick: w.tick - most, rewind: int32(most), capped: true}
	}
	return viewTime{tick: in.View, fraction: fixed.Num(in.Fraction) << (fixed.Shift - 8), rewind: int32(w.tick - in.View)}
}

// shipAt is where the ship of p was at a time; alive is false if it was dead then. The
// caller asks only about ships in the grid, which are alive now: a dead ship stops no
// shot.
func (w *World) shipAt(p sim.PlayerID, m viewTime) (at fixed.Vec, alive bool) {
	a, b := w.poseAt(p, m.tick), w.poseAt(p, min(m.tick+1, w.tick))
	if !a.alive || !b.alive {
		return at, false
	}
	from := a.position()
	return from.Add(b.position().Sub(from).Scale(m.fraction)), true
}

// pathAt is the way of the ship of p, which is alive now, during tick t; there is false if
// it was dead then.
func (w *World) pathAt(p sim.PlayerID, t sim.Tick) (from, to fixed.Vec, there bool) {
	if t == w.tick {
		s := &w.ships[p]
		return s.from, s.pos, true
	}
	a, b := w.poseAt(p, t-1), w.poseAt(p, t)
	return a.position(), b.position(), a.alive && b.alive
}

// maxTravel is how far a ship can have moved between tick t and now. The grid knows
// present positions only.
func (w *World) maxTravel(t sim.Tick) fixed.Num {
	return fixed.Int(TopSpeed) * fixed.Num(w.tick-t) / fixed.Num(w.arena.rate)
}

// ray is where a beam goes.
type ray struct{ from, dir fixed.Vec }

// point is the point of a ray at a distance.
func (r ray) point(d fixed.Num) fixed.Vec { return r.from.Add(r.dir.Scale(d)) }

// beam is where the rail of a ship points.
func (b *body) beam() ray { return ray{b.pos, fixed.Unit(b.heading)} }

// fireRail fires the rail of p. It hits what its shooter was looking at; the first ship or
// rock on the way stops it.
func (w *World) fireRail(p sim.PlayerID, in sim.Input) {
	s := &w.ships[p]
	w.countRail(&s.score.railShots)
	m := w.viewTimeOf(in)
	beam, damage := s.beam(), hotter(s.stats().railDamage, s.heatStep())
	reach, rock := w.beamRange(beam, fixed.Int(RailReach), m)
	victim, reach := w.beamTarget(p, beam, reach, m)
	switch {
	case victim != sim.NoPlayer:
		w.queueHit(hit{p, victim, WeaponRail, damage, beam.point(reach), m.rewind, m.capped})
	case rock >= 0:
		w.damageRock(rock, damage)
	}
	w.emitRail(p, victim, beam, reach)
}

// emitRail emits the beam of p, which ends after reach, at victim if there is one.
func (w *World) emitRail(p, victim sim.PlayerID, beam ray, reach fixed.Num) {
	from, end := beam.from, beam.point(reach)
	e := w.emit(EventRail, beam.point(reach/2), sim.Words{
		RailShooter: int32(p),
		RailX0:      posWord(from.X), RailY0: posWord(from.Y),
		RailX1: posWord(end.X), RailY1: posWord(end.Y),
		railHeat: w.ships[p].heatStep(),
	})
	e.Party = [2]sim.PlayerID{p, victim}
	if victim != sim.NoPlayer {
		e.Words[RailHit] = 1
	}
}

// beamRange is how much of most a beam gets before a rock or the star stops it. rock is the
// index of that rock, or -1.
func (w *World) beamRange(beam ray, most fixed.Num, m viewTime) (reach fixed.Num, rock int) {
	reach, rock = most, -1
	for i := range w.arena.starCount {
		s := &w.arena.stars[i]
		if d, ok := rayCircle(s.seenAt(m).Sub(beam.from), beam.dir, s.radius); ok {
			reach = min(reach, d)
		}
	}
	for i, high := w.arena.rocksNear(beam.from.Len(), reach); i < high; i++ {
		if w.rocks[i].hull == 0 {
			continue
		}
		l := &w.orbits[i]
		if d, ok := rayCircle(l.seenAt(m).Sub(beam.from), beam.dir, l.radius); ok && d < reach {
			reach, rock = d, i
		}
	}
	return reach, rock
}

// seenAt is where something on an orbit was at a time.
func (l *orbit) seenAt(m viewTime) fixed.Vec {
	if l.distance == 0 {
		return fixed.Vec{}
	}
	at := l.position(m.tick)
	return at.Add(l.position(m.tick + 1).Sub(at).Scale(m.fraction))
}

// beamTarget is the first ship that a beam meets within reach, and at what distance.
func (w *World) beamTarget(p sim.PlayerID, beam ray, reach fixed.Num, m viewTime) (sim.PlayerID, fixed.Num) {
	victim, best := sim.NoPlayer, reach
	w.nearby = w.grid.appendNear(w.nearby[:0], beam.from, beam.point(reach), fixed.Int(ShipRadius)+w.maxTravel(m.tick))
	for _, q := range w.nearby {
		if w.arena.friends(p, q) {
			continue
		}
		at, alive := w.shipAt(q, m)
		if !alive {
			continue
		}
		if d, ok := rayCircle(at.Sub(beam.from), beam.dir, fixed.Int(ShipRadius)); ok && (d < best || d == best && q < victim) {
			victim, best = q, d
		}
	}
	return victim, best
}

// rayCircle is the distance at which a ray with direction dir enters a circle around the
// point to, seen from the start of the ray.
func rayCircle(to, dir fixed.Vec, radius fixed.Num) (dist fixed.Num, ok bool) {
	along := to.Dot(dir)
	off := to.Sub(dir.Scale(along))
	if !off.Within(radius) {
		return 0, false
	}
	half := fixed.Num(fixed.Root(uint64(radius*radius - min(off.X*off.X+off.Y*off.Y, radius*radius))))
	if along+half < 0 {
		return 0, false
	}
	return max(along-half, 0), true
}
