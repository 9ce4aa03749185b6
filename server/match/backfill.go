package match

import (
	"cmp"
	"math"
	"slices"
)

// backfill assigns tickets to running matches, fullest first: a few full rooms are better
// than many with bots.
func (p *proposer) backfill(rooms []Room) []proposal {
	open := make([]Room, len(rooms))
	for i, r := range rooms {
		open[i] = r
		open[i].Teams = slices.Clone(r.Teams)
	}
	slices.SortStableFunc(open, func(a, b Room) int { return cmp.Compare(b.playerCount(), a.playerCount()) })
	var found []proposal
	for _, s := range p.byAge {
		i, team := p.freeSeatsFor(s, open)
		if i < 0 {
			continue
		}
		p.removeCandidate(s)
		e := entry{Ticket: s.Ticket}
		if p.queue.Teams > 0 {
			e.team = team + 1
		}
		found = append(found, proposal{room: open[i].ID, region: open[i].Region, entries: []entry{e}})
		open[i].Teams[team].Free -= len(s.players)
		open[i].Teams[team].Players += len(s.players)
		for ; i > 0 && open[i-1].playerCount() < open[i].playerCount(); i-- { // keep the order: it is fuller now
			open[i-1], open[i] = open[i], open[i-1]
		}
		open = slices.DeleteFunc(open, Room.isFull)
	}
	return found
}

// freeSeatsFor is the first room with a team that has seats for all of s, and that team; -1
// if there is none.
func (p *proposer) freeSeatsFor(s *candidate, open []Room) (room, team int) {
	for i, r := range open {
		p.steps++
		region := slices.Index(p.regions, r.Region)
		if region < 0 || !s.accepted[region] || p.queue.refill && !s.acceptsOpponent(r.Waiting) {
			continue
		}
		team := -1
		for j, b := range r.Teams {
			if b.Free >= len(s.players) && (team < 0 || b.needsMoreThan(r.Teams[team])) {
				team = j
			}
		}
		if team >= 0 {
			return i, team
		}
	}
	return -1, -1
}

// needsMoreThan reports whether a new player should rather join s than t: the team with
// fewer players, or else with fewer points.
func (s TeamState) needsMoreThan(t TeamState) bool {
	return s.Players < t.Players || s.Players == t.Players && s.points < t.points
}

func (r Room) isFull() bool {
	return !slices.ContainsFunc(r.Teams, func(s TeamState) bool { return s.Free > 0 })
}

// acceptsOpponent reports whether s accepts p, who waits for an opponent. p accepts
// anybody, having waited already.
func (s *candidate) acceptsOpponent(p Player) bool {
	return p.ID != s.players[0].ID && math.Abs(s.rating-p.Rating) <= s.window
}
