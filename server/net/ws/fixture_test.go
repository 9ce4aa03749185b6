package ws

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/server/net/httpx"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// echo is a session that sends back what it gets, and more if asked to.
type echo struct {
	c     *Conn
	token string
	lost  *atomic.Int32

	queues  *atomic.Bool  // QueueWrites said so
	drained *atomic.Int32 // times that it was called
}

func (e echo) Receive(frame []byte, _ time.Time) {
	switch string(frame) {
	case "token":
		_ = e.c.Send([]byte(e.token))
	case "kick":
		e.c.Close(transport.Kicked, "out")
	case "stream":
		go func() {
			for e.c.Send([]byte("state")) == nil {
				time.Sleep(20 * time.Millisecond)
			}
		}()
	case "flow":
		go func() {
			for e.c.Send([]byte("state")) == nil {
			}
		}()
	case "kick amid frames":
		go func() {
			for e.c.Send([]byte("state")) == nil {
			}
		}()
		time.Sleep(time.Millisecond)
		e.c.Close(transport.Kicked, "out")
	case "panic":
		panic("as told")
	case "count", "queue":
		how := string(frame)
		go func() {
			if how == "queue" {
				queues := e.c.QueueWrites(func() { e.drained.Add(1) })
				e.queues.Store(queues)
			}
			frame := make([]byte, countedSize)
			for i := range countedFrames[how] {
				binary.BigEndian.PutUint32(frame, uint32(i))
				_ = e.c.Send(frame)
			}
			e.c.Close(transport.Kicked, "all counted")
		}()
	case "flood":
		go func() {
			for e.c.Send(make([]byte, 4<<10)) == nil {
			}
		}()
	default:
		_ = e.c.Send(frame)
	}
}

// countedSize is the size of the frames that one asks for with "count" and "queue". The kernel keeps 4 MB
// for a writer, and little for who has not read yet: what does not wait has a second for the rest.
const countedSize = 3000

var countedFrames = map[string]int{"count": 1500, "queue": 300}

func (e echo) Lost() { e.lost.Add(1) }

// fakeMetrics counts the calls.
type fakeMetrics struct {
	mu     sync.Mutex
	counts map[string]int
}

func (t *fakeMetrics) increment(what string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[what]++
}

func (t *fakeMetrics) counted(what string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts[what]
}

func (t *fakeMetrics) forget() {
	t.mu.Lock()
	defer t.mu.Unlock()
	clear(t.counts)
}

func (t *fakeMetrics) HandshakeRefused(why string)   { t.increment("refused " + why) }
func (t *fakeMetrics) ConnOpened()                   { t.increment("opened") }
func (t *fakeMetrics) ConnClosed(r transport.Reason) { t.increment("closed " + r.String()) }
func (t *fakeMetrics) ProtocolViolated(kind string)  { t.increment("violated " + kind) }

// plainOnly keeps connections from being swept.
var plainOnly bool

// TestMain runs all tests twice: with reads in sweeps, where the system has them, and without.
func TestMain(m *testing.M) {
	swept := m.Run()
	plainOnly = true
	os.Exit(max(swept, m.Run()))
}

// plainListener accepts connections that cannot be swept, like those over TLS.
type plainListener struct{ net.Listener }

type plainConn struct{ *net.TCPConn }

func (c plainConn) NetConn() net.Conn { return c.TCPConn }

func (l plainListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return plainConn{c.(*net.TCPConn)}, nil
}

type fixture struct {
	*httptest.Server
	ws   *Server
	lost atomic.Int32
	fakeMetrics

	queues  atomic.Bool
	drained atomic.Int32
}

func (f *fixture) newEcho(c *Conn, token string) echo {
	return echo{c, token, &f.lost, &f.queues, &f.drained}
}

