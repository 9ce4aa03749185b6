package match

import (
	"math"
	"slices"
	"time"
)

// regionLatencies are the round trip times of t to each region, in milliseconds: 0 for all
// if the client did not measure. Regions missing in the measurement count as the farthest.
func (p *proposer) regionLatencies(t Ticket) []float64 {
	trips := make([]float64, len(p.regions))
	if len(t.latencies) == 0 {
		return trips
	}
	farthest := p.queue.latency.Max
	for i, region := range p.regions {
		trips[i] = float64(t.latencies[region]) / float64(time.Millisecond)
		farthest = max(farthest, trips[i])
	}
	for i, region := range p.regions {
		if _, ok := t.latencies[region]; !ok {
			trips[i] = farthest
		}
	}
	return trips
}

// acceptedRegions reports which regions a ticket accepts by now. The nearest one is always
// accepted, however far it is.
func (p *proposer) acceptedRegions(trips []float64, waited time.Duration) []bool {
	ok := make([]bool, len(trips))
	limit := p.queue.latency.widthAt(waited)
	nearest := slices.Min(trips)
	for i, ms := range trips {
		ok[i] = ms == nearest || ms <= limit
	}
	return ok
}

// worstLatency is the longest round trip time of members to a region.
func worstLatency(members []*candidate, region int) (ms float64) {
	for _, s := range members {
		ms = max(ms, s.latencies[region])
	}
	return ms
}

// latencyMiss is how far the nearest common region of a and b is beyond what they accept,
// and when they will accept it.
func (p *proposer) latencyMiss(a, b *candidate) NearMiss {
	best := NearMiss{Why: nearMissLatency, By: math.Inf(1)}
	for i := range p.regions {
		miss, ever := NearMiss{Why: nearMissLatency}, true
		for _, s := range []*candidate{a, b} {
			if s.accepted[i] {
				continue
			}
			opens, ok := p.queue.latency.opens(s.latencies[i])
			miss.By = max(miss.By, s.latencies[i]-p.queue.latency.widthAt(s.waited))
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
