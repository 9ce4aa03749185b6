package ws

import (
	"sync"
	"time"

	"golang.org/x/sys/unix"

	"perihelion/server/ops/panics"
)

const (
	// sweepEvery is how long a message may wait to be read; half of that is the mean. A tick
	// takes 16.7 ms.
	sweepEvery = time.Second / 240
	// sweepBudget is how many bytes of a connection are read in a sweep: far more than it may
	// send in the long run, so a flood holds up nobody.
	sweepBudget = 4 << 10
	// limitsEvery is after how many sweeps the time limits of those are looked at who have sent
	// nothing: an eighth of a second.
	limitsEvery = 30
	// readyBatch is how many connections one system call may name.
	readyBatch = 256
)

// sweeper reads the connections that talk, all in turn on one goroutine, 240 times a second.
// On the poller of Go a frame wakes a thread and a goroutine, which is then told that there is
// no other frame: that costs several times as much as the read. Here a sweep asks an epoll
// instance, on which nobody ever waits, who has sent something, and reads each once.
// The goroutine runs while there are connections.
type sweeper struct {
	mu      sync.Mutex
	running bool
	joining []*Conn // since the last sweep
	waiting []*Conn // for a visit by the next sweep, although they may have sent nothing
}

// visitSoon has the next sweep visit a connection, whose link is cut or full. Its link asks once a visit.
func (s *sweeper) visitSoon(c *Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.waiting = append(s.waiting, c)
}

// adopt takes over reading of a connection, after its first message, and reports whether it
// did: it does not take one over TLS, one that is being written to, or one that has ended.
// The goroutine that reads calls it, and then must not touch the connection any more.
func (s *sweeper) adopt(c *Conn) bool {
	tcp, ok := c.tcp()
	if !ok {
		return false
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.start(c.server) || !c.sweep(tcp, func() { s.visitSoon(c) }) {
		return false
	}
	s.joining = append(s.joining, c)
	return true
}

// start starts the goroutine, and reports whether it runs.
func (s *sweeper) start(server *Server) bool {
	if s.running {
		return true
	}
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil { // no descriptor is left
		return false
	}
	s.running = true
	server.wg.Go(func() { // Wait cannot be done: it waits for whoever joins
		defer unix.Close(epoll)
		(&sweep{server: server, epoll: epoll, byFD: map[int32]swept{}}).repeat(s)
	})
	return true
}

// sweep is what the goroutine of a sweeper works with.
type sweep struct {
	server *Server
	epoll  int
	byFD   map[int32]swept
	soon   []swept // to be visited in this sweep
	ready  [readyBatch]unix.EpollEvent
	buf    [sweepBudget]byte
}

type swept struct {
	conn *Conn
	link *sweptLink
}

func (w *sweep) repeat(s *sweeper) {
	ticker := time.NewTicker(sweepEvery)
	defer ticker.Stop()
	for n := 0; w.join(s); n++ {
		<-ticker.C
		now := time.Now()
		w.once(n, now)
		if report := w.server.cfg.Swept; report != nil {
			report(time.Since(now))
		}
	}
}

// once is the sweep of number n.
func (w *sweep) once(n int, now time.Time) {
	w.read()
	for _, c := range w.soon {
		if w.byFD[int32(c.link.fd)] == c { // else it has ended
			w.visit(c, (*sweep).look, now)
		}
	}
	if n%limitsEvery == 0 {
		for _, c := range w.byFD {
			w.visit(c, (*sweep).look, now)
		}
	}
}

// join adds those that have joined, and reports whether there are any connections now. If
// not, the goroutine must end.
func (w *sweep) join(s *sweeper) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range s.joining {
		l := c.link.(*sweptLink)
		fd := int32(l.fd)
		w.byFD[fd] = swept{c, l}
		if unix.EpollCtl(w.epoll, unix.EPOLL_CTL_ADD, l.fd, &unix.EpollEvent{Events: unix.EPOLLIN, Fd: fd}) != nil {
			l.isCut.Store(true) // the system watches too many
			s.waiting = append(s.waiting, c)
		}
	}
	clear(s.joining)
	s.joining = s.joining[:0]
	clear(w.soon)
	w.soon = w.soon[:0]
	for _, c := range s.waiting {
		l := c.link.(*sweptLink)
		l.visitAsked.Store(false)
		w.soon = append(w.soon, swept{c, l})
	}
	clear(s.waiting)
	s.waiting = s.waiting[:0]
	s.running = len(w.byFD) > 0
	return s.running
}

// read reads those who have sent something, or hung up.
func (w *sweep) read() {
	for range len(w.byFD)/readyBatch + 1 {
		n, _ := unix.EpollWait(w.epoll, w.ready[:], 0)
		for i := range max(n, 0) {
			w.visit(w.byFD[w.ready[i].Fd], (*sweep).readOne, time.Now())
		}
		if n < readyBatch {
			return
		}
	}
}

// visit takes a step for one connection, and removes it if it has ended.
func (w *sweep) visit(c swept, step func(*sweep, swept, time.Time) bool, now time.Time) {
	if w.contain(c, step, now) {
		return
	}
	_ = unix.EpollCtl(w.epoll, unix.EPOLL_CTL_DEL, c.link.fd, nil)
	delete(w.byFD, int32(c.link.fd))
	w.server.removeConn(c.conn)
}

// contain reports whether to go on with a connection. A panic ends only this one.
func (w *sweep) contain(c swept, step func(*sweep, swept, time.Time) bool, now time.Time) (goOn bool) {
	defer w.server.cfg.Panics.Recover(panics.Connection, c.conn.log, c.conn.abort) // and goOn is false
	return step(w, c, now)
}

// readOne reads a connection once.
func (w *sweep) readOne(c swept, now time.Time) (goOn bool) {
	n, err := c.link.read(w.buf[:])
	return c.conn.onRead(w.buf[:n], err, now)
}

// look goes on with what the kernel had no room for, and ends what has no time left.
func (w *sweep) look(c swept, now time.Time) (goOn bool) {
	if c.link.queued.Load() {
		if c.conn.flush(c.link, now); c.link.queued.Load() {
			c.link.askVisit()
		}
	}
	if err := c.link.ended(now); err != nil {
		return c.conn.onRead(nil, err, now)
	}
	return true
}

// flush writes what the kernel had no room for.
func (c *Conn) flush(l *sweptLink, now time.Time) {
	c.writing.Lock()
	defer c.writing.Unlock()
	if err := l.flush(now); err != nil {
		_ = c.writeFailed(err) // whoever wrote gets it too
	}
}
