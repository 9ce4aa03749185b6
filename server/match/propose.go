package match

import (
	"cmp"
	"slices"
	"time"
)

// Propose makes matches of the tickets that wait in one queue. It is pure: the same input
// gives the same output. No two tickets may be for the same player.
//
// Duels are found exactly: no two tickets are left that could meet. Larger matches are
// built greedily, from the tickets whose ratings are nearest, so that an unusual
// combination of parties can be missed; bots fill such a match later. It costs about
// n log n for n tickets.
func Propose(now time.Time, tickets []Ticket, rooms []Room, q Queue) ([]Proposal, []Explanation) {
	p := newProposer(now, tickets, q)
	var found []Proposal
	if q.Backfill || q.Refill {
		found = p.backfill(rooms)
	}
	for _, s := range p.byAge {
		if s.taken {
			continue
		}
		if g, ok := p.best(s); ok {
			found = append(found, p.match(g))
		}
	}
	return found, p.explain()
}

// proposer is the state of one call of Propose.
type proposer struct {
	now     time.Time
	queue   Queue
	regions []string
	byAge   []*candidate  // whoever has waited longest first
	byRate  []*candidate  // in order of rating
	windows []*windowTree // by region: over byRate

	smallest int // party of all

	steps int // at tickets and nodes of trees: what it costs, for tests to bound
}

// candidate is a ticket during a call of Propose.
type candidate struct {
	Ticket
	waited    time.Duration
	rating    float64
	window    float64
	accept    []bool    // by region
	latencies []float64 // in milliseconds, by region
	rank      int       // in byRate
	taken     bool

	largestOffer int  // people in the largest match it was offered
	clashed      bool // a party did not fit into that
}

func newProposer(now time.Time, tickets []Ticket, q Queue) *proposer {
	p := &proposer{now: now, queue: q, regions: q.Regions}
	if len(p.regions) == 0 {
		p.regions = []string{""}
	}
	seekers := make([]candidate, len(tickets))
	p.byAge = make([]*candidate, len(tickets))
	for i, t := range tickets {
		waited := t.waited(now)
		trips := p.latencies(t)
		seekers[i] = candidate{
			Ticket: t, waited: waited, rating: t.Rating(), window: q.Rating.At(waited),
			accept: p.accepts(trips, waited), latencies: trips,
		}
		p.byAge[i] = &seekers[i]
		if n := len(t.Players); i == 0 || n < p.smallest {
			p.smallest = n
		}
	}
	slices.SortFunc(p.byAge, func(a, b *candidate) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	p.byRate = slices.Clone(p.byAge)
	slices.SortStableFunc(p.byRate, func(a, b *candidate) int { return cmp.Compare(a.rating, b.rating) })
	for i, s := range p.byRate {
		s.rank = i
	}
	for region := range p.regions {
		p.windows = append(p.windows, newWindowTree(p.byRate, region, &p.steps))
	}
	return p
}

// take removes s from whatever may still be found.
func (p *proposer) take(s *candidate) {
	s.taken = true
	for _, r := range p.windows {
		r.remove(s.rank)
	}
}

// match turns a group into a proposal.
func (p *proposer) match(g group) Proposal {
	for _, s := range g.members {
		p.take(s)
	}
	entries := seat(g.members, p.queue)
	friends := g.people > 1 && g.people == p.queue.Seats && len(g.members) == 1
	return Proposal{
		Region:  p.regions[g.region],
		Entries: entries,
		Bots:    g.people < p.queue.Seats || p.queue.Backfill && p.queue.Fill > 0, // people will go, too
		Rated:   p.queue.Rated && !friends && (p.queue.Backfill || g.people == p.queue.Seats),
		Private: friends,
		Quality: quality(entries, p.queue.Teams),
	}
}
