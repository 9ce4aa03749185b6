package pilots

import "time"

const (
	bucket  = time.Millisecond / 4
	buckets = 4 * 1000 // a second; what is longer is in the last bucket
)

// A Histogram counts durations with a precision of a quarter of a millisecond.
type Histogram struct {
	counts  []uint32 // nil: of nothing
	n       uint64
	longest time.Duration
}

// Record counts d.
func (h *Histogram) Record(d time.Duration) {
	if h.counts == nil {
		h.counts = make([]uint32, buckets)
	}
	h.counts[min(max(int(d/bucket), 0), buckets-1)]++
	h.n++
	h.longest = max(h.longest, d)
}

// Merge counts all that o has counted.
func (h *Histogram) Merge(o *Histogram) {
	if h.counts == nil && o.counts != nil {
		h.counts = make([]uint32, buckets)
	}
	for i, n := range o.counts {
		h.counts[i] += n
	}
	h.n += o.n
	h.longest = max(h.longest, o.longest)
}

// Longest is the longest duration.
func (h *Histogram) Longest() time.Duration { return h.longest }

// Quantile is the duration that a share q of all durations does not exceed.
func (h *Histogram) Quantile(q float64) time.Duration {
	if h.n == 0 {
		return 0
	}
	rank, seen := uint64(q*float64(h.n-1)), uint64(0)
	for i, n := range h.counts {
		if seen += uint64(n); seen > rank && i < buckets-1 {
			return min(time.Duration(i+1)*bucket, h.longest)
		}
	}
	return h.longest
}
