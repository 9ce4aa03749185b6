package transport

import "sync"

// pipeFrames is how many frames a pipe holds in each direction before Send
// blocks: two seconds of snapshots, about what a socket's buffers take.
const pipeFrames = 64

// Pipe returns the two ends of a connection in memory. It starts no goroutine
// and waits on channels only, so it works under testing/synctest. Send blocks
// while the other side is pipeFrames behind. The end of one side is the end of
// both; the side that closed receives nothing more, the other one first what
// was on its way. Close(Abnormal) is a cut cable.
func Pipe() (a, b Conn) {
	up, down := newLane(), newLane()
	end := &ending{done: make(chan struct{})}
	return &pipe{out: up, in: down, end: end}, &pipe{out: down, in: up, end: end}
}

type pipe struct {
	out, in *lane
	end     *ending
	held    []byte // lent to the caller of Receive until the next call
}

// lane is one direction. Frames go round between its two channels, so that a
// steady stream allocates nothing.
type lane struct {
	full, empty chan []byte
}

func newLane() *lane {
	return &lane{full: make(chan []byte, pipeFrames), empty: make(chan []byte, pipeFrames)}
}

// spare returns an empty frame, never nil: an empty message is still a message.
func (l *lane) spare() []byte {
	select {
	case b := <-l.empty:
		return b[:0]
	default:
		return make([]byte, 0, 512)
	}
}

// ending is what both sides share: who hung up first, and why.
type ending struct {
	once sync.Once
	done chan struct{}
	by   *pipe
	why  Closed
}

func (e *ending) error() error {
	why := e.why
	return &why
}

func (p *pipe) Send(frame []byte) error {
	select {
	case <-p.end.done:
		return p.end.error()
	default:
	}
	select {
	case p.out.full <- append(p.out.spare(), frame...):
		return nil
	case <-p.end.done:
		return p.end.error()
	}
}

func (p *pipe) Receive() ([]byte, error) {
	p.giveBack()
	select {
	case p.held = <-p.in.full:
	case <-p.end.done:
	}
	return p.received()
}

// received decides what a frame in hand, or the end, is worth.
func (p *pipe) received() ([]byte, error) {
	select {
	case <-p.end.done:
		if p.end.by == p {
			return nil, p.end.error()
		}
	default:
	}
	if p.held != nil {
		return p.held, nil
	}
	select {
	case p.held = <-p.in.full:
		return p.held, nil
	default:
		return nil, p.end.error()
	}
}

func (p *pipe) giveBack() {
	if p.held == nil {
		return
	}
	select {
	case p.in.empty <- p.held:
	default:
	}
	p.held = nil
}

func (p *pipe) Close(r Reason) {
	p.end.once.Do(func() {
		p.end.by, p.end.why = p, Closed{Reason: r}
		close(p.end.done)
	})
}
