package ships

import (
	"cmp"
	"slices"

	"perihelion/sim"
)

// AppendStandings appends the standing of every seated player to dst, best first. After a
// round they stay the same until the next one begins.
func (w *World) AppendStandings(dst []sim.Standing) []sim.Standing {
	first := len(dst)
	for _, p := range w.players {
		t := &w.ships[p].score
		dst = append(dst, sim.Standing{
			Player: p, Team: w.cfg.TeamOf(p), Score: w.scoreOf(p),
			Points: int(t.points), Columns: [sim.MaxColumns]int{
				ColumnKills: int(t.kills), ColumnDeaths: int(t.deaths), columnRails: int(t.railShots), columnRailHits: int(t.railHits),
			},
		})
	}
	victor := w.winningTeam()
	if w.match.phase == sim.PhasePodium {
		victor = w.match.victor
	}
	all := dst[first:]
	slices.SortFunc(all, func(a, b sim.Standing) int {
		return cmp.Or(cmp.Compare(teamPlace(a.Team, victor), teamPlace(b.Team, victor)), w.compareStandings(&a, &b), cmp.Compare(a.Player, b.Player))
	})
	for i := range all {
		switch s := &all[i]; {
		case w.arena.hasTeams:
			s.Place = teamPlace(s.Team, victor)
		case i > 0 && w.compareStandings(&all[i-1], s) == 0:
			s.Place = all[i-1].Place
		default:
			s.Place = i + 1
		}
	}
	return dst
}

// scoreOf is the score that decides for p: their own points, or those of their team.
func (w *World) scoreOf(p sim.PlayerID) int {
	if w.arena.hasTeams {
		return int(w.match.teamPoints[p&1])
	}
	return int(w.ships[p].score.points)
}

// teamPlace is the place of all players of a team. If no team has won, both are first.
func teamPlace(team, victor sim.Team) int {
	if victor == sim.NoTeam || team == victor {
		return 1
	}
	return 2
}

// compareStandings is negative if a is ahead of b and 0 if they are equal. The leader is
// ahead of players with equal points, having had them first; in a race so is everyone.
func (w *World) compareStandings(a, b *sim.Standing) int {
	switch lead := w.match.leader; {
	case a.Player == b.Player:
		return 0
	case w.arena.isRace:
		passed := func(p sim.PlayerID) sim.Tick { return w.ships[p].score.passed }
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(passed(a.Player), passed(b.Player)))
	case a.Player == lead:
		return -1
	case b.Player == lead:
		return 1
	}
	return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Columns[ColumnDeaths], b.Columns[ColumnDeaths]))
}
