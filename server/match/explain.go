package match

import (
	"math"
	"time"
)

// explainAll explains to all remaining tickets why they wait.
func (p *proposer) explainAll() []explanation {
	var left []*candidate // in order of rating
	for _, s := range p.byRating {
		if !s.matched {
			s.rank = len(left)
			left = append(left, s)
		}
	}
	told := make([]explanation, 0, len(left))
	for _, s := range p.byAge {
		if s.matched {
			continue
		}
		told = append(told, explanation{
			Ticket: s.id, Waited: s.waited, Position: len(told) + 1, Queued: len(left),
			Rating: s.rating, Window: zeroIfInfinite(s.window),
			Latency:  p.acceptedLatency(s.waited),
			BotsIn:   p.botsIn(s.waited),
			NearMiss: p.nearMiss(s, left),
		})
	}
	return told
}

// acceptedLatency is the round trip time that a ticket accepts by now; 0: any, or there is one region only.
func (p *proposer) acceptedLatency(waited time.Duration) time.Duration {
	if len(p.regions) == 1 {
		return 0
	}
	return time.Duration(zeroIfInfinite(p.queue.latency.widthAt(waited)) * float64(time.Millisecond))
}

// zeroIfInfinite replaces infinity, which JSON does not have, by 0.
func zeroIfInfinite(window float64) float64 {
	if math.IsInf(window, 0) {
		return 0
	}
	return window
}

func (p *proposer) botsIn(waited time.Duration) time.Duration {
	if p.queue.minPlayers == 0 {
		return 0
	}
	return max(p.queue.fillAfter-waited, 0)
}

// nearMiss is what kept s from a match: missing players, or if no other ticket was
// accepted, the difference to the next ticket by rating.
func (p *proposer) nearMiss(s *candidate, left []*candidate) NearMiss {
	short := NearMiss{Why: nearMissPlayers, By: float64(p.queue.requiredPlayers(s.waited) - s.largestOffer)}
	if s.partyMisfit {
		short.Why = nearMissSize
	}
	if s.largestOffer > len(s.players) || len(left) == 1 {
		return short
	}
	var best NearMiss
	for _, i := range []int{s.rank - 1, s.rank + 1} {
		if i < 0 || i == len(left) {
			continue
		}
		if m := p.nearMissOf(s, left[i], short); best.Why == "" || m.endsBefore(best) {
			best = m
		}
	}
	return best
}

// nearMissOf is what keeps a and b apart, or short if nothing does.
func (p *proposer) nearMissOf(a, b *candidate, short NearMiss) NearMiss {
	d := math.Abs(a.rating - b.rating)
	if narrow := min(a.window, b.window); d > narrow {
		m := NearMiss{Why: nearMissRating, By: d - narrow}
		if opens, ever := p.queue.rating.opens(d); ever {
			m.Opens = opens - min(a.waited, b.waited)
		}
		return m
	}
	if m := p.latencyMiss(a, b); m.By > 0 {
		return m
	}
	return short
}

// endsBefore reports whether m ends before n; misses without an end come last.
func (m NearMiss) endsBefore(n NearMiss) bool {
	if m.Opens == 0 || n.Opens == 0 {
		return n.Opens == 0 && (m.Opens > 0 || m.By < n.By)
	}
	return m.Opens < n.Opens
}
