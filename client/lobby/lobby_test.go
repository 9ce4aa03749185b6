package lobby

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"perihelion/shared/api"
)

// fakeServer gives every request the same response, and records the last request.
type fakeServer struct {
	status  int
	header  map[string]string
	body    string
	request *http.Request
	sent    string
}

func (f *fakeServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	f.request, f.sent = r, string(b)
	for k, v := range f.header {
		w.Header().Set(k, v)
	}
	w.WriteHeader(f.status)
	_, _ = io.WriteString(w, f.body)
}

func startServer(t *testing.T, f *fakeServer) *Client {
	t.Helper()
	s := httptest.NewServer(f)
	t.Cleanup(s.Close)
	c, err := New(s.URL + "/game")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestRequests(t *testing.T) {
	ctx := context.Background()
	tests := []struct {
		name, method, path, sent, body string
		call                           func(c *Client) (any, error)
		want                           any
	}{
		{
			"a guest sends a name", "POST", "/game/v1/guests", `{"name":"ada"}`, `{"player_id":"p1","token":"t"}`,
			func(c *Client) (any, error) { g, err := c.CreateGuest(ctx, "ada"); return g.PlayerID + g.Token, err },
			"p1t",
		},
		{
			"a ticket says for which queue", "POST", "/game/v1/tickets", `{"queue":"duel"}`,
			`{"id":"x","status":"queued"}`,
			func(c *Client) (any, error) {
				t, err := c.CreateTicket(ctx, api.NewTicket{Queue: "duel"})
				return t.ID, err
			},
			"x",
		},
		{
			"a ticket is cancelled without a body in the response", "DELETE", "/game/v1/tickets/x", "", "",
			func(c *Client) (any, error) { return nil, c.CancelTicket(ctx, "x") },
			nil,
		},
		{
			"a channel is one part of a path", "POST", "/game/v1/channels/party:ABCD/messages", `{"text":"hi"}`, `{"id":"m1"}`,
			func(c *Client) (any, error) { m, err := c.SendMessage(ctx, "party:ABCD", "hi"); return m.ID, err },
			"m1",
		},
		{
			"a link code returns the account", "POST", "/game/v1/guests", `{"link_code":"K7"}`, `{"player_id":"p9"}`,
			func(c *Client) (any, error) { g, err := c.RedeemLink(ctx, "K7"); return g.PlayerID, err },
			"p9",
		},
		{
			"a code is escaped", "POST", "/game/v1/rooms/A%2FB/join", `{}`, `{"room_id":"r"}`,
			func(c *Client) (any, error) { a, err := c.JoinRoom(ctx, "A/B"); return a.RoomID, err },
			"r",
		},
		{
			"a private room says what it wants", "POST", "/game/v1/rooms", `{"seats":4}`, `{"code":"ABCD"}`,
			func(c *Client) (any, error) { a, err := c.CreateRoom(ctx, api.NewRoom{Seats: 4}); return a.Code, err },
			"ABCD",
		},
		{
			"the list of rooms sends nothing", "GET", "/game/v1/rooms", "", `{"rooms":[{"id":"r1"},{"id":"r2"}]}`,
			func(c *Client) (any, error) { r, err := c.ListRooms(ctx); return len(r), err },
			2,
		},
		{
			"the board around us", "GET", "/game/v1/leaderboards/duel", "", `{"total":7}`,
			func(c *Client) (any, error) {
				b, err := c.Leaderboard(ctx, "duel", LeaderboardPage{Around: true})
				return b.Total, err
			},
			7,
		},
		{
			"a list of arenas", "GET", "/game/v1/arenas", "", `{"arenas":[{"id":"a1"}]}`,
			func(c *Client) (any, error) { a, _, err := c.Arenas(ctx, "newest", "", 1); return len(a.Arenas), err },
			1,
		},
		{
			"a copy of an arena", "POST", "/game/v1/arenas/A%2FB/fork", "", `{"id":"a2"}`,
			func(c *Client) (any, error) { a, err := c.ForkArena(ctx, "A/B"); return a.ID, err },
			"a2",
		},
		{
			"an arena is kept", "POST", "/game/v1/arenas", `{"text":"{}"}`, `{"id":"a3"}`,
			func(c *Client) (any, error) { a, err := c.CreateArena(ctx, "{}"); return a.ID, err },
			"a3",
		},
		{
			"a version of an arena is kept", "PUT", "/game/v1/arenas/a3", `{"text":"{}"}`, `{"version":3}`,
			func(c *Client) (any, error) { v, err := c.SaveArena(ctx, "a3", 2, "{}"); return v.Version, err },
			3,
		},
		{
			"an arena is published", "POST", "/game/v1/arenas/a1/publish", `{}`, `{"id":"a1"}`,
			func(c *Client) (any, error) { a, err := c.PublishArena(ctx, "a1"); return a.ID, err },
			"a1",
		},
		{
			"an arena is reported", "POST", "/game/v1/arenas/a1/report", `{"reason":"name"}`, "",
			func(c *Client) (any, error) { return nil, c.ReportArena(ctx, "a1", "name") },
			nil,
		},
		{
			"a picture is below the address of the server", "GET", "/game/v1/arena-pictures/ff.png", "", "PNG",
			func(c *Client) (any, error) {
				b, err := c.ArenaPicture(ctx, "/v1/arena-pictures/ff.png")
				return string(b), err
			},
			"PNG",
		},
		{
			"meta tells the rates", "GET", "/game/v1/meta", "", `{"tick_rate":60}`,
			func(c *Client) (any, error) { m, err := c.Meta(ctx); return m.TickRate, err },
			60,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fakeServer{status: 200, body: tt.body}
			got, err := tt.call(startServer(t, f))
			if err != nil || got != tt.want {
				t.Errorf("got %v, %v, want %v", got, err, tt.want)
			}
			if f.request.Method != tt.method || f.request.URL.EscapedPath() != tt.path || f.sent != tt.sent {
				t.Errorf("asked %s %s %s, want %s %s %s", f.request.Method, f.request.URL.EscapedPath(), f.sent, tt.method, tt.path, tt.sent)
			}
		})
	}
}

