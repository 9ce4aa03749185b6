package sim

import (
	"cmp"
	"slices"
)

// A Standing is how far a player has got in the round, in the words of a table
// of results.
type Standing struct {
	Player                PlayerID
	Team                  Team
	Place                 int // from 1; equals share one
	Score                 int // what Config.Limit is about
	Points, Kills, Deaths int
}

// AppendStandings appends the standing of everyone who is seated to dst, best
// first. They are those of the last round until the next one begins.
func (w *World) AppendStandings(dst []Standing) []Standing {
	first := len(dst)
	for _, p := range w.players {
		t := &w.ships[p].tally
		dst = append(dst, Standing{
			Player: p, Team: w.cfg.TeamOf(p), Score: int(t.points),
			Points: int(t.points), Kills: int(t.kills), Deaths: int(t.deaths),
		})
	}
	all := dst[first:]
	slices.SortFunc(all, func(a, b Standing) int {
		return cmp.Or(w.rank(&a, &b), cmp.Compare(a.Player, b.Player))
	})
	for i := range all {
		all[i].Place = i + 1
		if i > 0 && w.rank(&all[i-1], &all[i]) == 0 {
			all[i].Place = all[i-1].Place
		}
	}
	return dst
}

// rank is negative if a is ahead of b and 0 if they are equal. Who wears the
// crown is ahead of his equals: he got there first.
func (w *World) rank(a, b *Standing) int {
	switch lead := w.match.leader; {
	case a.Player == b.Player:
		return 0
	case a.Player == lead:
		return -1
	case b.Player == lead:
		return 1
	}
	return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Deaths, b.Deaths))
}
