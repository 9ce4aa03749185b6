package match

import (
	"math"
	"slices"
)

// patience is how many tickets a match looks at for each of its seats before it
// makes do with what it has: parties that do not fit must not make it look at
// everyone.
const patience = 3

// group is a match in the making.
type group struct {
	region  int
	members []*candidate
	people  int
	tight   int // the smallest party that did not fit; 0: all did

	lo, hi         float64 // ratings of its members
	floor, ceiling float64 // ratings that every one of them accepts
}

// best is the largest match that s could have now, where its people are nearest,
// and whether that is enough.
func (p *proposer) best(s *candidate) (best group, ok bool) {
	for region, accepted := range s.accept {
		if !accepted {
			continue
		}
		g := p.gather(s, region)
		if g.people > best.people || g.people == best.people && far(g.members, region) < far(best.members, best.region) {
			best = g
		}
	}
	s.largestOffer, s.clashed = best.people, best.tight > 0
	return best, best.people >= p.queue.enough(s.waited)
}

// gather builds a match around s, from the nearest ratings outwards.
func (p *proposer) gather(s *candidate, region int) group {
	g := group{region: region}
	g.join(s)
	r := p.windows[region]
	down, up := r.down(s.rank, s.rating), r.up(s.rank, s.rating)
	for range patience * p.queue.Seats {
		if g.people == p.queue.Seats || min(p.gap(s, down), p.gap(s, up)) > s.window || down < 0 && up < 0 {
			break
		}
		if g.tight == p.smallest {
			break // nobody fits any more
		}
		p.steps++
		next := up
		if p.nearer(s, down, up) {
			next, down = down, r.down(down, s.rating)
		} else {
			up = r.up(up, s.rating)
		}
		p.offer(&g, p.byRate[next])
	}
	return g
}

// gap is how far the rating of the ticket at i is from that of s.
func (p *proposer) gap(s *candidate, i int) float64 {
	if i < 0 {
		return math.Inf(1)
	}
	return math.Abs(p.byRate[i].rating - s.rating)
}

// nearer tells whether s would rather meet a than b; among equals the one who has
// waited longer.
func (p *proposer) nearer(s *candidate, a, b int) bool {
	if a < 0 || b < 0 {
		return b < 0
	}
	da, db := p.gap(s, a), p.gap(s, b)
	return da < db || da == db && p.byRate[a].Created.Before(p.byRate[b].Created)
}

// offer lets s join if it fits and everyone accepts everyone.
func (p *proposer) offer(g *group, s *candidate) {
	switch {
	case s.rating < g.floor || s.rating > g.ceiling || g.hi-s.rating > s.window || s.rating-g.lo > s.window:
	case g.tight > 0 && len(s.Players) >= g.tight: // nor will a larger one
	case !g.fits(s, p.queue):
		g.tight = len(s.Players)
	default:
		g.join(s)
	}
}

func (g *group) join(s *candidate) {
	if g.members == nil {
		g.lo, g.hi, g.floor, g.ceiling = s.rating, s.rating, math.Inf(-1), math.Inf(1)
	}
	g.members = append(g.members, s)
	g.people += len(s.Players)
	g.lo, g.hi = min(g.lo, s.rating), max(g.hi, s.rating)
	g.floor, g.ceiling = max(g.floor, s.rating-s.window), min(g.ceiling, s.rating+s.window)
}

// fits tells whether the teams can take s, too, each party whole.
func (g *group) fits(s *candidate, q Queue) bool {
	if g.people+len(s.Players) > q.Seats {
		return false
	}
	if q.Teams == 0 || g.people+len(s.Players) == len(g.members)+1 { // no party among them
		return true
	}
	sizes := append(make([]int, 0, 32), len(s.Players)) // of a constant size, both stay on the stack
	for _, m := range g.members {
		sizes = append(sizes, len(m.Players))
	}
	slices.Sort(sizes)
	free := make([]int, 0, 8)
	for range q.Teams {
		free = append(free, q.teamSize())
	}
	for _, size := range slices.Backward(sizes) {
		most := slices.Max(free)
		if most < size {
			return false
		}
		free[slices.Index(free, most)] -= size
	}
	return true
}
