package match

import (
	"cmp"
	"slices"
	"time"
)

// propose matches the waiting tickets of one queue. It is pure: the same input gives the
// same output. No two tickets may have a player in common.
//
// Duels are exact: no two remaining tickets could be matched. Larger matches are built
// greedily from the nearest ratings, so that an unusual combination of parties may be
// missed; bots fill such a match later. The cost is about n log n for n tickets.
func propose(now time.Time, tickets []Ticket, rooms []Room, q Queue) ([]proposal, []explanation) {
	p := newProposer(now, tickets, q)
	var found []proposal
	if q.Backfill || q.refill {
		found = p.backfill(rooms)
	}
	for _, s := range p.byAge {
		if s.matched {
			continue
		}
		if g, ok := p.bestGroup(s); ok {
			found = append(found, p.toProposal(g))
		}
	}
	return found, p.explainAll()
}

// proposer is the state of one call of propose.
type proposer struct {
	now      time.Time
	queue    Queue
	regions  []string
	byAge    []*candidate  // oldest first
	byRating []*candidate  // in order of rating
	windows  []*windowTree // by region: over byRating

	smallestParty int // of all tickets

	steps int // visited tickets and tree nodes: the cost, bounded by tests
}

// candidate is a ticket during a call of propose.
type candidate struct {
	Ticket
	waited    time.Duration
	rating    float64
	window    float64
	accepted  []bool    // by region
	latencies []float64 // in milliseconds, by region
	rank      int       // index in byRating
	matched   bool

	largestOffer int  // players in the largest match found for it
	partyMisfit  bool // a party did not fit into that match
}

func newProposer(now time.Time, tickets []Ticket, q Queue) *proposer {
	p := &proposer{now: now, queue: q, regions: q.regions}
	if len(p.regions) == 0 {
		p.regions = []string{""}
	}
	candidates := make([]candidate, len(tickets))
	p.byAge = make([]*candidate, len(tickets))
	for i, t := range tickets {
		waited := t.waited(now)
		trips := p.regionLatencies(t)
		candidates[i] = candidate{
			Ticket: t, waited: waited, rating: t.rating(), window: q.rating.widthAt(waited),
			accepted: p.acceptedRegions(trips, waited), latencies: trips,
		}
		p.byAge[i] = &candidates[i]
		if n := len(t.players); i == 0 || n < p.smallestParty {
			p.smallestParty = n
		}
	}
	slices.SortFunc(p.byAge, func(a, b *candidate) int {
		return cmp.Or(a.created.Compare(b.created), cmp.Compare(a.id, b.id))
	})
	p.byRating = slices.Clone(p.byAge)
	slices.SortStableFunc(p.byRating, func(a, b *candidate) int { return cmp.Compare(a.rating, b.rating) })
	for i, s := range p.byRating {
		s.rank = i
	}
	for region := range p.regions {
		p.windows = append(p.windows, newWindowTree(p.byRating, region, &p.steps))
	}
	return p
}

// removeCandidate excludes s from further searches.
func (p *proposer) removeCandidate(s *candidate) {
	s.matched = true
	for _, r := range p.windows {
		r.remove(s.rank)
	}
}

// toProposal turns a group into a proposal.
func (p *proposer) toProposal(g group) proposal {
	for _, s := range g.members {
		p.removeCandidate(s)
	}
	entries := assignTeams(g.members, p.queue)
	friends := g.players > 1 && g.players == p.queue.Seats && len(g.members) == 1
	return proposal{
		region:  p.regions[g.region],
		entries: entries,
		bots:    g.players < p.queue.Seats || p.queue.Backfill && p.queue.minPlayers > 0, // players may leave later
		rated:   p.queue.Rated && !friends && (p.queue.Backfill || g.players == p.queue.Seats),
		private: friends,
		quality: quality(entries, p.queue.Teams),
	}
}
