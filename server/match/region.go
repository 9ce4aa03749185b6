package match

import (
	"math"
	"time"
)

// accepts tells which regions a ticket may be sent to by now. The nearest one
// always is: who lives far from everything plays, too. A region that was not
// measured opens last.
func (p *pass) accepts(t Ticket, waited time.Duration) []bool {
	ok := make([]bool, len(p.regions))
	limit := p.queue.Latency.At(waited)
	nearest := p.closest(t)
	for i, region := range p.regions {
		ok[i] = nearest < 0 || i == nearest || p.latency(t, region) <= limit
	}
	return ok
}

// closest is the region with the shortest round trip, or -1 if none was measured.
func (p *pass) closest(t Ticket) int {
	best := -1
	for i, region := range p.regions {
		if d, ok := t.Latencies[region]; ok && (best < 0 || d < t.Latencies[p.regions[best]]) {
			best = i
		}
	}
	return best
}

// latency is what a ticket is taken to have to a region, in milliseconds.
func (p *pass) latency(t Ticket, region string) float64 {
	if d, ok := t.Latencies[region]; ok {
		return float64(d) / float64(time.Millisecond)
	}
	return p.queue.Latency.Max
}

// far sums up the round trips of a group, to choose among its regions.
func (p *pass) far(members []*seeker, region int) (ms float64) {
	for _, s := range members {
		if d := s.Latencies[p.regions[region]]; d > 0 {
			ms += float64(d) / float64(time.Millisecond)
		}
	}
	return ms
}

// meet is how far the nearest region that both could agree on is off, and when
// they will.
func (p *pass) meet(a, b *seeker) Miss {
	best := Miss{Why: MissLatency, By: math.Inf(1)}
	for i, region := range p.regions {
		miss := Miss{Why: MissLatency}
		ever := true
		for _, s := range []*seeker{a, b} {
			if s.accept[i] {
				continue
			}
			need := p.latency(s.Ticket, region)
			opens, ok := p.queue.Latency.Opens(need)
			miss.By = max(miss.By, need-p.queue.Latency.At(s.waited))
			miss.Opens = max(miss.Opens, opens-s.waited)
			ever = ever && ok
		}
		if !ever {
			miss.Opens = 0
		}
		if miss.By < best.By {
			best = miss
		}
	}
	return best
}
