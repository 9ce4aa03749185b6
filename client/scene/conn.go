package scene

import (
	"sync/atomic"
	"time"

	"perihelion/shared/transport"
)

const (
	maxReceived = 256 // eight seconds of snapshots: longer than a frame ever hangs
	maxQueued   = 64  // two seconds of inputs
)

// link is a connection with a goroutine for each direction, so that nothing the
// network does holds up a frame. When either queue is full the connection ends as
// too slow: a tab that sleeps loses it, and resumes when it wakes.
type Conn struct {
	conn     transport.Conn
	in       chan Received
	out      chan []byte
	free     chan []byte
	done     chan struct{}
	closeErr atomic.Pointer[error]

	unsent atomic.Int32 // frames that are queued or being handed to conn
}

// Received is a frame and when it came.
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

// receiveLoop ends with the connection.
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

// sendLoop ends when receive does.
func (l *Conn) sendLoop() {
	for {
		select {
		case frame := <-l.out:
			if err := l.conn.Send(frame); err != nil {
				return // receive tells why
			}
			l.unsent.Add(-1)
			l.Recycle(frame)
		case <-l.done:
			return
		}
	}
}

// Send queues a frame. Frames are the caller's again at once.
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

// NextFrame returns the next frame that has come, if any; hand it back with recycle.
func (l *Conn) NextFrame() (a Received, ok bool) {
	select {
	case a = <-l.in:
		return a, true
	default:
		return a, false
	}
}

// Err is why the link ended, once all that came before has been polled.
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

// CloseAfterSend ends the link once what is queued has gone out, or a second later.
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
