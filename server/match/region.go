package match

import (
	"math"
	"slices"
	"time"
)

// latencies is how long a round trip of t to each region is taken to be, in
// milliseconds. Who did not measure at all goes anywhere; a region that was left
// out is no nearer than any that was not, and opens last.
func (p *proposer) latencies(t Ticket) []float64 {
	trips := make([]float64, len(p.regions))
	if len(t.Latencies) == 0 {
		return trips
	}
	farthest := p.queue.Latency.Max
	for i, region := range p.regions {
		trips[i] = float64(t.Latencies[region]) / float64(time.Millisecond)
		farthest = max(farthest, trips[i])
	}
	for i, region := range p.regions {
		if _, ok := t.Latencies[region]; !ok {
			trips[i] = farthest
		}
	}
	return trips
}

// accepts tells which regions a ticket may be sent to by now. The nearest one
// always is: who lives far from everything plays, too.
func (p *proposer) accepts(trips []float64, waited time.Duration) []bool {
	ok := make([]bool, len(trips))
	limit := p.queue.Latency.At(waited)
	nearest := slices.Min(trips)
	for i, ms := range trips {
		ok[i] = ms == nearest || ms <= limit
	}
	return ok
}

// far sums up the round trips of a group, to choose among its regions.
func far(members []*candidate, region int) (ms float64) {
	for _, s := range members {
		ms += s.latencies[region]
	}
	return ms
}

// meet is how far the nearest region that both could agree on is off, and when
// they will.
func (p *proposer) meet(a, b *candidate) NearMiss {
	best := NearMiss{Why: NearMissLatency, By: math.Inf(1)}
	for i := range p.regions {
		miss, ever := NearMiss{Why: NearMissLatency}, true
		for _, s := range []*candidate{a, b} {
			if s.accept[i] {
				continue
			}
			opens, ok := p.queue.Latency.Opens(s.latencies[i])
			miss.By = max(miss.By, s.latencies[i]-p.queue.Latency.At(s.waited))
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
