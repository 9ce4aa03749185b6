package main

import "time"

const (
	bucket  = time.Millisecond / 4
	buckets = 4 * 1000 // a second; what is longer is in the last bucket
)

// A histogram counts durations with a precision of a quarter of a millisecond.
type histogram struct {
	counts  [buckets]uint32
	n       uint64
	longest time.Duration
}

func (h *histogram) record(d time.Duration) {
	h.counts[min(max(int(d/bucket), 0), buckets-1)]++
	h.n++
	h.longest = max(h.longest, d)
}

func (h *histogram) merge(o *histogram) {
	for i, n := range o.counts {
		h.counts[i] += n
	}
	h.n += o.n
	h.longest = max(h.longest, o.longest)
}

// quantile is the duration that a share q of all durations does not exceed.
func (h *histogram) quantile(q float64) time.Duration {
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
