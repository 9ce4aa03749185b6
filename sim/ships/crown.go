package ships

import "perihelion/sim"

// Crown is the mode in which one wears the crown, which pays while it is worn, and has a bounty
// that grows until somebody takes both.
var Crown = &sim.Mode{
	Name: "crown", Text: "Wear the crown and be paid. Everyone is after you", Queue: "crown", Turns: true,
	Points: 65, Seconds: 360,
}

const (
	crownEvery  = 4_000 // ms of wearing it for a point
	crownGrowth = 2     // such points after which the bounty is one higher
	crownBounty = 2     // points, at first
	crownMost   = 8     // points, at most
)

type crownGoal struct{}

func (crownGoal) beginGoal(*World) {}

// playGoal pays who wears the crown. Its progress is the bounty.
func (crownGoal) playGoal(w *World) {
	g := &w.goal
	if g.holder == sim.NoPlayer {
		return
	}
	if !w.ships[g.holder].alive {
		w.goal = goalState{holder: sim.NoPlayer} // nobody has taken it: the next kill does
		return
	}
	if g.ticks++; g.ticks < w.arena.ticks(crownEvery) {
		return
	}
	g.ticks = 0
	g.counted++
	g.progress = min(crownBounty+g.counted/crownGrowth, crownMost)
	w.scoreGoal(g.holder, 1)
}

// scoreKill gives the crown to the first who destroys somebody, and to who destroys its wearer, with
// the bounty.
func (crownGoal) scoreKill(w *World, victim, killer sim.PlayerID, points int32) int32 {
	g := &w.goal
	if killer == sim.NoPlayer || g.holder != sim.NoPlayer && g.holder != victim {
		return points
	}
	if g.holder == victim {
		points += g.progress
	}
	w.goal = goalState{holder: killer, progress: crownBounty, spot: w.ships[killer].pos}
	return points
}
