// Package bucket limits how much may be done in a time. The reader of a WebSocket and its session
// call it for each frame that comes, so a Bucket has no lock: it is not safe for concurrent use.
package bucket

import "time"

// Bucket holds tokens; they come back at a steady rate.
type Bucket struct {
	rate, size, level float64
	at                time.Time
}

// New returns a full bucket of size tokens, of which rate come back in a second.
func New(rate, size int) Bucket {
	return Bucket{rate: float64(rate), size: float64(size), level: float64(size)}
}

// Take takes n tokens at now, or none if there are fewer, and reports whether it did.
func (b *Bucket) Take(n int, now time.Time) bool {
	if passed := now.Sub(b.at); passed > 0 {
		b.level = min(b.level+passed.Seconds()*b.rate, b.size)
		b.at = now
	}
	if b.level < float64(n) {
		return false
	}
	b.level -= float64(n)
	return true
}
