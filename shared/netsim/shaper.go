package netsim

import (
	"math/rand/v2"
	"sync"
	"time"
)

const (
	minRTO        = 200 * time.Millisecond // Linux waits no less for an acknowledgement
	maxRTO        = 60 * time.Second       // and doubles the wait up to about this
	defaultBuffer = 64 << 10
)

// A shaper decides when the frames of one direction arrive. Order is kept, so
// what is late delays everything behind it and then all comes at once: the
// stall-then-burst that loss looks like above TCP.
type shaper struct {
	mu    sync.Mutex // SetProfile comes from outside
	link  Link
	since time.Time // when link took effect
	luck  *rand.Rand
	free  time.Time // when the wire is free again
	last  time.Time // arrival of the frame before
}

func (s *shaper) set(l Link, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.link, s.since = l, now
}

// backlog is how long a sender must wait at now until its frame fits the buffer
// before the bottleneck.
func (s *shaper) backlog(now time.Time) time.Duration {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.link.Bandwidth == 0 || s.free.Before(now) {
		return 0
	}
	buffer := s.link.Buffer
	if buffer == 0 {
		buffer = defaultBuffer
	}
	return max(0, s.free.Sub(now)-s.link.serialise(buffer))
}

// arrival is when a frame arrives that is sent at now.
func (s *shaper) arrival(now time.Time, size int) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.free.Before(now) {
		s.free = now
	}
	s.free = s.free.Add(s.link.serialise(size))
	at := s.free.Add(s.link.Latency)
	if s.link.Jitter > 0 {
		at = at.Add(time.Duration(s.luck.Int64N(int64(s.link.Jitter) + 1)))
	}
	at = s.link.passBlackouts(at.Add(s.stall()), s.since)
	if at.Before(s.last) {
		at = s.last
	}
	s.last = at
	return at
}

// stall is how long the frame is missed if it is lost. A retransmission can be
// lost too; each is waited for twice as long as the one before.
func (s *shaper) stall() (wait time.Duration) {
	rto := max(s.link.RTO, minRTO, 2*s.link.Latency)
	for wait < maxRTO && s.link.Loss > 0 && s.luck.Float64() < s.link.Loss {
		wait += rto
		rto *= 2
	}
	return wait
}

func (l *Link) serialise(size int) time.Duration {
	if l.Bandwidth == 0 {
		return 0
	}
	return time.Duration(size) * time.Second / time.Duration(l.Bandwidth)
}

// passBlackouts moves an arrival that falls into a blackout to its end.
func (l *Link) passBlackouts(at, since time.Time) time.Time {
	for _, b := range l.Blackouts {
		into := at.Sub(since) - b.After
		if b.Every > 0 && into >= 0 {
			into %= b.Every
		}
		if into >= 0 && into < b.Length {
			at = at.Add(b.Length - into)
		}
	}
	return at
}
