package room

import (
	"slices"
	"time"
)

// recent remembers the durations that were measured last, each with when.
type recent struct {
	kept [64]measured
	n    int // ever measured
}

type measured struct {
	at time.Time
	d  time.Duration
}

func (r *recent) add(d time.Duration, at time.Time) {
	r.kept[r.n%len(r.kept)] = measured{at, d}
	r.n++
}

// last is when the newest was measured.
func (r *recent) last() time.Time { return r.kept[(r.n+len(r.kept)-1)%len(r.kept)].at }

// percentile is what share per cent of those since a moment were not above; 0 if
// there are none.
func (r *recent) percentile(share int, since time.Time) time.Duration {
	var room [len(r.kept)]time.Duration
	sorted := room[:0]
	for i := range min(r.n, len(r.kept)) {
		if m := &r.kept[i]; m.at.After(since) {
			sorted = append(sorted, m.d)
		}
	}
	if len(sorted) == 0 {
		return 0
	}
	slices.Sort(sorted)
	return sorted[max((len(sorted)*share+99)/100-1, 0)]
}
