//go:build e2e

package e2e

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"
)

// netLink is the network between a page and the server, which can be cut.
type netLink struct {
	listener net.Listener
	server   string

	mu    sync.Mutex
	dead  bool
	limit int64 // bytes that the server may send on one connection; 0: any
	conns []net.Conn
}

// newNetLink makes a link to the server at base.
func newNetLink(t *testing.T, base string) *netLink {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l := &netLink{listener: listener, server: strings.TrimPrefix(base, "http://")}
	var serving sync.WaitGroup
	serving.Go(l.acceptAll)
	t.Cleanup(func() {
		_ = listener.Close()
		l.Cut()
		serving.Wait()
	})
	return l
}

// URL is what a page on this link opens.
func (l *netLink) URL() string { return "http://" + l.listener.Addr().String() }

// Cut ends every connection and refuses new ones.
func (l *netLink) Cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = true
	for _, c := range l.conns {
		_ = c.Close()
	}
	l.conns = nil
}

// Restore lets new connections through.
func (l *netLink) Restore() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.dead = false
}

// LimitBytes breaks new connections after so many bytes from the server; 0: never.
func (l *netLink) LimitBytes(n int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.limit = n
}

func (l *netLink) acceptAll() {
	for {
		page, err := l.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", l.server)
		limit, ok := l.registerConns(page, server)
		if err != nil || !ok {
			_ = page.Close()
			if server != nil {
				_ = server.Close()
			}
			continue
		}
		go copyBytes(server, page, 0)
		go copyBytes(page, server, limit)
	}
}

func (l *netLink) registerConns(conns ...net.Conn) (limit int64, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range conns {
		if c != nil {
			l.conns = append(l.conns, c)
		}
	}
	return l.limit, !l.dead
}

// copyBytes copies what src sends, up to limit bytes (0: all), and closes both.
func copyBytes(dst, src net.Conn, limit int64) {
	from := io.Reader(src)
	if limit > 0 {
		from = io.LimitReader(src, limit)
	}
	_, _ = io.Copy(dst, from)
	_ = dst.Close()
	_ = src.Close()
}
