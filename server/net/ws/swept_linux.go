package ws

import (
	"errors"
	"io"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// sweptLink is a link over a TCP socket that is not on the poller of Go. Nothing blocks:
// what the kernel has no room for is queued, and the sweep goes on with it, so the queue of a
// client that does not read holds up neither a room nor the sweep. Only the goroutine that
// sweeps reads and closes the socket.
type sweptLink struct {
	visitSoon             func()       // has the next sweep visit it; other visits may be an eighth of a second away
	visitAsked            atomic.Bool  // and has not begun
	readUntil, writeUntil atomic.Int64 // Unix time in nanoseconds
	isCut                 atomic.Bool  // the next visit is the last
	queued                atomic.Bool  // queue is not empty

	// Guarded by Conn.writing.
	fd       int
	queue    []byte    // the rest of what was written
	last     bool      // nothing follows the queue
	err      error     // nothing can be written any more
	progress sync.Cond // the queue is empty, or err is set
	drained  func()    // called when the queue is empty; not nil: no write waits
}

// tcp is the socket of a connection that can be swept: one without TLS.
func (c *Conn) tcp() (*net.TCPConn, bool) {
	plain, _ := c.link.(plainLink)
	tcp, ok := plain.Conn.(*net.TCPConn)
	return tcp, ok
}

// sweep makes the link of c, over this socket, a sweptLink, and reports whether it could. visitSoon is
// that of the link.
func (c *Conn) sweep(tcp *net.TCPConn, visitSoon func()) bool {
	if !c.writing.TryLock() {
		return false
	}
	defer c.writing.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.end.Reason != 0 {
		return false
	}
	fd, err := duplicate(tcp)
	if err != nil { // no descriptor is left: the connection stays as it is
		return false
	}
	_ = tcp.Close() // takes it off the poller; the socket lives on in fd
	l := &sweptLink{fd: fd, visitSoon: visitSoon, progress: sync.Cond{L: &c.writing}}
	now := time.Now()
	l.readBy(now.Add(c.server.cfg.IdleTimeout))
	l.writeBy(now.Add(c.server.cfg.WriteTimeout))
	c.link = l
	return true
}

// duplicate returns another descriptor of a socket, which does not block either.
func duplicate(tcp *net.TCPConn) (fd int, err error) {
	raw, err := tcp.SyscallConn()
	if err != nil {
		return 0, err
	}
	controlErr := raw.Control(func(old uintptr) {
		fd, err = unix.FcntlInt(old, unix.F_DUPFD_CLOEXEC, 0)
	})
	return fd, errors.Join(controlErr, err)
}

func (l *sweptLink) readBy(t time.Time)  { l.readUntil.Store(t.UnixNano()) }
func (l *sweptLink) writeBy(t time.Time) { l.writeUntil.Store(t.UnixNano()) }

func (l *sweptLink) cutOff() {
	l.isCut.Store(true)
	l.askVisit()
}

// askVisit has the next sweep visit the link, once.
func (l *sweptLink) askVisit() {
	if !l.visitAsked.Swap(true) {
		l.visitSoon()
	}
}

// read reads what is there, nothing if there is nothing.
func (l *sweptLink) read(buf []byte) (int, error) {
	n, err := syscall.Read(l.fd, buf)
	switch {
	case n == 0 && err == nil:
		return 0, io.EOF
	case err == syscall.EAGAIN, err == syscall.EINTR:
		return 0, nil
	}
	return max(n, 0), err
}

// ended is why reading must end although nothing came, or nil.
func (l *sweptLink) ended(now time.Time) error {
	switch {
	case l.isCut.Load():
		return net.ErrClosed
	case now.UnixNano() > l.readUntil.Load():
		return os.ErrDeadlineExceeded
	}
	return nil
}

func (l *sweptLink) writeFrame(frame []byte, wait bool) error {
	if !l.queued.Load() {
		frame = frame[l.send(frame):]
	}
	if len(frame) > 0 && l.err == nil {
		l.queue = append(l.queue, frame...)
		if !l.queued.Swap(true) {
			l.askVisit()
		}
	}
	for wait && l.drained == nil && l.err == nil && l.queued.Load() {
		l.progress.Wait()
	}
	return l.err
}

func (l *sweptLink) queueWrites(drained func()) bool {
	l.drained = drained
	return true
}

func (l *sweptLink) isFull() bool { return l.queued.Load() }

// send hands bytes to the kernel, and returns how many it took.
func (l *sweptLink) send(b []byte) int {
	if l.err != nil {
		return 0
	}
	n, err := syscall.Write(l.fd, b)
	if err != nil && err != syscall.EAGAIN && err != syscall.EINTR {
		l.err = err
	}
	return max(n, 0)
}

// flush goes on with the queue, for as long as its time allows.
func (l *sweptLink) flush(now time.Time) error {
	l.queue = l.queue[l.send(l.queue):]
	switch {
	case l.err != nil:
	case len(l.queue) == 0:
		l.queue = nil
		l.queued.Store(false)
		if l.last {
			l.closeWrite()
		}
		if l.drained != nil {
			l.drained()
		}
	case now.UnixNano() > l.writeUntil.Load():
		l.err = os.ErrDeadlineExceeded
	default:
		return nil
	}
	l.progress.Broadcast()
	return l.err
}

func (l *sweptLink) closeWrite() {
	l.last = true
	if l.err == nil && !l.queued.Load() {
		_ = syscall.Shutdown(l.fd, syscall.SHUT_WR)
	}
}

// close is called by the goroutine that sweeps. Nobody uses the descriptor after it, which
// may be that of another connection soon: whoever does so holds Conn.writing, and finds err.
func (l *sweptLink) close() {
	l.progress.L.Lock()
	defer l.progress.L.Unlock()
	if l.isCut.Load() {
		_ = syscall.SetsockoptLinger(l.fd, syscall.SOL_SOCKET, syscall.SO_LINGER, &syscall.Linger{Onoff: 1})
	}
	_ = syscall.Close(l.fd)
	l.fd, l.err = -1, net.ErrClosed
	l.progress.Broadcast()
}
