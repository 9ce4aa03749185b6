package httpx

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/shared/api"
)

// fakeMetrics records the calls.
type fakeMetrics struct {
	answers   map[string]int // by route and status
	took      map[string]time.Duration
	untrusted int
}

func (c *fakeMetrics) RequestDone(route string, status int) {
	c.answers[fmt.Sprint(route, " ", status)]++
}
func (c *fakeMetrics) RequestTook(route string, d time.Duration) { c.took[route] = d }
func (c *fakeMetrics) UntrustedProxy()                           { c.untrusted++ }
func newFakeMetrics() *fakeMetrics {
	return &fakeMetrics{map[string]int{}, map[string]time.Duration{}, 0}
}

// -
func newTestMiddleware(log *strings.Builder, c *fakeMetrics, p ...string) *Middleware {
	f := &Middleware{Setting: "TRUSTED=", HeaderSetting: "HEADER=", Metrics: c, Log: slog.New(slog.NewJSONHandler(log, nil))}
	for _, prefix := range p {
		f.Proxies.Networks = append(f.Proxies.Networks, netip.MustParsePrefix(prefix))
	}
	return f
}

func TestWrapAnswersAPanic(t *testing.T) {
	var lines strings.Builder
	c := newFakeMetrics()
	h := newTestMiddleware(&lines, c).wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") }))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, newRequest("1.1.1.1:1"))
	var p api.Problem
	if err := json.NewDecoder(w.Body).Decode(&p); err != nil || p.Status != 500 || w.Code != 500 {
		t.Errorf("answer = %d %+v, %v; want a problem with status 500", w.Code, p, err)
	}
	if id := w.Header().Get("X-Request-Id"); id == "" || p.Instance != id || !strings.Contains(p.Detail, id) || !strings.Contains(lines.String(), id) {
		t.Errorf("request id %q is not in the answer %q and in the log", id, p.Detail)
	}
	if c.answers[" 500"] != 1 {
		t.Errorf("counted %v", c.answers)
	}
}

func TestWrapCutsOffAnAnswerThatPanicsHalfWay(t *testing.T) {
	var counted atomic.Int32
	var lines strings.Builder
	f := newTestMiddleware(&lines, newFakeMetrics())
	f.Guard = panics.Guard{Count: func(panics.Place) { counted.Add(1) }}
	ts := httptest.NewServer(f.wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half of ")
		_ = http.NewResponseController(w).Flush()
		panic("boom")
	})))
	defer ts.Close()
	res, err := http.Get(ts.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err := io.ReadAll(res.Body); err == nil || counted.Load() != 1 {
		t.Errorf("read %q and %v, counted %d, want an error and one panic", body, err, counted.Load())
	}
}

func TestRequestsAreCountedByTheirRoutes(t *testing.T) {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /rooms/{room}", func(w http.ResponseWriter, r *http.Request) {
		time.Sleep(2 * time.Second)
		_, _ = w.Write(nil)
		time.Sleep(time.Hour) // a stream, say
	})
	mux.HandleFunc("GET /socket", func(w http.ResponseWriter, _ *http.Request) { _, _, _ = http.NewResponseController(w).Hijack() })
	synctest.Test(t, func(t *testing.T) {
		var lines strings.Builder
		c := newFakeMetrics()
		h := newTestMiddleware(&lines, c).wrap(WithProblems(mux))
		for _, target := range []string{"/rooms/a", "/rooms/b", "/rooms/c?wait=9", "/socket", "/nothing"} {
			h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", "http://game.test"+target, nil))
		}
		if fmt.Sprint(c.answers) != "map[ 404:1 GET /rooms/{room} 200:3 GET /socket 101:1]" {
			t.Errorf("counted %v", c.answers)
		}
		if c.took["GET /rooms/{room}"] != 2*time.Second {
			t.Errorf("took %v, want the 2 s until the answer began", c.took)
		}
		time.Sleep(2 * refusalWindow)
	})
}

func TestRefusalsOfAnAddressAreTwoLinesAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lines strings.Builder
		h := newTestMiddleware(&lines, newFakeMetrics()).wrap(WithProblems(http.NewServeMux()))
		ask := func(from string) (id string) {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, newRequest(from))
			return w.Header().Get(RequestID)
		}
		first, last := ask("1.1.1.1:1"), ""
		for range 1000 {
			last = ask("1.1.1.1:1")
		}
		ask("2.2.2.2:1")
		time.Sleep(refusalWindow + time.Second)
		synctest.Wait()
		text := lines.String()
		if strings.Count(text, "\n") != 3 || !strings.Contains(text, first) || !strings.Contains(text, last) ||
			!strings.Contains(text, `"count":1000`) || !strings.Contains(text, "there is nothing at /v1/rooms") {
			t.Errorf("the log of 1002 refusals: %s", text)
		}
		again := ask("1.1.1.1:1")
		if !strings.Contains(lines.String(), again) {
			t.Error("the first refusal of the next minute is not logged")
		}
		time.Sleep(2 * refusalWindow)
	})
}

