// Package netsim makes a good connection bad: it wraps a transport.Conn and lets
// frames arrive as late as they would over some network. A Conn is used like any
// other; it keeps time with the runtime's timers, real or those of
// testing/synctest, and the same seed gives the same timing.
package netsim

import (
	"bytes"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/shared/transport"
)

// inFlight is how many frames one direction holds before Send blocks: longer
// than any blackout of the profiles, at snapshot rate.
const inFlight = 1024

// linger is how long a closed connection goes on trying to deliver its last
// frames to somebody who does not read them.
const linger = 10 * time.Second

// Conn is a connection behind a simulated network. Close it in any case: its two
// goroutines end only then, or when the wrapped connection does.
type Conn struct {
	inner    transport.Conn
	up, down way

	once    sync.Once
	why     transport.Closed
	closing chan struct{} // Close was called
	cut     chan struct{} // and what is on its way is lost

	broken  chan struct{} // the wrapped connection took no more
	sendErr error
	over    error // the other side's end, once received
	pumps   sync.WaitGroup
}

// way is one direction.
type way struct {
	shaper
	queue chan parcel
	load  atomic.Int64  // bytes on their way
	eased chan struct{} // some have arrived
}

// parcel is a frame on its way, or the end of the other side.
type parcel struct {
	frame []byte
	err   error
	at    time.Time
	gap   *gap // knows better, if the frame was lost
}

// Wrap puts conn behind the network p. It starts the goroutines that carry
// frames, because a network does not wait to be run; Wait joins them.
func Wrap(conn transport.Conn, p Profile, seed uint64) *Conn {
	c := &Conn{
		inner:   conn,
		closing: make(chan struct{}),
		cut:     make(chan struct{}),
		broken:  make(chan struct{}),
	}
	for i, w := range []*way{&c.up, &c.down} {
		w.queue = make(chan parcel, inFlight)
		w.eased = make(chan struct{}, 1)
		w.luck = rand.New(rand.NewPCG(seed, uint64(i)))
	}
	c.SetProfile(p)
	c.pumps.Go(c.pumpUp)
	c.pumps.Go(c.pumpDown)
	return c
}

// SetProfile changes the network for the frames to come. What is on its way
// arrives as it would have, and nothing overtakes it.
func (c *Conn) SetProfile(p Profile) {
	now := time.Now()
	c.up.set(p.Up, now)
	c.down.set(p.Down, now)
}

// Send blocks while as much is on its way as the buffer holds, as a socket does: it
// keeps what is not acknowledged.
func (c *Conn) Send(frame []byte) error {
	select {
	case <-c.closing:
		return c.closed()
	case <-c.broken:
		return c.sendErr
	default:
	}
	if !c.enter(&c.up, frame) {
		return c.closed()
	}
	return nil
}

func (c *Conn) Receive() ([]byte, error) {
	if c.over != nil {
		return nil, c.over
	}
	select {
	case p := <-c.down.queue:
		if !c.down.arrived(p, c.closing) {
			return nil, c.closed()
		}
		c.over = p.err
		return p.frame, p.err
	case <-c.closing:
		return nil, c.closed()
	}
}

// Close lets what was sent arrive before the other side learns of it, unless it
// is Abnormal: then the cable is cut.
func (c *Conn) Close(r transport.Reason) {
	c.once.Do(func() {
		c.why = transport.Closed{Reason: r}
		if r == transport.Abnormal {
			close(c.cut)
			c.inner.Close(r)
		}
		time.AfterFunc(linger, func() { c.inner.Close(r) }) // again is harmless
		close(c.closing)
	})
}

// Wait blocks until nothing is on its way any more, after Close.
func (c *Conn) Wait() { c.pumps.Wait() }

func (c *Conn) closed() error {
	why := c.why
	return &why
}

// enter sends a frame on its way. It reports false when the connection is closed
// before there is room.
func (c *Conn) enter(w *way, frame []byte) bool {
	for w.load.Load() > int64(w.buffer()) {
		select {
		case <-w.eased:
		case <-c.closing:
			return false
		}
	}
	w.load.Add(int64(len(frame)))
	p := parcel{frame: bytes.Clone(frame)}
	p.at, p.gap = w.arrival(time.Now(), len(frame))
	return c.post(w, p)
}

// arrived waits for the arrival of a parcel; it reports false if stop comes first.
func (w *way) arrived(p parcel, stop <-chan struct{}) bool {
	if p.gap != nil && !w.closed(p.gap, stop) || p.gap == nil && !until(p.at, stop) {
		return false
	}
	w.load.Add(-int64(len(p.frame)))
	select {
	case w.eased <- struct{}{}:
	default:
	}
	return true
}

func (c *Conn) post(w *way, p parcel) bool {
	select {
	case w.queue <- p:
		return true
	case <-c.closing:
		return false
	}
}

// pumpUp hands frames to the wrapped connection when they have arrived.
func (c *Conn) pumpUp() {
	for {
		select {
		case p := <-c.up.queue:
			if !c.deliver(p) {
				return
			}
		case <-c.closing:
			c.farewell()
			return
		}
	}
}

// farewell delivers the rest and then the end itself.
func (c *Conn) farewell() {
	for {
		select {
		case p := <-c.up.queue:
			if !c.deliver(p) {
				return
			}
		default:
			until(c.up.last(time.Now()), c.cut)
			c.inner.Close(c.why.Reason)
			return
		}
	}
}

func (c *Conn) deliver(p parcel) bool {
	if !c.up.arrived(p, c.cut) {
		return false
	}
	if err := c.inner.Send(p.frame); err != nil {
		c.sendErr = err
		close(c.broken)
		return false
	}
	return true
}

// pumpDown stamps what the wrapped connection receives with when it arrives.
func (c *Conn) pumpDown() {
	for {
		frame, err := c.inner.Receive()
		if err != nil {
			c.post(&c.down, parcel{err: err, at: c.down.last(time.Now())})
			return
		}
		if !c.enter(&c.down, frame) {
			c.discard()
			return
		}
	}
}

// discard keeps reading for a side that has closed, so that the other side can
// still finish writing what it began.
func (c *Conn) discard() {
	for {
		if _, err := c.inner.Receive(); err != nil {
			return
		}
	}
}

// until sleeps to a moment; it reports false if stop comes first.
func until(at time.Time, stop <-chan struct{}) bool {
	wait := time.Until(at)
	if wait <= 0 {
		return true
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-stop:
		return false
	}
}
