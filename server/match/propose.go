package match

import (
	"cmp"
	"slices"
	"time"
)

// Propose brings together those who wait in one queue. It is pure: the same input
// gives the same output. No two tickets may be for the same player.
//
// Duels are found exactly: nobody stays who could meet somebody else who stays.
// Larger matches are built from the nearest tickets first and may miss a cunning
// combination of parties, but their order is fair and what they miss today bots
// fill tomorrow. It costs about n log n, whatever the tickets are.
func Propose(now time.Time, tickets []Ticket, rooms []Room, q Queue) ([]Proposal, []Explanation) {
	p := newPass(now, tickets, q)
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

// pass is one run of Propose.
type pass struct {
	now     time.Time
	queue   Queue
	regions []string
	byAge   []*seeker // whoever has waited longest first
	byRate  []*seeker // in order of rating
	reach   []*reach  // by region: over byRate

	smallest int // party of all

	looks int // at tickets and nodes of trees: what it costs, for tests to bound
}

// seeker is a ticket during a pass.
type seeker struct {
	Ticket
	waited time.Duration
	rating float64
	window float64
	accept []bool    // by region
	trips  []float64 // in milliseconds, by region
	at     int       // in byRate
	taken  bool

	best    int  // people in the largest match it was offered
	clashed bool // a party did not fit into that
}

func newPass(now time.Time, tickets []Ticket, q Queue) *pass {
	p := &pass{now: now, queue: q, regions: q.Regions}
	if len(p.regions) == 0 {
		p.regions = []string{""}
	}
	seekers := make([]seeker, len(tickets))
	p.byAge = make([]*seeker, len(tickets))
	for i, t := range tickets {
		waited := t.waited(now)
		trips := p.trips(t)
		seekers[i] = seeker{
			Ticket: t, waited: waited, rating: t.Rating(), window: q.Rating.At(waited),
			accept: p.accepts(trips, waited), trips: trips,
		}
		p.byAge[i] = &seekers[i]
		if n := len(t.Players); i == 0 || n < p.smallest {
			p.smallest = n
		}
	}
	slices.SortFunc(p.byAge, func(a, b *seeker) int {
		return cmp.Or(a.Created.Compare(b.Created), cmp.Compare(a.ID, b.ID))
	})
	p.byRate = slices.Clone(p.byAge)
	slices.SortStableFunc(p.byRate, func(a, b *seeker) int { return cmp.Compare(a.rating, b.rating) })
	for i, s := range p.byRate {
		s.at = i
	}
	for region := range p.regions {
		p.reach = append(p.reach, newReach(p.byRate, region, &p.looks))
	}
	return p
}

// take removes s from whatever may still be found.
func (p *pass) take(s *seeker) {
	s.taken = true
	for _, r := range p.reach {
		r.remove(s.at)
	}
}

// match turns a group into a proposal.
func (p *pass) match(g group) Proposal {
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
