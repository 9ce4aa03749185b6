package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const teamCount = 2 // of a match that has teams

// friends reports whether p cannot hurt q: the same player or the same team.
func (a *arena) friends(p, q sim.PlayerID) bool {
	return p == q || a.hasTeams && p != sim.NoPlayer && (p^q)&1 == 0
}

// teamSizes counts the players of each team.
func (w *World) teamSizes() (n [teamCount]int) {
	for _, p := range w.players {
		n[p&1]++
	}
	return n
}

// leadingTeam is the team with more points, or NoTeam.
func (m *match) leadingTeam() sim.Team {
	switch {
	case m.teamPoints[0] > m.teamPoints[1]:
		return 1
	case m.teamPoints[1] > m.teamPoints[0]:
		return 2
	}
	return sim.NoTeam
}

// winningTeam is the team that wins if the round ends now. A team without opponents has
// won.
func (w *World) winningTeam() sim.Team {
	switch n := w.teamSizes(); {
	case !w.arena.hasTeams:
		return sim.NoTeam
	case n[1] == 0:
		return 1
	case n[0] == 0:
		return 2
	}
	return w.match.leadingTeam()
}

// spawnDirection is a random direction from the star in which p spawns, a full turn being
// 2^32. In a match of teams it is within 60° of the base of p's team; the bases change
// places from round to round.
func (w *World) spawnDirection(p sim.PlayerID) uint32 {
	turn := uint32(w.random.Next())
	if !w.arena.hasTeams {
		return turn
	}
	base := (uint32(p) + uint32(w.match.round)) << 31
	return base + uint32(int32(turn)/3)
}

// startPoint is where p begins a round. In a match of teams, seats 2n and 2n+1 begin at
// mirror images of one position; in a race they begin in a grid.
func (w *World) startPoint(p sim.PlayerID) fixed.Vec {
	if p&1 == 1 && w.arena.hasTeams && w.ships[p-1].seated {
		return fixed.Vec{}.Sub(w.ships[p-1].pos)
	}
	if w.arena.isRace {
		return w.gridPoint(p)
	}
	return w.spawnPoint(p)
}
