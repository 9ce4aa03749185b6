package puck

import (
	"cmp"
	"slices"

	"perihelion/sim"
)

// AppendStandings appends the standing of everyone who is seated to dst, best first. They
// are those of the last round until the next one begins. All of a team share its place; in
// a draw everyone is first.
func (w *World) AppendStandings(dst []sim.Standing) []sim.Standing {
	first := len(dst)
	victor := w.winningTeam()
	if w.match.phase == sim.PhasePodium {
		victor = w.match.victor
	}
	for _, p := range w.players {
		t, team := &w.skaters[p].tally, w.cfg.TeamOf(p)
		s := sim.Standing{
			Player: p, Team: team, Place: 1, Score: int(w.match.score[team-1]), Points: int(t.goals + t.assists),
			Columns: [sim.MaxColumns]int{ColumnGoals: int(t.goals), ColumnAssists: int(t.assists), ColumnSaves: int(t.saves)},
		}
		if victor != sim.NoTeam && team != victor {
			s.Place = 2
		}
		dst = append(dst, s)
	}
	slices.SortFunc(dst[first:], func(a, b sim.Standing) int {
		return cmp.Or(
			cmp.Compare(a.Place, b.Place), cmp.Compare(b.Points, a.Points),
			cmp.Compare(b.Columns[ColumnGoals], a.Columns[ColumnGoals]), cmp.Compare(b.Columns[ColumnSaves], a.Columns[ColumnSaves]),
			cmp.Compare(a.Player, b.Player),
		)
	})
	return dst
}
