package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// noImpact is later than any time within a tick; those run from 0 to One.
const noImpact = fixed.One + 1

// impact is the first rock on a way, and the time of the impact within the tick; rock is
// -1 if there is none.
type impact struct {
	rock int
	time fixed.Num
}

// sweep is the way of a projectile in a tick.
type sweep struct {
	from, to fixed.Vec
	radius   fixed.Num // of the projectile
	tick     sim.Tick
}

// closestApproach is the time at which something that moves from a to b, relative to its
// target, is nearest to the target, and whether it then is within reach.
func closestApproach(a, b fixed.Vec, reach fixed.Num) (when fixed.Num, hit bool) {
	way := b.Sub(a)
	// 8 bits less: the products of two positions of one view stay within 62 bits.
	wx, wy, ax, ay := way.X>>8, way.Y>>8, a.X>>8, a.Y>>8
	if long := wx*wx + wy*wy; long > 0 {
		along := -(ax*wx + ay*wy)
		when = min(max(along, 0), long) << fixed.Shift / long
	}
	return when, a.Add(way.Scale(when)).Within(reach)
}

// firstRock is the first unbroken rock on the way.
func (w *World) firstRock(s *sweep) impact {
	first := impact{rock: -1, time: noImpact}
	for i, high := w.arena.rocksNear(s.to.Len(), s.radius+s.from.Sub(s.to).Len()); i < high; i++ {
		if w.rocks[i].hull == 0 {
			continue
		}
		at := w.rockAtTick(i, s.tick)
		if when, ok := closestApproach(s.from.Sub(at), s.to.Sub(at), s.radius+w.orbits[i].radius); ok && when < first.time {
			first = impact{i, when}
		}
	}
	return first
}

// rockAtTick is where a rock was at tick t, the present one or an earlier one.
func (w *World) rockAtTick(i int, t sim.Tick) fixed.Vec {
	if t == w.tick {
		return w.rockAt[i]
	}
	return w.orbits[i].position(t)
}

// firstShip is the first ship on the way that p may hurt, before a time within the tick.
// Ships move too: the way is taken relative to each ship's own.
func (w *World) firstShip(p sim.PlayerID, s *sweep, before fixed.Num) (victim sim.PlayerID, at fixed.Vec) {
	victim = sim.NoPlayer
	reach := fixed.Int(ShipRadius) + s.radius
	w.nearby = w.grid.appendNear(w.nearby[:0], s.from, s.to, reach+w.maxTravel(s.tick-1))
	for _, q := range w.nearby {
		from, to, there := w.pathAt(q, s.tick)
		if !there || w.arena.friends(p, q) {
			continue
		}
		when, ok := closestApproach(s.from.Sub(from), s.to.Sub(to), reach)
		if !ok || when > before || when == before && q > victim {
			continue
		}
		victim, before = q, when
		at = s.from.Add(s.to.Sub(s.from).Scale(when))
	}
	return victim, at
}
