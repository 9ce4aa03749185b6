package listen

import (
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"perihelion/server/net/httpx"
)

func TestRedirectLeadsToTheSamePageByTLS(t *testing.T) {
	d, err := New(Config{}, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, method, url, port string
		status                  int
		want                    string
	}{
		{"the usual port goes without saying", "GET", "http://play.example.com/?room=ABC", "443", 308, "https://play.example.com/?room=ABC"},
		{"another port is named", "GET", "http://play.example.com/a/b", "8443", 308, "https://play.example.com:8443/a/b"},
		{"the port it came by is not kept", "HEAD", "http://play.example.com:80/", "443", 308, "https://play.example.com/"},
		{"IPv6", "GET", "http://[2001:db8::1]:8080/", "443", 308, "https://[2001:db8::1]/"},
		{"IPv6 with a port", "GET", "http://[2001:db8::1]/", "8443", 308, "https://[2001:db8::1]:8443/"},
		{"what was sent in the clear is not sent on", "POST", "http://play.example.com/v1/guests", "443", 403, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			d.Redirect(tt.port).ServeHTTP(w, httptest.NewRequest(tt.method, tt.url, nil))
			if got := w.Header().Get("Location"); w.Code != tt.status || got != tt.want {
				t.Errorf("%d %q, want %d %q", w.Code, got, tt.status, tt.want)
			}
		})
	}
}

// fakeMetrics counts the calls.
type fakeMetrics struct{ open, kept, all, address atomic.Int64 }

func (c *fakeMetrics) ConnsOpen(n int) {
	c.open.Add(int64(n))
	if n > 0 {
		c.kept.Add(1)
	}
}

// handled is how many connections were accepted or refused so far.
func (c *fakeMetrics) handled() int64 { return c.kept.Load() + c.all.Load() + c.address.Load() }

func (c *fakeMetrics) ConnRefused(scope string) {
	if scope == "all" {
		c.all.Add(1)
	} else {
		c.address.Add(1)
	}
}

func startLimited(t *testing.T, total, perAddr int, proxies httpx.Proxies) (addr string, count *fakeMetrics) {
	t.Helper()
	count = &fakeMetrics{}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/hijack" {
			c, _, err := http.NewResponseController(w).Hijack()
			if err == nil {
				t.Cleanup(func() { _ = c.Close() })
			}
		}
	}))
	s.Config.ConnState = NewConnLimits(LimitsConfig{
		Max: total, PerAddr: perAddr, Proxies: proxies, Metrics: count, Log: slog.New(slog.DiscardHandler),
	}).Track
	s.Start()
	t.Cleanup(s.Close)
	return s.Listener.Addr().String(), count
}

// dialAndCheck dials and reports whether the connection was accepted.
func dialAndCheck(t *testing.T, addr string, count *fakeMetrics, request string) (net.Conn, bool) {
	t.Helper()
	refused, judged := count.all.Load()+count.address.Load(), count.handled()
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, false
	}
	t.Cleanup(func() { _ = c.Close() })
	if request != "" {
		_, _ = io.WriteString(c, request)
	}
	for deadline := time.Now().Add(testTimeout); count.handled() == judged; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the connection is neither kept nor refused")
		}
	}
	if count.all.Load()+count.address.Load() == refused {
		return c, true
	}
	_ = c.SetReadDeadline(time.Now().Add(testTimeout))
	if _, err = c.Read(make([]byte, 1)); errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("a refused connection stays open")
	}
	return c, false
}

// testTimeout is how long tests wait for something that must happen.
const testTimeout = 2 * time.Minute

func TestConnectionsAreCappedPerAddressAndGivenBack(t *testing.T) {
	addr, count := startLimited(t, 10, 3, httpx.Proxies{})
	var first net.Conn
	for i := range 5 {
		c, kept := dialAndCheck(t, addr, count, "")
		if kept != (i < 3) {
			t.Errorf("connection %d kept = %v", i+1, kept)
		}
		if i == 0 {
			first = c
		}
	}
	if count.open.Load() != 3 || count.address.Load() != 2 {
		t.Errorf("open %d, refused %d; want 3 and 2", count.open.Load(), count.address.Load())
	}
	_ = first.Close()
	for deadline := time.Now().Add(testTimeout); count.open.Load() != 2; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("a closed connection keeps its slot")
		}
	}
	if _, kept := dialAndCheck(t, addr, count, ""); !kept {
		t.Error("its slot is not given to the next")
	}
}

func TestConnectionsAreCappedInAllEvenForAProxy(t *testing.T) {
	addr, count := startLimited(t, 4, 1, httpx.Proxies{Networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	for i := range 6 {
		if _, kept := dialAndCheck(t, addr, count, ""); kept != (i < 4) {
			t.Errorf("connection %d kept = %v", i+1, kept)
		}
	}
	if count.all.Load() != 2 || count.address.Load() != 0 {
		t.Errorf("refused %d for all, %d for their address; want 2 and 0", count.all.Load(), count.address.Load())
	}
}

func TestWhatBecameAWebSocketHoldsNoSlotOfHTTP(t *testing.T) {
	addr, count := startLimited(t, 1, 1, httpx.Proxies{})
	for i := range 3 {
		if _, kept := dialAndCheck(t, addr, count, "GET /hijack HTTP/1.1\r\nHost: x\r\n\r\n"); !kept {
			t.Errorf("connection %d was refused", i+1)
		}
		for deadline := time.Now().Add(testTimeout); count.open.Load() != 0 && time.Now().Before(deadline); time.Sleep(time.Millisecond) {
		} // until the handler has taken it over
	}
	if count.open.Load() != 0 {
		t.Errorf("%d slots held", count.open.Load())
	}
}
