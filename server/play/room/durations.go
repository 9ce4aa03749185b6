package room

import (
	"cmp"
	"math"
	"time"
)

// durationWindow remembers the durations that were measured last, each with when: in
// microseconds, up to an hour, as every seat has two.
type durationWindow struct {
	newestAt time.Time
	samples  [64]durationSample
	n        int // ever measured
}

type durationSample struct {
	micros     uint32
	afterOther uint32 // microseconds after the one before
}

// inMicroseconds is d, or the longest that fits: 71 minutes.
func inMicroseconds(d time.Duration) uint32 {
	return uint32(min(max(d.Microseconds(), 0), math.MaxUint32))
}

func (r *durationWindow) add(d time.Duration, at time.Time) {
	r.samples[r.n%len(r.samples)] = durationSample{inMicroseconds(d), inMicroseconds(at.Sub(r.newestAt))}
	r.newestAt = at
	r.n++
}

// percentile is what share per cent of those since a moment were not above; 0 if
// there are none.
func (r *durationWindow) percentile(share int, since time.Time) time.Duration {
	var room [len(r.samples)]uint32
	recent := room[:0]
	window := r.newestAt.Sub(since)
	for i := r.n - 1; i >= max(r.n-len(r.samples), 0) && window > 0; i-- {
		m := &r.samples[i%len(r.samples)]
		recent = append(recent, m.micros)
		window -= time.Duration(m.afterOther) * time.Microsecond
	}
	if len(recent) == 0 {
		return 0
	}
	return time.Duration(nth(recent, max((len(recent)*share+99)/100-1, 0))) * time.Microsecond
}

// nth is what would be at index n if s were sorted. It changes the order of s: Hoare's
// quickselect, which takes a few looks at each where sorting takes log2 of their number.
func nth[T cmp.Ordered](s []T, n int) T {
	for {
		pivot, i, j := s[len(s)/2], 0, len(s)-1
		for i <= j {
			for s[i] < pivot {
				i++
			}
			for s[j] > pivot {
				j--
			}
			if i <= j {
				s[i], s[j] = s[j], s[i]
				i, j = i+1, j-1
			}
		}
		switch {
		case n <= j:
			s = s[:j+1]
		case n >= i:
			s, n = s[i:], n-i
		default:
			return pivot
		}
	}
}

// costs remembers what the last ticks cost.
type costs struct {
	recent  [512]time.Duration // eight seconds at 60 Hz
	n       int
	scratch [512]time.Duration
}

func (c *costs) add(d time.Duration) {
	c.recent[c.n%len(c.recent)] = d
	c.n++
}

func (c *costs) percentiles() (median, p99 time.Duration) {
	n := min(c.n, len(c.recent))
	if n == 0 {
		return 0, 0
	}
	s := c.scratch[:n]
	copy(s, c.recent[:n])
	return nth(s, n/2), nth(s, n*99/100)
}
