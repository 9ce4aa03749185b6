package match

import (
	"cmp"
	"math"
	"slices"

	"perihelion/server/match/rating"
)

// assignTeams gives each ticket of a new match a team: the largest parties first, then the
// strongest, each to the team with the fewest players, and of those to the weakest. Then it
// swaps tickets as long as that makes the teams more even.
func assignTeams(members []*candidate, q Queue) []entry {
	entries := make([]entry, len(members))
	for i, s := range members {
		entries[i].Ticket = s.Ticket
	}
	if q.Teams == 0 {
		return entries
	}
	slices.SortStableFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(len(b.players), len(a.players)), cmp.Compare(b.rating(), a.rating()))
	})
	teams := make([]teamStrength, q.Teams)
	for i := range entries {
		e := &entries[i]
		least := slices.MinFunc(teams, func(a, b teamStrength) int {
			return cmp.Or(cmp.Compare(a.players, b.players), cmp.Compare(a.sum, b.sum))
		})
		e.team = slices.Index(teams, least) + 1
		teams[e.team-1].addTicket(e.Ticket)
	}
	for range entries { // each swap narrows the gap; this bounds their number
		if !improveTeams(entries, teams) {
			break
		}
	}
	return entries
}

// teamStrength is the number of players and the strength of a team.
type teamStrength struct {
	players int
	sum     float64 // of ratings
}

func (s *teamStrength) addTicket(t Ticket) {
	s.players += len(t.players)
	s.sum += t.strength()
}

// improveTeams swaps the two tickets of equal size that make the match more even, if any
// do.
func improveTeams(entries []entry, teams []teamStrength) bool {
	const rounding = 1e-9 // otherwise two swaps could undo each other forever
	least := teamGap(teams) - rounding
	var a, b *entry
	for i := range entries {
		for j := range i {
			x, y := &entries[i], &entries[j]
			if x.team == y.team || len(x.players) != len(y.players) {
				continue
			}
			swapTeams(teams, x, y)
			if g := teamGap(teams); g < least {
				least, a, b = g, x, y
			}
			swapTeams(teams, x, y)
		}
	}
	if a != nil {
		swapTeams(teams, a, b)
	}
	return a != nil
}

// swapTeams swaps the teams of x and y, which have equal size. Doing it again undoes it.
func swapTeams(teams []teamStrength, x, y *entry) {
	d := x.strength() - y.strength()
	teams[x.team-1].sum -= d
	teams[y.team-1].sum += d
	x.team, y.team = y.team, x.team
}

// teamGap is the difference between the strongest and the weakest team.
func teamGap(teams []teamStrength) float64 {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, s := range teams {
		lo, hi = min(lo, s.sum), max(hi, s.sum)
	}
	return hi - lo
}

// quality is how even a new match is: twice the chance of its weakest team against its
// strongest; 0 if fewer than two teams have players.
func quality(entries []entry, numTeams int) float64 {
	teams := make([]teamStrength, max(numTeams, len(entries)))
	for i, e := range entries {
		if numTeams > 0 {
			i = e.team - 1
		}
		teams[i].addTicket(e.Ticket)
	}
	teams = slices.DeleteFunc(teams, func(s teamStrength) bool { return s.players == 0 })
	if len(teams) < 2 {
		return 0
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, s := range teams {
		mean := s.sum / float64(s.players)
		lo, hi = min(lo, mean), max(hi, mean)
	}
	return 2 * rating.Chance(lo, hi)
}
