package netsim

import (
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/shared/transport"
)

// mtu is the longest message that a datagram may have, in bytes: what is left of 1,280, which
// every path carries, after the headers of IPv6, UDP and QUIC, with some to spare.
const mtu = 1200

// errTooLong is a message that is longer than the network carries in one piece.
var errTooLong = errors.New("netsim: longer than a datagram")

// Datagrams returns both ends of a link that loses and reorders: near is the client's. Each
// message comes on its own after the latency and its own share of jitter, so that it may
// overtake others; or never, by chance, while a blackout lasts, or if as much as the buffer
// holds waits for the bandwidth. The same seed gives the same luck.
func Datagrams(p Profile, seed uint64) (near, far *DatagramEnd) {
	near, far = newDatagramEnd(seed, 2), newDatagramEnd(seed, 3)
	near.peer, far.peer = far, near
	near.SetProfile(p)
	return near, far
}

// DatagramEnd is a transport.Datagrams. No goroutine belongs to it.
type DatagramEnd struct {
	peer   *DatagramEnd
	in     *transport.Inbox
	missed atomic.Uint64 // messages that were lost, and would have been acknowledged by now

	mu    sync.Mutex
	link  Link
	since time.Time // when link took effect
	luck  *rand.Rand
	free  time.Time // when the wire is free again
}

func newDatagramEnd(seed, way uint64) *DatagramEnd {
	return &DatagramEnd{in: transport.NewInbox(inFlight), luck: rand.New(rand.NewPCG(seed, way))}
}

// SetProfile changes the network for the messages to come, both ways. Call it on the near end.
func (e *DatagramEnd) SetProfile(p Profile) {
	e.set(p.Up)
	e.peer.set(p.Down)
}

func (e *DatagramEnd) set(l Link) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.link, e.since = l, time.Now()
}

// Send never waits: what the link has no room for is lost.
func (e *DatagramEnd) Send(message []byte) error {
	if err := e.in.Err(); err != nil {
		return err
	}
	if len(message) > mtu {
		return errTooLong
	}
	after, lost := e.fate(time.Now(), len(message))
	if lost {
		time.AfterFunc(2*after, func() { e.missed.Add(1) })
		return nil
	}
	own := append([]byte(nil), message...)
	time.AfterFunc(after, func() { e.peer.in.TryPut(own) })
	return nil
}

// fate is how long a message of n bytes takes that is sent at now, and whether it is lost.
func (e *DatagramEnd) fate(now time.Time, n int) (after time.Duration, lost bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	l := &e.link
	buffer := l.Buffer
	if buffer == 0 {
		buffer = defaultBuffer
	}
	if e.free.Before(now) {
		e.free = now
	}
	if e.free.Sub(now) > l.serialise(buffer) {
		return 0, true
	}
	e.free = e.free.Add(l.serialise(n))
	at := e.free.Add(l.Latency)
	lost = l.Loss > 0 && e.luck.Float64() < l.Loss
	if l.Jitter > 0 {
		at = at.Add(time.Duration(e.luck.Int64N(int64(l.Jitter) + 1)))
	}
	return at.Sub(now), lost || l.passBlackouts(at, e.since) != at
}

// Lost is how many messages the other end has not acknowledged in time.
func (e *DatagramEnd) Lost() uint64 { return e.missed.Load() }

func (e *DatagramEnd) Receive() ([]byte, error) { return e.in.Receive() }

// Close ends both ends at once.
func (e *DatagramEnd) Close(r transport.Reason) {
	e.in.Cut(transport.Closed{Reason: r})
	e.peer.in.End(transport.Closed{Reason: r})
}
