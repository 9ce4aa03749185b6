package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships/layout"
)

// Comet is the mode in which one carries the comet once around the star: low the way is short
// and burns, high it is long.
var Comet = &sim.Mode{
	Name: "comet", Text: "Catch the comet and carry it once around the star", Queue: "comet", Turns: true,
	Points: 50, Seconds: 360,
}

const (
	cometRadius = 34  // units, on top of the ship's: how close one must come to catch it
	cometPoints = 6   // for a way around the star
	cometOrbit  = 500 // distance from the middle in 1/1000 of the arena's radius, where it begins, if the arena says nothing
	cometShift  = 8   // the progress of a way is told in 1/256 of it
)

type cometGoal struct{}

func (cometGoal) beginGoal(w *World) {
	w.releaseGoal(w.cometPlace())
}

// cometPlace is a random place where a comet begins.
func (w *World) cometPlace() fixed.Vec {
	return fixed.FineUnit(uint32(w.random.Next()), w.arena.share(zoneDistance(w.arena.layout, layout.UseComet, cometOrbit)))
}

// playGoal lets go of a comet whose carrier is dead, gives a free one to who touches it, and counts
// how far around the star it was carried, one way or the other.
func (cometGoal) playGoal(w *World) {
	g := &w.goal
	if g.holder == sim.NoPlayer {
		if p := w.closestShip(sim.NoPlayer, w.goalAt(), fixed.Int(cometRadius+ShipRadius)); p != sim.NoPlayer {
			g.holder, g.counted, g.progress, g.spot = p, 0, 0, w.ships[p].pos
		}
		return
	}
	s := &w.ships[g.holder]
	if !s.alive {
		w.releaseGoal(s.pos)
		return
	}
	g.counted += int32(fixed.AngleDiff(s.from.Direction(), s.pos.Direction()))
	way := max(g.counted, -g.counted)
	g.progress = min(way>>cometShift, 255)
	if way < 1<<16 {
		return
	}
	w.scoreGoal(g.holder, cometPoints)
	w.releaseGoal(w.cometPlace())
}

func (cometGoal) scoreKill(_ *World, _, _ sim.PlayerID, usual int32) int32 { return usual }
