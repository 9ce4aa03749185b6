package sim

import "perihelion/sim/fixed"

// Team is a side of a match, 1 or 2; NoTeam where everyone fights for themselves.
type Team uint8

const NoTeam Team = 0

const sides = 2 // of a match that has any

// TeamOf is the side of seat p: in modes that have sides, even seats are on the
// first and odd ones on the second. So whoever can tell whose a ship, a shot or a
// mine is knows friend from foe, and no word of the wire need say it.
func (c Config) TeamOf(p PlayerID) Team {
	if !rulesOfModes[c.Mode].hasTeams {
		return NoTeam
	}
	return Team(p&1) + 1
}

// friends reports whether nothing of p's may hurt q.
func (a *arena) friends(p, q PlayerID) bool {
	return p == q || a.hasTeams && p != NoPlayer && (p^q)&1 == 0
}

// crews counts who is on each side.
func (w *World) crews() (n [sides]int) {
	for _, p := range w.players {
		n[p&1]++
	}
	return n
}

// ahead is the side with more points, or NoTeam.
func (m *match) ahead() Team {
	switch {
	case m.score[0] > m.score[1]:
		return 1
	case m.score[1] > m.score[0]:
		return 2
	}
	return NoTeam
}

// winningTeam is the side that wins if the round ends now: one that is alone has won.
func (w *World) winningTeam() Team {
	switch n := w.crews(); {
	case !w.arena.hasTeams:
		return NoTeam
	case n[1] == 0:
		return 1
	case n[0] == 0:
		return 2
	}
	return w.match.ahead()
}

// bearing is where around the star the side of p begins its lives: within 60° of
// its base. The bases change hands from round to round, and there are none where
// there are no sides.
func (w *World) bearing(p PlayerID) uint32 {
	turn := uint32(w.luck.Next())
	if !w.arena.hasTeams {
		return turn
	}
	base := (uint32(p) + uint32(w.match.round)) << 31
	return base + uint32(int32(turn)/3)
}

// start is where p begins a round. Where there are sides they are set up like an
// image in a mirror, each seat across from its neighbour of the other side.
func (w *World) start(p PlayerID) fixed.Vec {
	if p&1 == 1 && w.arena.hasTeams && w.ships[p-1].seated {
		return fixed.Vec{}.Sub(w.ships[p-1].pos)
	}
	return w.spawnPoint(p)
}
