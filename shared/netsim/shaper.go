package netsim

import (
	"math/rand/v2"
	"sync"
	"time"
)

const (
	rtoMargin     = 200 * time.Millisecond // Linux waits no less beyond the round trip for an acknowledgement
	maxRTO        = 60 * time.Second       // and doubles the wait up to about this
	reordering    = 4                      // a quarter of the round trip passes before what was overtaken counts as lost
	defaultBuffer = 64 << 10
)

// A shaper decides when the frames of one direction arrive. Order is kept, so
// what is late delays everything behind it and then all comes at once: the
// stall-then-burst that loss looks like above TCP.
//
// How long a lost frame is missed follows RACK-TLP (RFC 8985), which Linux, Android,
// Windows and Apple's systems use: the acknowledgement of a later frame tells the
// sender of the gap, and after a quarter of the round trip, in case it was only
// overtaken, the frame is sent again. So in a steady stream a loss costs the time to
// the next frame, a round trip and a quarter; a retransmission that is lost too costs
// that once more. Where nothing follows, only the retransmission timeout helps: the
// round trip and 200 ms, doubled every time.
type shaper struct {
	mu    sync.Mutex // SetProfile comes from outside
	link  Link
	since time.Time // when link took effect
	luck  *rand.Rand
	free  time.Time // when the wire is free again
	gaps  []*gap    // frames that their sender does not know to be lost
}

// A gap is a lost frame.
type gap struct {
	sent   time.Time     // for the last time, so far
	filled time.Time     // when the frame arrives after all, as far as can be said
	sooner chan struct{} // filled has come forward
}

func (s *shaper) set(l Link, now time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.link, s.since = l, now
}

// buffer is how many bytes may be on their way before a sender has to wait.
func (s *shaper) buffer() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.link.Buffer == 0 {
		return defaultBuffer
	}
	return s.link.Buffer
}

// arrival is when a frame arrives that is sent at now, if no frame before it is
// missing; of one that is lost the gap says it.
func (s *shaper) arrival(now time.Time, size int) (time.Time, *gap) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.free.Before(now) {
		s.free = now
	}
	s.free = s.free.Add(s.link.serialise(size))
	if s.unlucky() {
		g := &gap{sent: s.free, sooner: make(chan struct{}, 1)}
		g.filled = s.timeout(g.sent)
		s.gaps = append(s.gaps, g)
		return g.filled, g
	}
	at := s.cross(s.free)
	s.betray(now, at)
	return at, nil
}

// last is when the end of the connection arrives, behind all else.
func (s *shaper) last(now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.free.Before(now) {
		s.free = now
	}
	return s.cross(s.free)
}

// cross is when what enters the wire at a moment and is not lost has passed it.
func (s *shaper) cross(at time.Time) time.Time {
	at = at.Add(s.link.Latency)
	if s.link.Jitter > 0 {
		at = at.Add(time.Duration(s.luck.Int64N(int64(s.link.Jitter) + 1)))
	}
	return s.link.passBlackouts(at, s.since)
}

func (s *shaper) unlucky() bool { return s.link.Loss > 0 && s.luck.Float64() < s.link.Loss }

// trip is the round trip: the way of the acknowledgements is taken to be as long.
func (s *shaper) trip() time.Duration { return 2 * s.link.Latency }

// timeout is when a frame last sent at a moment arrives if nobody finds out sooner
// that it was lost.
func (s *shaper) timeout(sent time.Time) time.Time {
	rto := s.trip() + rtoMargin
	for {
		sent = sent.Add(rto)
		if rto > maxRTO || !s.unlucky() {
			return s.cross(sent)
		}
		rto *= 2
	}
}

// betray tells the sender of the gaps before a frame that was sent at now and
// arrives at a moment.
func (s *shaper) betray(now, arrives time.Time) {
	again := arrives.Add(s.link.Latency + s.trip()/reordering)
	keep := s.gaps[:0]
	for _, g := range s.gaps {
		switch {
		case !again.Before(g.filled): // the timeout has come first
		case now.Before(g.sent):
			keep = append(keep, g)
		case s.unlucky():
			g.sent = again
			g.fill(s.timeout(again))
			keep = append(keep, g)
		default:
			g.fill(s.cross(again))
		}
	}
	clear(s.gaps[len(keep):])
	s.gaps = keep
}

func (g *gap) fill(at time.Time) {
	g.filled = at
	select {
	case g.sooner <- struct{}{}:
	default:
	}
}

// closed waits until the frame of g has arrived; it reports false if stop comes
// first.
func (s *shaper) closed(g *gap, stop <-chan struct{}) bool {
	for {
		s.mu.Lock()
		at := g.filled
		s.mu.Unlock()
		wait := time.Until(at)
		if wait <= 0 {
			return true
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-g.sooner:
		case <-stop:
		}
		timer.Stop()
		if stopped(stop) {
			return false
		}
	}
}

func stopped(stop <-chan struct{}) bool {
	select {
	case <-stop:
		return true
	default:
		return false
	}
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
		into := at.Sub(since) - b.after
		if b.every > 0 && into >= 0 {
			into %= b.every
		}
		if into >= 0 && into < b.Length {
			at = at.Add(b.Length - into)
		}
	}
	return at
}
