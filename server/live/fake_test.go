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

	"perihelion/server/chat"
	"perihelion/server/httpx"
	"perihelion/server/ws"
	"perihelion/shared/api"
	"perihelion/shared/transport"
)

// fakeChat is the lobby and a party of ada and bob.
type fakeChat struct {
	mu      sync.Mutex
	members map[string]bool
	said    map[string][]api.Message
}

func (f *fakeChat) Welcome(account, channel string) error {
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

// tally is Metrics that can be read.
type tally struct {
	mu     sync.Mutex
	counts map[string]int
}

func (t *tally) add(what string) { t.mu.Lock(); t.counts[what]++; t.mu.Unlock() }
func (t *tally) of(what string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts[what]
}
func (t *tally) HandshakeRefused(why string) { t.add("refused " + why) }
func (t *tally) Opened()                     { t.add("opened") }
func (t *tally) Closed(r transport.Reason)   { t.add("closed " + r.String()) }
func (t *tally) Violated(kind string)        { t.add("violated " + kind) }
func (t *tally) Event(kind string)           { t.add(kind) }
func (t *tally) Lost()                       { t.add("lost") }

// fixture is a hub behind a server.
type fixture struct {
	*testing.T
	*httptest.Server
	hub   *Hub
	chat  *fakeChat
	tally *tally

	mu     sync.Mutex
	status api.Status
}

func newHub(t *testing.T, change func(*Config)) *fixture {
	f := &fixture{
		T: t, tally: &tally{counts: map[string]int{}},
		chat: &fakeChat{members: map[string]bool{"ada": true, "bob": true}, said: map[string][]api.Message{}},
	}
	cfg := Config{
		Chat: f.chat, Metrics: f.tally, Log: slog.New(slog.DiscardHandler),
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

// serve runs a hub until the test ends.
func serve(t *testing.T, change func(*Config)) *fixture {
	t.Helper()
	f := newHub(t, change)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { f.hub.Run(ctx); close(done) }()
	f.Server = httptest.NewServer(f.hub)
	t.Cleanup(func() {
		f.close()
		cancel()
		<-done
		f.Server.Close()
	})
	return f
}

func (f *fixture) close() {
	ctx, cancel := context.WithTimeout(context.Background(), hang)
	defer cancel()
	f.hub.Close(ctx)
}

// ear collects what a listener hears.
type ear struct {
	gws.BuiltinEventHandler
	t    *testing.T
	conn *gws.Conn
	got  chan api.Live
	ids  chan string // of server-sent events
	end  chan string // why it ended
}

func newEar(t *testing.T) *ear {
	return &ear{t: t, got: make(chan api.Live, 10_000), ids: make(chan string, 10_000), end: make(chan string, 1)}
}

func (e *ear) take(data []byte) {
	var l api.Live
	if err := json.Unmarshal(data, &l); err != nil {
		e.t.Errorf("heard %q: %v", data, err)
	}
	e.got <- l
}

func (e *ear) OnMessage(_ *gws.Conn, m *gws.Message) {
	e.take(m.Bytes())
	_ = m.Close()
}

func (e *ear) OnClose(_ *gws.Conn, err error) { e.end <- err.Error() }

func (e *ear) OnPing(c *gws.Conn, b []byte) { _ = c.WritePong(b) }

// dial listens over a WebSocket.
func (f *fixture) dial(query string, headers ...string) (*ear, *http.Response, error) {
	e := newEar(f.T)
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

func (f *fixture) socket(query string, headers ...string) *ear {
	f.Helper()
	e, _, err := f.dial(query, headers...)
	if err != nil {
		f.Fatal(err)
	}
	return e
}

// get asks for server-sent events.
func (f *fixture) get(query string, headers ...string) *http.Response {
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

// stream listens to server-sent events.
func (f *fixture) stream(query string, headers ...string) *ear {
	f.Helper()
	res := f.get(query, headers...)
	if res.StatusCode != http.StatusOK {
		f.Fatalf("status %d", res.StatusCode)
	}
	e := newEar(f.T)
	go e.read(res)
	return e
}

// read takes a stream apart as the standard has it.
func (e *ear) read(res *http.Response) {
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
			e.take([]byte(value))
		}
	}
}

// hang is how long a test waits for what must come: only what never comes takes as long.
const hang = 2 * time.Minute

// next is the next event of a kind; others are skipped.
func (e *ear) next(kind string) api.Live {
	e.t.Helper()
	deadline := time.After(hang)
	for {
		select {
		case l := <-e.got:
			if l.Kind == kind {
				return l
			}
		case <-deadline:
			e.t.Fatalf("no %s within %v", kind, hang)
		}
	}
}

// first is the first event that was heard.
func (e *ear) first() api.Live {
	e.t.Helper()
	select {
	case l := <-e.got:
		return l
	case <-time.After(hang):
		e.t.Fatal("heard nothing")
	}
	return api.Live{}
}

// ended waits for the end, and returns why.
func (e *ear) ended() string {
	e.t.Helper()
	select {
	case why := <-e.end:
		return why
	case <-time.After(hang):
		e.t.Fatal("still there")
	}
	return ""
}
