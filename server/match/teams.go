package match

import (
	"cmp"
	"math"
	"slices"

	"perihelion/server/match/rating"
)

// seat gives every ticket of a new match a team: the largest parties first, then
// the strongest, each to the side with the fewest people, and of those to the
// weakest. For players alone that is the snake of a school yard. Then it swaps
// whatever evens the teams most, until nothing does.
func seat(members []*candidate, q Queue) []Entry {
	entries := make([]Entry, len(members))
	for i, s := range members {
		entries[i].Ticket = s.Ticket
	}
	if q.Teams == 0 {
		return entries
	}
	slices.SortStableFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(len(b.Players), len(a.Players)), cmp.Compare(b.Rating(), a.Rating()))
	})
	sides := make([]strength, q.Teams)
	for i := range entries {
		e := &entries[i]
		least := slices.MinFunc(sides, func(a, b strength) int {
			return cmp.Or(cmp.Compare(a.people, b.people), cmp.Compare(a.sum, b.sum))
		})
		e.Team = slices.Index(sides, least) + 1
		sides[e.Team-1].add(e.Ticket)
	}
	for range entries { // each swap narrows the gap; this many are plenty
		if !swap(entries, sides) {
			break
		}
	}
	return entries
}

// strength is what one team of a match has.
type strength struct {
	people int
	sum    float64 // of ratings
}

func (s *strength) add(t Ticket) {
	s.people += len(t.Players)
	s.sum += t.strength()
}

// swap changes the teams of the two tickets of equal size that even the match
// most, if any do.
func swap(entries []Entry, sides []strength) bool {
	const rounding = 1e-9 // or two swaps could undo each other for ever
	least := gap(sides) - rounding
	var a, b *Entry
	for i := range entries {
		for j := range i {
			x, y := &entries[i], &entries[j]
			if x.Team == y.Team || len(x.Players) != len(y.Players) {
				continue
			}
			exchange(sides, x, y)
			if g := gap(sides); g < least {
				least, a, b = g, x, y
			}
			exchange(sides, x, y)
		}
	}
	if a != nil {
		exchange(sides, a, b)
	}
	return a != nil
}

// exchange lets x and y, who are of equal size, change teams; doing it again
// undoes it.
func exchange(sides []strength, x, y *Entry) {
	d := x.strength() - y.strength()
	sides[x.Team-1].sum -= d
	sides[y.Team-1].sum += d
	x.Team, y.Team = y.Team, x.Team
}

// gap is how far apart the strongest and the weakest side are.
func gap(sides []strength) float64 {
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, s := range sides {
		lo, hi = min(lo, s.sum), max(hi, s.sum)
	}
	return hi - lo
}

// quality is how even a new match is: twice the chance of its weakest side
// against its strongest. It is 0 when there are no two teams with people.
func quality(entries []Entry, teams int) float64 {
	sides := make([]strength, max(teams, len(entries)))
	for i, e := range entries {
		if teams > 0 {
			i = e.Team - 1
		}
		sides[i].add(e.Ticket)
	}
	sides = slices.DeleteFunc(sides, func(s strength) bool { return s.people == 0 })
	if len(sides) < 2 {
		return 0
	}
	lo, hi := math.Inf(1), math.Inf(-1)
	for _, s := range sides {
		mean := s.sum / float64(s.people)
		lo, hi = min(lo, mean), max(hi, mean)
	}
	return 2 * rating.Chance(lo, hi)
}
