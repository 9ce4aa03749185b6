package online

import (
	"sync/atomic"
	"time"

	"perihelion/shared/transport"
)

const (
	maxReceived = 256 // eight seconds of snapshots, longer than any frame takes
	maxQueued   = 64  // two seconds of inputs
)

// queuedConn is a transport.Conn with a goroutine and a queue for each direction, so that the
// network never blocks a frame. When a queue is full the connection is closed with
// TooSlow: a sleeping browser tab loses it, and resumes when it wakes.
type queuedConn struct {
	conn     transport.Conn
	in       chan received
	out      chan []byte
	free     chan []byte
	done     chan struct{}
	closeErr atomic.Pointer[error]

	unsent atomic.Int32 // frames in out, or being sent
}

// received is a frame and the time of its arrival.
type received struct {
	frame []byte
	at    time.Time
}

func newConn(conn transport.Conn, s *Service) *queuedConn {
	c := &queuedConn{
		conn: conn,
		in:   make(chan received, maxReceived),
		out:  make(chan []byte, maxQueued),
		free: make(chan []byte, maxReceived+maxQueued),
		done: make(chan struct{}),
	}
	s.StartGuarded(func() { c.receiveLoop(s.Now) })
	s.StartGuarded(c.sendLoop)
	return c
}

// receiveLoop runs until the connection ends.
func (c *queuedConn) receiveLoop(now func() time.Time) {
	defer close(c.done)
	for {
		frame, err := c.conn.Receive()
		if err != nil {
			c.closeErr.CompareAndSwap(nil, &err)
			return
		}
		select {
		case c.in <- received{append(c.takeBuffer(), frame...), now()}:
		default:
			var err error = &transport.Closed{Reason: transport.TooSlow, Text: "the client fell behind"}
			c.closeErr.CompareAndSwap(nil, &err)
			c.conn.Close(transport.TooSlow)
			return
		}
	}
}

// sendLoop runs until receiveLoop ends.
func (c *queuedConn) sendLoop() {
	for {
		select {
		case frame := <-c.out:
			if err := c.conn.Send(frame); err != nil {
				return // receiveLoop records the reason
			}
			c.unsent.Add(-1)
			c.recycle(frame)
		case <-c.done:
			return
		}
	}
}

// send queues a copy of a frame.
func (c *queuedConn) send(frame []byte) error {
	c.unsent.Add(1)
	select {
	case c.out <- append(c.takeBuffer(), frame...):
		return nil
	default:
		c.unsent.Add(-1)
		c.conn.Close(transport.TooSlow)
		return &transport.Closed{Reason: transport.TooSlow, Text: "the connection takes no more"}
	}
}

// nextFrame returns the next received frame, if any. Pass it to recycle afterwards.
func (c *queuedConn) nextFrame() (a received, ok bool) {
	select {
	case a = <-c.in:
		return a, true
	default:
		return a, false
	}
}

// err is why the connection ended, once all received frames have been taken; nil while it
// works.
func (c *queuedConn) err() error {
	select {
	case <-c.done: // nothing is received any more
	default:
		return nil
	}
	if len(c.in) > 0 {
		return nil
	}
	return *c.closeErr.Load()
}

// close closes the connection at once.
func (c *queuedConn) close(r transport.Reason) { c.conn.Close(r) }

// closeAfterSend closes the connection once the queued frames are sent, or after one
// second. It blocks.
func (c *queuedConn) closeAfterSend(r transport.Reason) {
	for range 100 {
		if c.unsent.Load() == 0 {
			break
		}
		select {
		case <-c.done:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
	c.conn.Close(r)
}

func (c *queuedConn) takeBuffer() []byte {
	select {
	case b := <-c.free:
		return b[:0]
	default:
		return make([]byte, 0, 2048)
	}
}

// recycle takes back the buffer of a received frame.
func (c *queuedConn) recycle(b []byte) {
	select {
	case c.free <- b:
	default:
	}
}
