package match

import (
	"cmp"
	"math"
	"slices"
)

// backfill sends whoever fits into matches that have begun, the fullest first: a
// few lively rooms are better than many with bots.
func (p *proposer) backfill(rooms []Room) []Proposal {
	open := make([]Room, len(rooms))
	for i, r := range rooms {
		open[i] = r
		open[i].Teams = slices.Clone(r.Teams)
	}
	slices.SortStableFunc(open, func(a, b Room) int { return cmp.Compare(b.people(), a.people()) })
	var found []Proposal
	for _, s := range p.byAge {
		i, side := p.freeSeatsFor(s, open)
		if i < 0 {
			continue
		}
		p.take(s)
		e := Entry{Ticket: s.Ticket}
		if p.queue.Teams > 0 {
			e.Team = side + 1
		}
		found = append(found, Proposal{Room: open[i].ID, Region: open[i].Region, Entries: []Entry{e}})
		open[i].Teams[side].Free -= len(s.Players)
		open[i].Teams[side].People += len(s.Players)
		for ; i > 0 && open[i-1].people() < open[i].people(); i-- { // it is fuller now
			open[i-1], open[i] = open[i], open[i-1]
		}
		open = slices.DeleteFunc(open, Room.full)
	}
	return found
}

// freeSeatsFor is the first room with a team that takes s whole, and that team; -1 if
// there is none.
func (p *proposer) freeSeatsFor(s *candidate, open []Room) (room, side int) {
	for i, r := range open {
		p.steps++
		region := slices.Index(p.regions, r.Region)
		if region < 0 || !s.accept[region] || p.queue.Refill && !s.acceptsOpponent(r.Waiting) {
			continue
		}
		side := -1
		for j, b := range r.Teams {
			if b.Free >= len(s.Players) && (side < 0 || b.needsMoreThan(r.Teams[side])) {
				side = j
			}
		}
		if side >= 0 {
			return i, side
		}
	}
	return -1, -1
}

// needsMoreThan tells whether a newcomer is needed more in s than in t: where there are
// fewer people, else where they are behind.
func (s TeamState) needsMoreThan(t TeamState) bool {
	return s.People < t.People || s.People == t.People && s.Points < t.Points
}

func (r Room) full() bool {
	return !slices.ContainsFunc(r.Teams, func(s TeamState) bool { return s.Free > 0 })
}

// acceptsOpponent tells whether s accepts somebody whose opponent has gone as an opponent. They
// accept whoever comes: they have had one, or have waited for one.
func (s *candidate) acceptsOpponent(p Player) bool {
	return p.ID != s.Players[0].ID && math.Abs(s.rating-p.Rating) <= s.window
}
