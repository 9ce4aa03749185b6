//go:build e2e

package e2e

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// line is the network between a page and the server, which can be cut.
type line struct {
	listener net.Listener
	server   string

	mu    sync.Mutex
	dead  bool
	limit int64 // bytes that the server may send on one connection; 0: any
	conns []net.Conn
}

// newLine lays a line to the server at base.
func newLine(t *testing.T, base string) *line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &line{listener: listener, server: strings.TrimPrefix(base, "http://")}
	var serving sync.WaitGroup
	serving.Go(l.accept)
	t.Cleanup(func() {
		_ = listener.Close()
		l.Cut()
		serving.Wait()
	})
	return l
}

// URL is what a page on this line opens.
func (l *line) URL() string { return "http://" + l.listener.Addr().String() }

// Cut ends every connection and refuses new ones.
func (l *line) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = true
	for _, c := range l.conns {
		_ = c.Close()
	}
	l.conns = nil
}

// Mend lets new connections through.
func (l *line) Mend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = false
}

// Limit has connections break after so many bytes from the server.
func (l *line) Limit(n int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.limit = n
}

func (l *line) accept() {
	for {
		page, err := l.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", l.server)
		limit, ok := l.admit(page, server)
		if err != nil || !ok {
			_ = page.Close()
			if server != nil {
				_ = server.Close()
			}
			continue
		}
		go pass(server, page, 0)
		go pass(page, server, limit)
	}
}

func (l *line) admit(conns ...net.Conn) (limit int64, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range conns {
		if c != nil {
			l.conns = append(l.conns, c)
		}
	}
	return l.limit, !l.dead
}

// pass copies what src sends, up to limit bytes, and ends both.
func pass(dst, src net.Conn, limit int64) {
	from := io.Reader(src)
	if limit > 0 {
		from = io.LimitReader(src, limit)
	}
	_, _ = io.Copy(dst, from)
	_ = dst.Close()
	_ = src.Close()
}