func startServer(t testing.TB, change func(*Config)) *fixture {
	t.Helper()
	cfg := Config{
		ReadLimit: 4 << 10, WriteTimeout: time.Second, IdleTimeout: 5 * time.Second, MaxConns: 100, PerIP: 100, PerSecond: 1000,
		Origins: &httpx.Origins{Listed: []string{"https://friend.example"}},
	}
	if change != nil {
		change(&cfg)
	}
	f := &fixture{fakeMetrics: fakeMetrics{counts: map[string]int{}}}
	cfg.Swept = func(time.Duration) { f.increment("swept") }
	open := func(c *Conn, token string) Session { return f.newEcho(c, token) }
	f.ws = New(cfg, open, &f.fakeMetrics, slog.New(slog.DiscardHandler))
	f.Server = httptest.NewUnstartedServer(f.ws)
	if plainOnly {
		t.Log("nothing is swept")
		f.Server.Listener = plainListener{f.Server.Listener}
	}
	f.Start()
	t.Cleanup(func() {
		f.ws.StopAccepting()
		f.ws.CloseAll(transport.GoingAway, "")
		ctx, cancel := context.WithTimeout(context.Background(), testTimeout)
		defer cancel()
		f.ws.Wait(ctx)
		f.Server.Close()
	})
	return f
}

// testClient collects what it receives.
type testClient struct {
	gws.BuiltinEventHandler
	*gws.Conn
	got     chan string
	end     chan error
	blockOn chan struct{} // nil: it reads
}

func (c *testClient) OnMessage(_ *gws.Conn, m *gws.Message) {
	if c.blockOn != nil {
		<-c.blockOn
	}
	select {
	case c.got <- m.Data.String():
	default: // of many alike
	}
	_ = m.Close()
}
func (c *testClient) OnClose(_ *gws.Conn, err error) { c.end <- err }

// dialClient returns a client that has spoken, so that its connection is swept.
func (f *fixture) dialClient(t *testing.T) *testClient {
	t.Helper()
	c := f.dialMute(t)
	c.sendText(t, "first")
	c.expectText(t, "first")
	return c
}

func (f *fixture) dialMute(t *testing.T) *testClient {
	t.Helper()
	c := &testClient{got: make(chan string, 1000), end: make(chan error, 1)}
	conn, _, err := gws.NewClient(c, &gws.ClientOption{
		Addr:          "ws" + strings.TrimPrefix(f.URL, "http"),
		RequestHeader: http.Header{"Sec-Websocket-Protocol": {protocol.Subprotocol + ", " + protocol.TicketPrefix + "t1"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Conn = conn
	go conn.ReadLoop()
	t.Cleanup(func() { _ = conn.NetConn().Close() })
	return c
}

func (c *testClient) sendText(t *testing.T, text string) {
	t.Helper()
	if err := c.WriteMessage(gws.OpcodeBinary, []byte(text)); err != nil {
		t.Fatal(err)
	}
}

func (c *testClient) expectClose(t *testing.T, want transport.Reason) {
	t.Helper()
	select {
	case err := <-c.end:
		var closed *gws.CloseError
		if !errors.As(err, &closed) || closed.Code != uint16(want) {
			t.Errorf("closed with %v, want %d", err, want)
		}
	case <-time.After(testTimeout):
		t.Errorf("still open, want %d", want)
	}
}

func (c *testClient) expectText(t *testing.T, want string) {
	t.Helper()
	select {
	case got := <-c.got:
		if got != want {
			t.Errorf("heard %q, want %q", got, want)
		}
	case err := <-c.end:
		t.Errorf("closed with %v, want %q", err, want)
	case <-time.After(testTimeout):
		t.Errorf("heard nothing, want %q", want)
	}
}

// testTimeout is how long tests wait for something that must happen.
const testTimeout = 2 * time.Minute

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(testTimeout); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}

// rawDial upgrades by hand and reads nothing after the response.
func rawDial(t testing.TB, f *fixture) net.Conn {
	t.Helper()
	nc, err := net.Dial("tcp", f.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = nc.Close() })
	request := "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: " + protocol.Subprotocol + "\r\n\r\n"
	if _, err := nc.Write([]byte(request)); err != nil {
		t.Fatal(err)
	}
	answer := []byte(nil)
	for b := make([]byte, 1); !bytes.HasSuffix(answer, []byte("\r\n\r\n")); answer = append(answer, b...) {
		if _, err := nc.Read(b); err != nil {
			t.Fatalf("answer = %q, %v", answer, err)
		}
	}
	if !bytes.HasPrefix(answer, []byte("HTTP/1.1 101 ")) {
		t.Fatalf("answer = %q", answer)
	}
	return nc
}