func TestTheTokenIsSentAsABearer(t *testing.T) {
	f := &fakeServer{status: 200, body: `{"assignment":{}}`}
	c := startServer(t, f)
	c.Token = "secret"
	if _, err := c.CreateTicket(context.Background(), api.NewTicket{}); err != nil {
		t.Fatal(err)
	}
	if got := f.request.Header.Get("Authorization"); got != "Bearer secret" {
		t.Errorf("Authorization = %q, want Bearer secret", got)
	}
}

func TestErrorResponsesBecomeProblems(t *testing.T) {
	tests := []struct {
		name   string
		fake   fakeServer
		status int
		retry  time.Duration
		says   string
	}{
		{
			"a problem document is passed on",
			fakeServer{status: 409, header: map[string]string{"Retry-After": "5"}, body: `{"type":"urn:x","title":"Conflict","status":409,"detail":"every seat is taken"}`},
			409, 5 * time.Second, "every seat is taken",
		},
		{"a page of a proxy becomes a problem by its status", fakeServer{status: 502, body: "<html>oops"}, 502, 0, "the server answered 502"},
		{"an unknown status is its own title", fakeServer{status: 599, body: ""}, 599, 0, "599"},
		{
			"a date in Retry-After is not understood",
			fakeServer{status: 503, header: map[string]string{"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, body: `{"title":"Service Unavailable"}`},
			503, 0, "Service Unavailable",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := startServer(t, &tt.fake).ListRooms(context.Background())
			var p *api.Problem
			if !errors.As(err, &p) {
				t.Fatalf("got %v, want a problem", err)
			}
			if p.Status != tt.status || p.Retry != tt.retry || !strings.Contains(p.Error(), tt.says) {
				t.Errorf("got %d %q, retry %v, want %d %q, %v", p.Status, p, p.Retry, tt.status, tt.says, tt.retry)
			}
		})
	}
}

func TestInvalidResponsesAreErrors(t *testing.T) {
	tests := []struct{ name, body string }{
		{"not JSON", "hello"},
		{"an endless answer", `{"id":"` + strings.Repeat("x", maxResponseBytes)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p *api.Problem
			if _, err := startServer(t, &fakeServer{status: 200, body: tt.body}).ListRooms(context.Background()); err == nil || errors.As(err, &p) {
				t.Errorf("got %v, want an error that is no problem", err)
			}
		})
	}
}

func TestLongPollReturnsOnlyChanges(t *testing.T) {
	f := &fakeServer{status: 200, header: map[string]string{"ETag": `"2"`}, body: `{"code":"ABCD"}`}
	c := startServer(t, f)
	p, tag, err := c.PollParty(t.Context(), "ABCD", "")
	if err != nil || p.Code != "ABCD" || tag != `"2"` || f.request.URL.RawQuery != "" {
		t.Errorf("first: %+v with tag %s, %v, asked %q", p, tag, err, f.request.URL.RawQuery)
	}
	f.status = http.StatusNotModified
	_, tag, err = c.PollParty(t.Context(), "ABCD", tag)
	if !errors.Is(err, ErrUnchanged) || tag != `"2"` {
		t.Errorf("then: tag %s, %v, want it unchanged", tag, err)
	}
	if got := f.request; got.Header.Get("If-None-Match") != `"2"` || got.URL.Query().Get("wait") != "25" {
		t.Errorf("asked %s with If-None-Match %s", got.URL, got.Header.Get("If-None-Match"))
	}
}

func TestTheContextEndsACall(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := startServer(t, &fakeServer{status: 200}).ListRooms(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestNewWantsTheURLOfAServer(t *testing.T) {
	for _, bad := range []string{"", "localhost:8080", "ftp://x", "http://", "http://a b"} {
		if _, err := New(bad); err == nil {
			t.Errorf("New(%q) succeeded", bad)
		}
	}
}
