package match

import (
	"math"
	"time"
)

// explain tells everyone who stays what they are waiting for.
func (p *proposer) explain() []Explanation {
	var left []*candidate // in order of rating
	for _, s := range p.byRate {
		if !s.taken {
			s.rank = len(left)
			left = append(left, s)
		}
	}
	told := make([]Explanation, 0, len(left))
	for _, s := range p.byAge {
		if s.taken {
			continue
		}
		told = append(told, Explanation{
			Ticket: s.ID, Waited: s.waited, Place: len(told) + 1, Queued: len(left),
			Rating: s.rating, Window: finite(s.window),
			Latency:  time.Duration(finite(p.queue.Latency.At(s.waited)) * float64(time.Millisecond)),
			BotsIn:   p.botsIn(s.waited),
			NearMiss: p.nearMiss(s, left),
		})
	}
	return told
}

// finite spells "any" as 0: JSON knows no infinity.
func finite(window float64) float64 {
	if math.IsInf(window, 0) {
		return 0
	}
	return window
}

func (p *proposer) botsIn(waited time.Duration) time.Duration {
	if p.queue.Fill == 0 {
		return 0
	}
	return max(p.queue.FillAfter-waited, 0)
}

// nearMiss is what kept s from a match: the people that its best match lacked, or
// if it had none, what lies between it and the next ticket up or down.
func (p *proposer) nearMiss(s *candidate, left []*candidate) NearMiss {
	short := NearMiss{Why: NearMissPlayers, By: float64(p.queue.enough(s.waited) - s.largestOffer)}
	if s.clashed {
		short.Why = NearMissSize
	}
	if s.largestOffer > len(s.Players) || len(left) == 1 {
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
		m := NearMiss{Why: NearMissRating, By: d - narrow}
		if opens, ever := p.queue.Rating.Opens(d); ever {
			m.Opens = opens - min(a.waited, b.waited)
		}
		return m
	}
	if m := p.meet(a, b); m.By > 0 {
		return m
	}
	return short
}

// endsBefore tells whether m ends before n does; what will never end is last.
func (m NearMiss) endsBefore(n NearMiss) bool {
	if m.Opens == 0 || n.Opens == 0 {
		return n.Opens == 0 && (m.Opens > 0 || m.By < n.By)
	}
	return m.Opens < n.Opens
}
