package live

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/lxzan/gws"

	"perihelion/server/net/httpx"
	"perihelion/server/net/ws"
	"perihelion/server/people/chat"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// fakeChat has the channel of the lobby, and that of a party of ada and bob.
type fakeChat struct {
	mu      sync.Mutex
	members map[string]bool
	said    map[string][]api.Message
}

func (f *fakeChat) CheckAccess(account, channel string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if channel == chat.Lobby || channel == "party:ABCD23" && f.members[account] {
		return nil
	}
	return chat.ErrNoChannel
}

func (f *fakeChat) History(channel string) []api.Message {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.said[channel]
}

// fakeMetrics counts the calls.
type fakeMetrics struct {
	mu     sync.Mutex
	counts map[string]int
}

func (t *fakeMetrics) increment(what string) { t.mu.Lock(); t.counts[what]++; t.mu.Unlock() }
func (t *fakeMetrics) counted(what string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts[what]
}
func (t *fakeMetrics) HandshakeRefused(why string)   { t.increment("refused " + why) }
func (t *fakeMetrics) ConnOpened()                   { t.increment("opened") }
func (t *fakeMetrics) ConnClosed(r transport.Reason) { t.increment("closed " + r.String()) }
func (t *fakeMetrics) ProtocolViolated(kind string)  { t.increment("violated " + kind) }
func (t *fakeMetrics) EventPublished(kind string)    { t.increment(kind) }
func (t *fakeMetrics) EventDropped()                 { t.increment("lost") }

// fixture is a hub behind a server.
type fixture struct {
	*testing.T
	*httptest.Server
	hub     *Hub
	chat    *fakeChat
	metrics *fakeMetrics

	mu     sync.Mutex
	status api.Status
}

func newHub(t *testing.T, change func(*Config)) *fixture {
	f := &fixture{
		T: t, metrics: &fakeMetrics{counts: map[string]int{}},
		chat: &fakeChat{members: map[string]bool{"ada": true, "bob": true}, said: map[string][]api.Message{}},
	}
	cfg := Config{
		Chat: f.chat, Metrics: f.metrics, Log: slog.New(slog.DiscardHandler),
		Status: func() api.Status {
			f.mu.Lock()
			defer f.mu.Unlock()
			return f.status
		},
		Player: func(_ context.Context, token string) (string, error) {
			account, ok := strings.CutPrefix(token, "token-of-")
			if !ok {
				return "", errors.New("forged")
			}
			return account, nil
		},
		Sockets: ws.Config{
			ReadLimit: 512, WriteTimeout: time.Second, IdleTimeout: 5 * time.Second, MaxConns: 10, PerIP: 10, PerSecond: 1000,
			Origins: &httpx.Origins{Listed: []string{"https://friend.example"}},
		},
	}
	if change != nil {
		change(&cfg)
	}
	f.hub = New(cfg)
	return f
}

// startServer runs a hub until the test ends.
func startServer(t *testing.T, change func(*Config)) *fixture {
	t.Helper()
	f := newHub(t, change)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { f.hub.Run(ctx); close(done) }()
	f.Server = httptest.NewServer(f.hub)
	t.Cleanup(func() {
		f.shutDown()
		cancel()
		<-done
		f.Server.Close()
	})
	return f
}

func (f *fixture) shutDown() {
	ctx, cancel := context.WithTimeout(context.Background(), testTimeout)
	defer cancel()
	f.hub.Close(ctx)
}

// testSubscriber collects what a client receives.
type testSubscriber struct {
	gws.BuiltinEventHandler
	t    *testing.T
	conn *gws.Conn
	got  chan api.Live
	ids  chan string // of server-sent events
	end  chan string // why it ended
}

func newTestSubscriber(t *testing.T) *testSubscriber {
	return &testSubscriber{t: t, got: make(chan api.Live, 10_000), ids: make(chan string, 10_000), end: make(chan string, 1)}
}

