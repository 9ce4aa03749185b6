package pilots

import (
	"sync"
	"sync/atomic"
	"time"

	"perihelion/shared/transport"
	"perihelion/sim"
)

// pilot is one connection.
type pilot struct {
	n       int
	socket  *socket
	loses   int    // of so many datagrams one, so inputs go one to a frame; 0: none
	host    string // of the server
	reading sync.WaitGroup
	beside  atomic.Pointer[datagrams] // nil: inputs go by the socket

	mu           sync.Mutex // protects what follows
	talk         Talk
	quitting     bool
	frame        []byte
	lastSnapshot time.Time
	seen         Figures // of this pilot alone
}

// read reads until the connection ends.
func (p *pilot) read() {
	for {
		frame, err := p.socket.receive()
		if err == nil {
			err = p.take(frame, time.Now())
		}
		if err != nil {
			p.lose(err)
			return
		}
	}
}

// take counts a frame and answers it.
func (p *pilot) take(frame []byte, now time.Time) error {
	p.mu.Lock()
	r, err := p.talk.Receive(frame)
	p.seen.In += len(frame)
	if r.Snapshot {
		p.seen.Snapshots++
		p.seen.SnapshotIn += len(frame)
		if r.Late {
			p.seen.Late++
		}
		if !p.lastSnapshot.IsZero() {
			p.seen.Intervals.Record(now.Sub(p.lastSnapshot))
		}
		p.lastSnapshot = now
	}
	p.mu.Unlock()
	if err == nil && r.Reply != nil {
		err = p.socket.send(r.Reply)
	}
	if err == nil && r.Offer != nil {
		err = p.openDatagrams(*r.Offer)
	}
	return err
}

// lose notes that the connection has ended, unless that is our doing.
func (p *pilot) lose(err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.quitting && p.seen.Lost == 0 {
		p.seen.Lost, p.seen.FirstLoss = 1, err
	}
}

func (p *pilot) sendFrame() {
	p.mu.Lock()
	p.frame = p.talk.AppendInputs(p.frame[:0], func(tick uint32) sim.Input { return Fly(p.n, tick) })
	frame := p.frame
	if len(frame) > 0 {
		p.seen.Frames++
		p.seen.Out += len(frame)
	}
	p.mu.Unlock()
	if len(frame) == 0 {
		return
	}
	send := p.socket.send
	if d := p.beside.Load(); d != nil {
		send = d.sendAgain
	}
	if err := send(frame); err != nil {
		p.lose(err)
	}
}

func (p *pilot) countAnew() {
	p.mu.Lock()
	defer p.mu.Unlock()
	lost, why := p.seen.Lost, p.seen.FirstLoss
	p.seen = Figures{Lost: lost, FirstLoss: why}
}

func (p *pilot) addTo(s *Figures) {
	p.mu.Lock()
	defer p.mu.Unlock()
	s.Pilots++
	s.Lost += p.seen.Lost
	if s.FirstLoss == nil {
		s.FirstLoss = p.seen.FirstLoss
	}
	s.Snapshots += p.seen.Snapshots
	s.Late += p.seen.Late
	s.Frames += p.seen.Frames
	s.In += p.seen.In
	s.Out += p.seen.Out
	s.SnapshotIn += p.seen.SnapshotIn
	s.Intervals.Merge(&p.seen.Intervals)
}

func (p *pilot) quit() {
	p.mu.Lock()
	p.quitting = true
	p.mu.Unlock()
	_ = p.socket.close()
	if d := p.beside.Load(); d != nil {
		d.link.Close(transport.Normal)
	}
	p.reading.Wait()
}
