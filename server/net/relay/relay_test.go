package relay

import (
	"crypto/ed25519"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/net/bus/bustest"
	"perihelion/server/net/httpx"
	"perihelion/server/people/auth"
)

// patience is for a busy machine.
const patience = 20 * time.Second

type nopMetrics struct{}

func (nopMetrics) MessageRefused(string) {}

// newRelay starts a server whose handler says what it was asked.
func newRelay(t *testing.T, url, name string, keys bus.Keys) (*Relay, *bus.Bus) {
	t.Helper()
	b, err := bus.Connect(bus.Config{URL: url, Node: name, Keys: keys, Metrics: nopMetrics{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	for deadline := time.Now().Add(patience); !b.Connected(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("not connected")
		}
	}
	cfg := Config{
		Bus: b, Node: name, API: "lobby", Client: httpx.Proxies{Networks: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}}.Client,
		Owner: func(r *http.Request) (string, string) { return r.URL.Query().Get("on"), "https://n2.example/" },
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			if r.URL.Path == "/long" {
				_, _ = w.Write(make([]byte, maxResponse+1))
				return
			}
			from := httpx.Proxies{Networks: []netip.Prefix{netip.MustParsePrefix("203.0.113.0/24")}}.Client(r)
			w.Header().Set("ETag", "tag")
			w.WriteHeader(http.StatusTeapot)
			_, _ = io.WriteString(w, strings.Join([]string{name, r.Method, r.URL.Path, r.Host, from.String(), r.Header.Get("Authorization"), string(body), w.Header().Get(httpx.RequestID)}, " "))
		}),
	}
	cfg.Gone = cfg.Handler
	l, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return l, b
}

func TestRequestsAreAnsweredWhereTheyBelong(t *testing.T) {
	url, _ := bustest.Run(t, "", 0)
	_, key, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	keys := auth.NewKeyRing(key)
	one, _ := newRelay(t, url, "n1", keys)
	_, second := newRelay(t, url, "n2", keys)
	ask := func(target, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", target, strings.NewReader(body))
		r.RemoteAddr = "10.0.0.1:1234" // a proxy, of which the other server need not know
		r.Header.Set("X-Forwarded-For", "203.0.113.7")
		r.Header.Set("Authorization", "Bearer ada")
		w := httptest.NewRecorder()
		w.Header().Set(httpx.RequestID, "r1")
		one.ServeHTTP(w, r)
		return w
	}
	for deadline := time.Now().Add(patience); !strings.HasPrefix(ask("http://game.test/?on=n2", "").Body.String(), "n2"); { // NATS hears of the two one after the other
		if time.Now().After(deadline) {
			t.Fatal("the servers do not find each other")
		}
	}
	big := strings.Repeat("x", maxBody+1)
	for _, tt := range []struct{ name, target, body, want string }{
		{"here", "http://game.test/v1/tickets", "{}", "n1 POST /v1/tickets game.test 203.0.113.7 Bearer ada {} r1"},
		{"here, by name", "http://game.test/v1/tickets?on=n1", "{}", "n1 POST /v1/tickets game.test 203.0.113.7 Bearer ada {} r1"},
		{"on another server", "http://game.test/v1/tickets?on=n2", "{}", "n2 POST /v1/tickets game.test 203.0.113.7 Bearer ada {} r1"},
		{"on a server that is gone", "http://game.test/v1/tickets?on=n3", "{}", "n1 POST /v1/tickets game.test 203.0.113.7 Bearer ada {} r1"},
		{"too large to be handed over", "http://game.test/v1/tickets?on=n2", big, "n1 POST /v1/tickets game.test 203.0.113.7 Bearer ada " + big + " r1"},
	} {
		// The handler of n1 does not trust 10.0.0.1, so there the client is that.
		want := tt.want
		if strings.HasPrefix(want, "n1") {
			want = strings.Replace(want, "203.0.113.7", "10.0.0.1", 1)
		}
		if w := ask(tt.target, tt.body); w.Code != http.StatusTeapot || w.Header().Get("ETag") != "tag" || w.Body.String() != want {
			t.Errorf("%s: %d %v %.200q, want %.200q", tt.name, w.Code, w.Header(), w.Body, want)
		}
	}
	if w := ask("http://game.test/v1/tickets/7/events?on=n2", ""); w.Code != http.StatusTemporaryRedirect || w.Header().Get("Location") != "https://n2.example/v1/tickets/7/events?on=n2" {
		t.Errorf("a stream: %d %v, want a redirect to the other server", w.Code, w.Header())
	}
	if w := ask("http://game.test/long?on=n2", "{}"); w.Code != http.StatusInsufficientStorage || !strings.Contains(w.Body.String(), "ask that server itself") {
		t.Errorf("an answer that is too long: %d %.200q, want it said", w.Code, w.Body)
	}
	second.Close()
	for deadline := time.Now().Add(patience); ; { // what is asked while it goes is lost, and the client told to try again
		w := ask("http://game.test/v1/tickets?on=n2", "{}")
		if strings.HasPrefix(w.Body.String(), "n1") {
			return
		}
		if w.Code != http.StatusServiceUnavailable || time.Now().After(deadline) {
			t.Fatalf("when the other server has gone: %d %q", w.Code, w.Body)
		}
	}
}