func TestRefusalsOfManyAddressesAreBoundedToo(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var lines strings.Builder
		h := newTestMiddleware(&lines, newFakeMetrics()).wrap(WithProblems(http.NewServeMux()))
		for i := range 3 * maxRefused {
			h.ServeHTTP(httptest.NewRecorder(), newRequest(fmt.Sprintf("10.0.%d.%d:1", i/256, i%256)))
		}
		time.Sleep(2 * refusalWindow)
		synctest.Wait()
		if n := strings.Count(lines.String(), "\n"); n != maxRefused+1 || !strings.Contains(lines.String(), fmt.Sprintf(`"count":%d`, 2*maxRefused)) {
			t.Errorf("%d lines, want %d and one with a count", n, maxRefused)
		}
	})
}

func TestAForgottenProxyIsWarnedOfOnce(t *testing.T) {
	tests := []struct {
		name, remote, header string
		level                string // empty: nothing is said
	}{
		{"a player", "203.0.113.7:1", "Accept", ""},
		{"a proxy that is trusted", "10.0.0.1:1", "X-Forwarded-For", ""},
		{"one that is not, in a network of ours", "192.168.0.1:1", "X-Forwarded-For", "WARN"},
		{"one out there", "192.0.2.1:1", "X-Forwarded-For", "INFO"},
		{"one that speaks RFC 7239", "192.168.0.1:1", "Forwarded", "WARN"},
		{"one on this machine, with nginx' own header", "127.0.0.1:1", "X-Real-IP", "WARN"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var lines strings.Builder
			c := newFakeMetrics()
			h := newTestMiddleware(&lines, c, "10.0.0.0/8").wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
			for range 3 {
				h.ServeHTTP(httptest.NewRecorder(), newRequest(tt.remote, tt.header, "198.51.100.1"))
			}
			address, _, _ := strings.Cut(tt.remote, ":")
			if tt.level == "" {
				if lines.Len() > 0 || c.untrusted > 0 {
					t.Errorf("counted %d, logged %s", c.untrusted, lines.String())
				}
				return
			}
			text := lines.String()
			if strings.Count(text, `"set":"TRUSTED=`+address+`"`) != 1 || !strings.Contains(text, `"level":"`+tt.level+`"`) || c.untrusted != 3 {
				t.Errorf("counted %d, logged %s; want one line at %s", c.untrusted, text, tt.level)
			}
		})
	}
}

func TestClientsCannotFillTheLog(t *testing.T) {
	var lines strings.Builder
	h := newTestMiddleware(&lines, newFakeMetrics()).wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for i := range 100 {
		h.ServeHTTP(httptest.NewRecorder(), newRequest(fmt.Sprintf("192.0.2.%d:1", i), "Forwarded", "for=1.1.1.1"))
	}
	if n := strings.Count(lines.String(), "\n"); n != maxProxyWarnings {
		t.Errorf("%d lines, want %d", n, maxProxyWarnings)
	}
}

// A proxy that does not fit the settings is logged once.
func TestAProxyThatDoesNotFitIsWarnedOfOnce(t *testing.T) {
	tests := []struct {
		name    string
		headers []string
		says    string // empty: nothing
	}{
		{"a WebSocket of which nothing is told", []string{"Upgrade", "websocket"}, `"headers":"X-Forwarded-For, Forwarded, X-Real-Ip"`},
		{"one of whose own requests nothing is told", nil, ""},
		{"headers that agree", []string{"Upgrade", "websocket", "X-Forwarded-For", "198.51.100.1", "X-Real-IP", "198.51.100.1"}, ""},
		{"one header that names another proxy", []string{"X-Forwarded-For", "198.51.100.1, 10.0.0.2", "X-Real-IP", "10.0.0.2"}, ""},
		{"headers that contradict each other", []string{"X-Forwarded-For", "198.51.100.1", "X-Real-IP", "192.0.2.1"}, `"set":"HEADER=x-forwarded-for"`},
		{"others that do", []string{"Forwarded", "for=198.51.100.1", "X-Real-IP", "192.0.2.1"}, `"set":"HEADER=forwarded"`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var lines strings.Builder
			h := newTestMiddleware(&lines, newFakeMetrics(), "10.0.0.0/8").wrap(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
			for range 3 {
				h.ServeHTTP(httptest.NewRecorder(), newRequest("10.0.0.1:1", tt.headers...))
			}
			want := min(len(tt.says), 1)
			if text := lines.String(); strings.Count(text, "\n") != want || !strings.Contains(text, tt.says) {
				t.Errorf("the log of three requests: %s; want %d lines that say %s", text, want, tt.says)
			}
		})
	}
}
