package match

import (
	"math"
	"slices"
)

// looksPerSeat is how many tickets are tried for each seat of a match: parties that do not
// fit must not cause a search through all tickets.
const looksPerSeat = 3

// group is a match that is being built.
type group struct {
	region         int
	members        []*candidate
	players        int
	smallestMisfit int // the smallest party that did not fit; 0: all did

	lowest, highest          float64 // ratings of its members
	minAccepted, maxAccepted float64 // ratings that all members accept
}

// bestGroup is the largest match for s, among equals the one in the region where the worst
// latency is lowest;
// ok reports whether it has enough players.
func (p *proposer) bestGroup(s *candidate) (best group, ok bool) {
	for region, accepted := range s.accepted {
		if !accepted {
			continue
		}
		g := p.buildGroup(s, region)
		if g.players > best.players || g.players == best.players && worstLatency(g.members, region) < worstLatency(best.members, best.region) {
			best = g
		}
	}
	s.largestOffer, s.partyMisfit = best.players, best.smallestMisfit > 0
	return best, best.players >= p.queue.requiredPlayers(s.waited)
}

// buildGroup builds a match around s, trying tickets in order of their rating difference.
func (p *proposer) buildGroup(s *candidate, region int) group {
	g := group{region: region}
	g.addMember(s)
	r := p.windows[region]
	down, up := r.nextDown(s.rank, s.rating), r.nextUp(s.rank, s.rating)
	for range looksPerSeat * p.queue.Seats {
		if g.players == p.queue.Seats || min(p.ratingGap(s, down), p.ratingGap(s, up)) > s.window || down < 0 && up < 0 {
			break
		}
		if g.smallestMisfit == p.smallestParty {
			break // no other party fits
		}
		p.steps++
		next := up
		if p.isNearer(s, down, up) {
			next, down = down, r.nextDown(down, s.rating)
		} else {
			up = r.nextUp(up, s.rating)
		}
		p.tryAdd(&g, p.byRating[next])
	}
	return g
}

// ratingGap is the rating difference between s and the ticket at i.
func (p *proposer) ratingGap(s *candidate, i int) float64 {
	if i < 0 {
		return math.Inf(1)
	}
	return math.Abs(p.byRating[i].rating - s.rating)
}

// isNearer reports whether s should rather meet a than b: by rating difference, then by
// age.
func (p *proposer) isNearer(s *candidate, a, b int) bool {
	if a < 0 || b < 0 {
		return b < 0
	}
	da, db := p.ratingGap(s, a), p.ratingGap(s, b)
	return da < db || da == db && p.byRating[a].created.Before(p.byRating[b].created)
}

// tryAdd adds s to g if it fits and all accept each other.
func (p *proposer) tryAdd(g *group, s *candidate) {
	switch {
	case s.rating < g.minAccepted || s.rating > g.maxAccepted || g.highest-s.rating > s.window || s.rating-g.lowest > s.window:
	case g.smallestMisfit > 0 && len(s.players) >= g.smallestMisfit: // larger ones will not fit either
	case !g.fits(s, p.queue):
		g.smallestMisfit = len(s.players)
	default:
		g.addMember(s)
	}
}

func (g *group) addMember(s *candidate) {
	if g.members == nil {
		g.lowest, g.highest, g.minAccepted, g.maxAccepted = s.rating, s.rating, math.Inf(-1), math.Inf(1)
	}
	g.members = append(g.members, s)
	g.players += len(s.players)
	g.lowest, g.highest = min(g.lowest, s.rating), max(g.highest, s.rating)
	g.minAccepted, g.maxAccepted = max(g.minAccepted, s.rating-s.window), min(g.maxAccepted, s.rating+s.window)
}

// fits reports whether the teams have room for s, without splitting a party.
func (g *group) fits(s *candidate, q Queue) bool {
	if g.players+len(s.players) > q.Seats {
		return false
	}
	if q.Teams == 0 || g.players+len(s.players) == len(g.members)+1 { // only single players
		return true
	}
	sizes := append(make([]int, 0, 32), len(s.players)) // constant sizes keep both on the stack
	for _, m := range g.members {
		sizes = append(sizes, len(m.players))
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
