package scene

import (
	"sync/atomic"
	"time"

	"perihelion/shared/transport"
)

const (
	inFrames  = 256 // eight seconds of snapshots: longer than a frame ever hangs
	outFrames = 64  // two seconds of inputs
)

// link is a connection with a goroutine for each direction, so that nothing the
// network does holds up a frame. When either queue is full the connection ends as
// too slow: a tab that sleeps loses it, and resumes when it wakes.
type link struct {
	conn  transport.Conn
	in    chan arrival
	out   chan []byte
	spare chan []byte
	done  chan struct{}
	why   atomic.Pointer[error]

	unsent atomic.Int32 // frames that are queued or being handed to conn
}

// arrival is a frame and when it came.
type arrival struct {
	frame []byte
	at    time.Time
}

func newLink(conn transport.Conn, k *Kit) *link {
	l := &link{
		conn:  conn,
		in:    make(chan arrival, inFrames),
		out:   make(chan []byte, outFrames),
		spare: make(chan []byte, inFrames+outFrames),
		done:  make(chan struct{}),
	}
	k.start(func() { l.receive(k.Now) })
	k.start(l.transmit)
	return l
}

// receive ends with the connection.
func (l *link) receive(now func() time.Time) {
	defer close(l.done)
	for {
		frame, err := l.conn.Receive()
		if err != nil {
			l.why.CompareAndSwap(nil, &err)
			return
		}
		select {
		case l.in <- arrival{append(l.buffer(), frame...), now()}:
		default:
			var err error = &transport.Closed{Reason: transport.TooSlow, Text: "the client fell behind"}
			l.why.CompareAndSwap(nil, &err)
			l.conn.Close(transport.TooSlow)
			return
		}
	}
}

// transmit ends when receive does.
func (l *link) transmit() {
	for {
		select {
		case frame := <-l.out:
			if err := l.conn.Send(frame); err != nil {
				return // receive tells why
			}
			l.unsent.Add(-1)
			l.recycle(frame)
		case <-l.done:
			return
		}
	}
}

// Send queues a frame. Frames are the caller's again at once.
func (l *link) Send(frame []byte) error {
	l.unsent.Add(1)
	select {
	case l.out <- append(l.buffer(), frame...):
		return nil
	default:
		l.unsent.Add(-1)
		l.conn.Close(transport.TooSlow)
		return &transport.Closed{Reason: transport.TooSlow, Text: "the connection takes no more"}
	}
}

// Poll returns the next frame that has come, if any; hand it back with recycle.
func (l *link) Poll() (a arrival, ok bool) {
	select {
	case a = <-l.in:
		return a, true
	default:
		return a, false
	}
}

// Err is why the link ended, once all that came before has been polled.
func (l *link) Err() error {
	if len(l.in) > 0 {
		return nil
	}
	select {
	case <-l.done:
		return *l.why.Load()
	default:
		return nil
	}
}

// finish ends the link once what is queued has gone out, or a second later.
func (l *link) finish(r transport.Reason) {
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

func (l *link) buffer() []byte {
	select {
	case b := <-l.spare:
		return b[:0]
	default:
		return make([]byte, 0, 2048)
	}
}

func (l *link) recycle(b []byte) {
	select {
	case l.spare <- b:
	default:
	}
}
