package ws

import (
	"sync"
	"time"

	"perihelion/server/ops/panics"
)

const (
	// sweepEvery is how long a message may wait to be read; half of that is the mean. A tick
	// takes 16.7 ms.
	sweepEvery = time.Second / 120
	// sweepBudget is how many bytes of a connection are read in a sweep: seven times what it may
	// send in the long run, so a flood holds up nobody.
	sweepBudget = 4 << 10
)

// sweeper reads the connections that talk, all in turn on one goroutine, 120 times a second.
// Reads on the poller of Go cost a wake-up each, which costs several times as much as the
// read: with 512 clients of 30 frames a second, sweeps took a tenth of the switches between
// threads. The goroutine runs while there are connections.
type sweeper struct {
	mu      sync.Mutex
	running bool
	joining []*Conn // since the last sweep
}

// adopt takes over reading of a connection, after its first message, and reports whether it
// did: it does not take one over TLS, one that is being written to, or one that has ended.
// The goroutine that reads calls it, and then must not touch the connection any more.
func (s *sweeper) adopt(c *Conn) bool {
	if !c.sweep() {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.joining = append(s.joining, c)
	if !s.running {
		s.running = true
		c.server.wg.Go(func() { s.sweepAll(c.server) }) // Wait cannot be done: it waits for c
	}
	return true
}

func (s *sweeper) sweepAll(server *Server) {
	var conns []*Conn
	buf := make([]byte, sweepBudget)
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for s.join(&conns) {
		<-ticker.C
		now := time.Now()
		for i := 0; i < len(conns); {
			if c := conns[i]; c.visit(buf, now) {
				i++
			} else {
				conns[i] = conns[len(conns)-1]
				conns = conns[:len(conns)-1]
				server.removeConn(c)
			}
		}
		if report := server.cfg.Swept; report != nil {
			report(time.Since(now))
		}
	}
}

// join adds those that have joined, and reports whether there are any connections now. If
// not, the goroutine must end.
func (s *sweeper) join(conns *[]*Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	*conns = append(*conns, s.joining...)
	clear(s.joining)
	s.joining = s.joining[:0]
	s.running = len(*conns) > 0
	return s.running
}

// visit reads a connection once, and reports whether to go on. A panic ends only this
// connection.
func (c *Conn) visit(buf []byte, now time.Time) (goOn bool) {
	defer c.server.cfg.Panics.Recover(panics.Connection, c.log, c.abort) // and goOn is false
	l := c.link.(*sweptLink)
	if l.queued.Load() {
		c.flush(l, now)
	}
	n, err := l.read(buf, now)
	if n == 0 && err == nil {
		return true
	}
	return c.onRead(buf[:n], err, time.Now())
}

// flush writes what the kernel had no room for.
func (c *Conn) flush(l *sweptLink, now time.Time) {
	c.writing.Lock()
	defer c.writing.Unlock()
	if err := l.flush(now); err != nil {
		_ = c.writeFailed(err) // whoever wrote gets it too
	}
}
