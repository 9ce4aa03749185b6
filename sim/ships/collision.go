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

// sweepRocks is the first unbroken rock on the way from a to b in tick t. The way is at
// distance r from the star.
func (w *World) sweepRocks(a, b fixed.Vec, r, reach fixed.Num, t sim.Tick) impact {
	first := impact{rock: -1, time: noImpact}
	for i, high := w.arena.rocksNear(r, reach+a.Sub(b).Len()); i < high; i++ {
		if w.rocks[i].hull == 0 {
			continue
		}
		at := w.rockAtTick(i, t)
		if when, ok := closestApproach(a.Sub(at), b.Sub(at), reach+w.orbits[i].radius); ok && when < first.time {
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

// sweepShips is the first ship that p may hurt on the way from a to b, before a time
// within tick t. Ships move too: the way is taken relative to each ship's own.
func (w *World) sweepShips(p sim.PlayerID, a, b fixed.Vec, reach, before fixed.Num, t sim.Tick) (victim sim.PlayerID, at fixed.Vec) {
	victim = sim.NoPlayer
	w.nearby = w.grid.appendNear(w.nearby[:0], a, b, reach+w.maxTravel(t-1))
	for _, q := range w.nearby {
		from, to, there := w.pathAt(q, t)
		if !there || w.arena.friends(p, q) {
			continue
		}
		when, ok := closestApproach(a.Sub(from), b.Sub(to), reach)
		if !ok || when > before || when == before && q > victim {
			continue
		}
		victim, before = q, when
		at = a.Add(b.Sub(a).Scale(when))
	}
	return victim, at
}
