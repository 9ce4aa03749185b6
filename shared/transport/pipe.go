package transport

// pipeFrames is how many frames a pipe holds in each direction before Send
// blocks: two seconds of snapshots, about what a socket's buffers take.
const pipeFrames = 64

// Pipe returns the two ends of a connection in memory. Send blocks while the
// other side is pipeFrames behind. The end of one side is the end of both; the
// side that closed receives nothing more, the other one first what was on its
// way. Close(Abnormal) is a cut cable.
func Pipe() (a, b Conn) {
	up, down := NewInbox(pipeFrames), NewInbox(pipeFrames)
	return &pipe{in: down, peer: up}, &pipe{in: up, peer: down}
}

type pipe struct{ in, peer *Inbox }

func (p *pipe) Send(frame []byte) error  { return p.peer.Put(frame) }
func (p *pipe) Receive() ([]byte, error) { return p.in.Receive() }

func (p *pipe) Close(r Reason) {
	p.in.Cut(Closed{Reason: r})
	p.peer.End(Closed{Reason: r})
}
