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

// Conn is a transport.Conn with a goroutine and a queue for each direction, so that the
// network never blocks a frame. When a queue is full the connection is closed with
// TooSlow: a sleeping browser tab loses it, and resumes when it wakes.
type Conn struct {
	conn     transport.Conn
	in       chan Received
	out      chan []byte
	free     chan []byte
	done     chan struct{}
	closeErr atomic.Pointer[error]

	unsent atomic.Int32 // frames in out, or being sent
}

// Received is a frame and the time of its arrival.
type Received struct {
	Frame []byte
	At    time.Time
}

func newConn(conn transport.Conn, s *Service) *Conn {
	c := &Conn{
		conn: conn,
		in:   make(chan Received, maxReceived),
		out:  make(chan []byte, maxQueued),
		free: make(chan []byte, maxReceived+maxQueued),
		done: make(chan struct{}),
	}
	s.StartGuarded(func() { c.receiveLoop(s.Now) })
	s.StartGuarded(c.sendLoop)
	return c
}

// receiveLoop runs until the connection ends.
func (c *Conn) receiveLoop(now func() time.Time) {
	defer close(c.done)
	for {
		frame, err := c.conn.Receive()
		if err != nil {
			c.closeErr.CompareAndSwap(nil, &err)
			return
		}
		select {
		case c.in <- Received{append(c.takeBuffer(), frame...), now()}:
		default:
			var err error = &transport.Closed{Reason: transport.TooSlow, Text: "the client fell behind"}
			c.closeErr.CompareAndSwap(nil, &err)
			c.conn.Close(transport.TooSlow)
			return
		}
	}
}

// sendLoop runs until receiveLoop ends.
func (c *Conn) sendLoop() {
	for {
		select {
		case frame := <-c.out:
			if err := c.conn.Send(frame); err != nil {
				return // receiveLoop records the reason
			}
			c.unsent.Add(-1)
			c.Recycle(frame)
		case <-c.done:
			return
		}
	}
}

// Send queues a copy of a frame.
func (c *Conn) Send(frame []byte) error {
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

// NextFrame returns the next received frame, if any. Pass it to Recycle afterwards.
func (c *Conn) NextFrame() (a Received, ok bool) {
	select {
	case a = <-c.in:
		return a, true
	default:
		return a, false
	}
}

// Err is why the connection ended, once all received frames have been taken; nil while it
// works.
func (c *Conn) Err() error {
	if len(c.in) > 0 {
		return nil
	}
	select {
	case <-c.done:
		return *c.closeErr.Load()
	default:
		return nil
	}
}

// Close closes the connection at once.
func (c *Conn) Close(r transport.Reason) { c.conn.Close(r) }

// CloseAfterSend closes the connection once the queued frames are sent, or after one
// second. It blocks.
func (c *Conn) CloseAfterSend(r transport.Reason) {
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

func (c *Conn) takeBuffer() []byte {
	select {
	case b := <-c.free:
		return b[:0]
	default:
		return make([]byte, 0, 2048)
	}
}

// Recycle takes back the buffer of a received frame.
func (c *Conn) Recycle(b []byte) {
	select {
	case c.free <- b:
	default:
	}
}
