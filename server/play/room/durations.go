package room

import (
	"slices"
	"time"
)

// durationWindow remembers the durations that were measured last, each with when.
type durationWindow struct {
	samples [64]durationSample
	n       int // ever measured
}

type durationSample struct {
	at    time.Time
	value time.Duration
}

func (r *durationWindow) add(d time.Duration, at time.Time) {
	r.samples[r.n%len(r.samples)] = durationSample{at, d}
	r.n++
}

// newestAt is when the newest was measured.
func (r *durationWindow) newestAt() time.Time {
	return r.samples[(r.n+len(r.samples)-1)%len(r.samples)].at
}

// percentile is what share per cent of those since a moment were not above; 0 if
// there are none.
func (r *durationWindow) percentile(share int, since time.Time) time.Duration {
	var room [len(r.samples)]time.Duration
	sorted := room[:0]
	for i := range min(r.n, len(r.samples)) {
		if m := &r.samples[i]; m.at.After(since) {
			sorted = append(sorted, m.value)
		}
	}
	if len(sorted) == 0 {
		return 0
	}
	slices.Sort(sorted)
	return sorted[max((len(sorted)*share+99)/100-1, 0)]
}
