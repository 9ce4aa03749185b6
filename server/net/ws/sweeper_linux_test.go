package ws

import (
	"log/slog"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"perihelion/shared/wsframe"
)

// discardSession drops what it gets.
type discardSession struct{}

func (discardSession) Receive([]byte, time.Time) {}
func (discardSession) Lost()                     {}

// newTestSweep is the sweep of n connections that have joined s, and the sockets of their clients.
func newTestSweep(t testing.TB, s *sweeper, n int) (w *sweep, clients []int) {
	server := New(Config{ReadLimit: 1 << 10, IdleTimeout: time.Minute, WriteTimeout: time.Minute}, nil, &fakeMetrics{}, slog.New(slog.DiscardHandler))
	epoll, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { unix.Close(epoll) })
	for range n {
		pair, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { unix.Close(pair[0]); unix.Close(pair[1]) })
		l := &sweptLink{fd: pair[0]}
		c := newConn(server, l, connSlot{}, "")
		l.visitSoon = func() { s.visitSoon(c) }
		l.readBy(time.Now().Add(time.Hour))
		c.session, c.hasSpoken = discardSession{}, true
		s.joining, clients = append(s.joining, c), append(clients, pair[1])
	}
	w = &sweep{server: server, epoll: epoll, byFD: map[int32]swept{}}
	w.join(s)
	return w, clients
}

// onlyConn is the connection of a sweep that has one.
func onlyConn(w *sweep) (c *Conn) {
	for _, only := range w.byFD {
		c = only.conn
	}
	return c
}

// fill sends to a connection until the kernel has no room.
func fill(t *testing.T, c *Conn) {
	t.Helper()
	_ = c.QueueWrites(func() {})
	for !c.Full() {
		if err := c.Send(make([]byte, 4<<10)); err != nil {
			t.Fatal(err)
		}
	}
}

// Who was full gets the rest in the next sweep, not when time limits are looked at.
func TestTheNextSweepGoesOnWithWhatTheKernelHadNoRoomFor(t *testing.T) {
	s := &sweeper{}
	w, clients := newTestSweep(t, s, 1)
	c := onlyConn(w)
	fill(t, c)
	buf := make([]byte, 4<<10)
	for n := 1; n < limitsEvery && c.Full(); n++ {
		for read := 1; read > 0; {
			read, _ = unix.Read(clients[0], buf)
		}
		w.join(s)
		w.once(n, time.Now())
	}
	if c.Full() {
		t.Error("it is still full although its client has read everything")
	}
}

func TestWhoReadsNothingIsVisitedOnceASweep(t *testing.T) {
	s := &sweeper{}
	w, _ := newTestSweep(t, s, 1)
	fill(t, onlyConn(w))
	for n := 1; n <= 10*limitsEvery; n++ {
		w.join(s)
		w.once(n, time.Now())
	}
	if len(s.waiting) != 1 {
		t.Errorf("one connection asks for %d visits in the next sweep", len(s.waiting))
	}
}

// A pong that waits behind what a client does not read gives it no more time to read that.
func TestWhoReadsNothingAndPingsIsGivenUp(t *testing.T) {
	s := &sweeper{}
	w, _ := newTestSweep(t, s, 1)
	c := onlyConn(w)
	fill(t, c)
	l := c.link.(*sweptLink)
	before := l.writeUntil.Load()
	c.writtenAt = time.Time{} // long ago
	c.onMessage(&wsframe.Message{Opcode: wsframe.Ping}, time.Now())
	if after := l.writeUntil.Load(); after != before {
		t.Errorf("it has %v more", time.Duration(after-before))
	}
}

// The system may refuse to watch a socket: that ends its connection and no other.
func TestASocketThatCannotBeWatchedEndsAlone(t *testing.T) {
	s := &sweeper{}
	w, _ := newTestSweep(t, s, 1)
	c := onlyConn(w)
	clear(w.byFD)
	w.epoll, s.joining = -1, []*Conn{c}
	if w.join(s); !c.link.(*sweptLink).isCut.Load() || len(w.soon) != 1 {
		t.Errorf("it goes on, and %d visits are due", len(w.soon))
	}
}

// BenchmarkSweep is what a thirtieth of a second costs with 1,024 connections: each has sent a frame,
// and there are eight sweeps. ns/frame tells how much that is for each.
func BenchmarkSweep(b *testing.B) {
	if plainOnly {
		b.Skip("nothing is swept")
	}
	const conns = 1024
	w, clients := newTestSweep(b, &sweeper{}, conns)
	var cost time.Duration // of CPU: what other processes take does not count
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	frame := maskedFrame(0x82, "inputs of two ticks")
	for b.Loop() {
		for _, fd := range clients {
			if _, err := unix.Write(fd, frame); err != nil {
				b.Fatal(err)
			}
		}
		began := threadTime()
		for n := range 8 {
			w.once(n, time.Now())
		}
		cost += threadTime() - began
	}
	b.ReportMetric(float64(cost.Nanoseconds())/float64(b.N)/conns, "ns/frame")
}

// threadTime is the CPU time of this thread.
func threadTime() time.Duration {
	var t unix.Timespec
	_ = unix.ClockGettime(unix.CLOCK_THREAD_CPUTIME_ID, &t)
	return time.Duration(t.Nano())
}
