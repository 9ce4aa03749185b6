package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships/layout"
)

// Beacon is the mode of a zone that goes round the star: a point for each second in which one
// team alone is in it. Kills give none.
var Beacon = &sim.Mode{
	Name: "beacon", Text: "Two teams, one zone that orbits the star. Be in it alone", Queue: "beacon", Turns: true,
	Teams: 2, Points: 70, Seconds: 360,
}

const (
	BeaconRadius = 190   // units
	beaconOrbit  = 450   // distance from the middle in 1/1000 of the arena's radius, if the arena says nothing
	beaconEvery  = 1_000 // ms for a point
)

type beaconGoal struct{}

func (beaconGoal) beginGoal(w *World) {
	w.goal = goalState{
		holder: sim.NoPlayer, phase: uint16(w.random.Next()),
		distance: uint16(w.arena.share(zoneDistance(w.arena.layout, layout.UseBeacon, beaconOrbit)).Round()),
	}
}

// playGoal counts who is in the zone. The points of a team go to those in it in turn.
func (beaconGoal) playGoal(w *World) {
	g := &w.goal
	inside, team, both := w.shipsInBeacon()
	if both || len(inside) == 0 {
		g.team, g.progress = sim.NoTeam, 0
		return
	}
	if team != g.team {
		g.team, g.ticks = team, 0
	}
	g.progress = int32(len(inside))
	if g.ticks++; g.ticks < w.arena.ticks(beaconEvery) {
		return
	}
	g.ticks = 0
	w.scoreGoal(inside[int(w.tick)%len(inside)], 1)
}

// shipsInBeacon lists who is in the zone; both: of both teams. The list is valid until the next
// look into the grid.
func (w *World) shipsInBeacon() (inside []sim.PlayerID, team sim.Team, both bool) {
	at, reach := w.goalAt(), fixed.Int(BeaconRadius)
	inside = w.nearby[:0]
	for _, p := range w.players {
		if s := &w.ships[p]; !s.alive || !s.pos.Sub(at).Within(reach) {
			continue
		}
		own := w.cfg.TeamOf(p)
		both = both || team != sim.NoTeam && own != team
		team = own
		inside = append(inside, p)
	}
	w.nearby = inside
	return inside, team, both
}

// scoreKill gives nothing: who is in the zone is all that counts.
func (beaconGoal) scoreKill(*World, sim.PlayerID, sim.PlayerID, int32) int32 { return 0 }