func (e *testSubscriber) onData(data []byte) {
	var l api.Live
	if err := json.Unmarshal(data, &l); err != nil {
		e.t.Errorf("heard %q: %v", data, err)
	}
	e.got <- l
}

func (e *testSubscriber) OnMessage(_ *gws.Conn, m *gws.Message) {
	e.onData(m.Bytes())
	_ = m.Close()
}

func (e *testSubscriber) OnClose(_ *gws.Conn, err error) { e.end <- err.Error() }

func (e *testSubscriber) OnPing(c *gws.Conn, b []byte) { _ = c.WritePong(b) }

// dialSocket subscribes over a WebSocket.
func (f *fixture) dialSocket(query string, headers ...string) (*testSubscriber, *http.Response, error) {
	e := newTestSubscriber(f.T)
	h := http.Header{}
	for i := 0; i < len(headers); i += 2 {
		h.Set(headers[i], headers[i+1])
	}
	conn, res, err := gws.NewClient(e, &gws.ClientOption{Addr: "ws" + strings.TrimPrefix(f.URL, "http") + query, RequestHeader: h})
	if err != nil {
		return nil, res, err
	}
	e.conn = conn
	go conn.ReadLoop()
	f.Cleanup(func() { _ = conn.NetConn().Close() })
	return e, res, nil
}

func (f *fixture) mustDial(query string, headers ...string) *testSubscriber {
	f.Helper()
	e, _, err := f.dialSocket(query, headers...)
	if err != nil {
		f.Fatal(err)
	}
	return e
}

// getStream requests server-sent events.
func (f *fixture) getStream(query string, headers ...string) *http.Response {
	f.Helper()
	ctx, cancel := context.WithCancel(f.Context())
	f.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", f.URL+query, nil)
	if err != nil {
		f.Fatal(err)
	}
	r.Header.Set("Accept", "text/event-stream")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { res.Body.Close() })
	return res
}

// openStream subscribes to server-sent events.
func (f *fixture) openStream(query string, headers ...string) *testSubscriber {
	f.Helper()
	res := f.getStream(query, headers...)
	if res.StatusCode != http.StatusOK {
		f.Fatalf("status %d", res.StatusCode)
	}
	e := newTestSubscriber(f.T)
	go e.readStream(res)
	return e
}

// readStream parses a stream as the standard says.
func (e *testSubscriber) readStream(res *http.Response) {
	kind, id := "", ""
	for lines := bufio.NewScanner(res.Body); lines.Scan(); {
		name, value, _ := strings.Cut(lines.Text(), ": ")
		switch {
		case name == "event":
			kind = value
		case name == "id":
			id = value
		case name == "data" && kind == "end":
			e.end <- value
		case name == "data":
			e.ids <- id
			e.onData([]byte(value))
		}
	}
}

// testTimeout is how long tests wait for something that must happen.
const testTimeout = 2 * time.Minute

// waitForKind returns the next event of a kind and skips others.
func (e *testSubscriber) waitForKind(kind string) api.Live {
	e.t.Helper()
	deadline := time.After(testTimeout)
	for {
		select {
		case l := <-e.got:
			if l.Kind == kind {
				return l
			}
		case <-deadline:
			e.t.Fatalf("no %s within %v", kind, testTimeout)
		}
	}
}

// firstEvent returns the next event of any kind.
func (e *testSubscriber) firstEvent() api.Live {
	e.t.Helper()
	select {
	case l := <-e.got:
		return l
	case <-time.After(testTimeout):
		e.t.Fatal("heard nothing")
	}
	return api.Live{}
}

// waitForEnd waits for the end of the connection and returns its reason.
func (e *testSubscriber) waitForEnd() string {
	e.t.Helper()
	select {
	case why := <-e.end:
		return why
	case <-time.After(testTimeout):
		e.t.Fatal("still there")
	}
	return ""
}
