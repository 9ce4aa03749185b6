package room

import "time"

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
	recent := room[:0]
	for i := r.n - 1; i >= max(r.n-len(r.samples), 0); i-- {
		m := &r.samples[i%len(r.samples)]
		if !m.at.After(since) {
			break // as is all before it
		}
		recent = append(recent, m.value)
	}
	if len(recent) == 0 {
		return 0
	}
	return nth(recent, max((len(recent)*share+99)/100-1, 0))
}

// nth is what would be at index n if s were sorted. It changes the order of s: Hoare's
// quickselect, which takes a few looks at each where sorting takes log2 of their number.
func nth(s []time.Duration, n int) time.Duration {
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
