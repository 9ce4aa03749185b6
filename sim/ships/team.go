package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

const teamCount = 2 // of a match that has any

// friends reports whether nothing of p's may hurt q.
func (a *arena) friends(p, q sim.PlayerID) bool {
	return p == q || a.hasTeams && p != sim.NoPlayer && (p^q)&1 == 0
}

// teamSizes counts who is on each side.
func (w *World) teamSizes() (n [teamCount]int) {
	for _, p := range w.players {
		n[p&1]++
	}
	return n
}

// ahead is the side with more points, or NoTeam.
func (m *match) leadingTeam() sim.Team {
	switch {
	case m.teamPoints[0] > m.teamPoints[1]:
		return 1
	case m.teamPoints[1] > m.teamPoints[0]:
		return 2
	}
	return sim.NoTeam
}

// winningTeam is the side that wins if the round ends now: one that is alone has won.
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

// spawnDirection is where around the star the side of p begins its lives: within 60° of
// its base. The bases change hands from round to round, and there are none where
// there are no sides.
func (w *World) spawnDirection(p sim.PlayerID) uint32 {
	turn := uint32(w.random.Next())
	if !w.arena.hasTeams {
		return turn
	}
	base := (uint32(p) + uint32(w.match.round)) << 31
	return base + uint32(int32(turn)/3)
}

// startPoint is where p begins a round. Where there are sides they are set up like an
// image in a mirror, each seat across from its neighbour of the other side.
func (w *World) startPoint(p sim.PlayerID) fixed.Vec {
	if p&1 == 1 && w.arena.hasTeams && w.ships[p-1].seated {
		return fixed.Vec{}.Sub(w.ships[p-1].pos)
	}
	return w.spawnPoint(p)
}
