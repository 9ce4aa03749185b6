package scene

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

func newConn(conn transport.Conn, deps *Deps) *Conn {
	l := &Conn{
		conn: conn,
		in:   make(chan Received, maxReceived),
		out:  make(chan []byte, maxQueued),
		free: make(chan []byte, maxReceived+maxQueued),
		done: make(chan struct{}),
	}
	deps.StartGuarded(func() { l.receiveLoop(deps.Now) })
	deps.StartGuarded(l.sendLoop)
	return l
}

// receiveLoop runs until the connection ends.
func (l *Conn) receiveLoop(now func() time.Time) {
	defer close(l.done)
	for {
		frame, err := l.conn.Receive()
		if err != nil {
			l.closeErr.CompareAndSwap(nil, &err)
			return
		}
		select {
		case l.in <- Received{append(l.takeBuffer(), frame...), now()}:
		default:
			var err error = &transport.Closed{Reason: transport.TooSlow, Text: "the client fell behind"}
			l.closeErr.CompareAndSwap(nil, &err)
			l.conn.Close(transport.TooSlow)
			return
		}
	}
}

// sendLoop runs until receiveLoop ends.
func (l *Conn) sendLoop() {
	for {
		select {
		case frame := <-l.out:
			if err := l.conn.Send(frame); err != nil {
				return // receiveLoop records the reason
			}
			l.unsent.Add(-1)
			l.Recycle(frame)
		case <-l.done:
			return
		}
	}
}

// Send queues a copy of a frame.
func (l *Conn) Send(frame []byte) error {
	l.unsent.Add(1)
	select {
	case l.out <- append(l.takeBuffer(), frame...):
		return nil
	default:
		l.unsent.Add(-1)
		l.conn.Close(transport.TooSlow)
		return &transport.Closed{Reason: transport.TooSlow, Text: "the connection takes no more"}
	}
}

// NextFrame returns the next received frame, if any. Pass it to Recycle afterwards.
func (l *Conn) NextFrame() (a Received, ok bool) {
	select {
	case a = <-l.in:
		return a, true
	default:
		return a, false
	}
}

// Err is why the connection ended, once all received frames have been taken; nil while it
// works.
func (l *Conn) Err() error {
	if len(l.in) > 0 {
		return nil
	}
	select {
	case <-l.done:
		return *l.closeErr.Load()
	default:
		return nil
	}
}

// CloseAfterSend closes the connection once the queued frames are sent, or after one
// second. It blocks.
func (l *Conn) CloseAfterSend(r transport.Reason) {
	for range 100 {
		if l.unsent.Load() == 0 {
			break
		}
		select {
		case <-l.done:
			return
		case <-time.After(10 * time.Millisecond):
		}
	}
	l.conn.Close(r)
}

func (l *Conn) takeBuffer() []byte {
	select {
	case b := <-l.free:
		return b[:0]
	default:
		return make([]byte, 0, 2048)
	}
}

func (l *Conn) Recycle(b []byte) {
	select {
	case l.free <- b:
	default:
	}
}
