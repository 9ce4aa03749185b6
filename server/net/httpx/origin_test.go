package httpx

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestOrigins(t *testing.T) {
	friend := &Origins{Listed: []string{"https://friend.example"}}
	ported := &Origins{Listed: []string{"https://friend.example:443", "http://friend.example:8000"}}
	public := &Origins{Public: "https://Play.example.com/game"}
	tests := []struct {
		name    string
		origins *Origins
		host    string
		origin  string
		want    bool
	}{
		{"a native client sends none", friend, "game.test", "", true},
		{"the page that this server served", friend, "game.test", "http://game.test", true},
		{"the same behind TLS", friend, "game.test", "https://game.test", true},
		{"the same behind a proxy that names the port", friend, "game.test:443", "https://game.test", true},
		{"the same without TLS", friend, "game.test:80", "http://game.test", true},
		{"the same in other letters", friend, "Game.TEST", "https://game.test", true},
		{"the same on a port of its own", friend, "game.test:8080", "http://game.test:8080", true},
		{"an address of IPv6", friend, "[::1]:443", "https://[::1]", true},
		{"a page on the list", friend, "game.test", "https://friend.example", true},
		{"a page on the list, by another scheme", friend, "game.test", "http://friend.example", false},
		{"a page on the list, which names the port", ported, "game.test", "https://friend.example", true},
		{"a page on the list, on its port", ported, "game.test", "http://friend.example:8000", true},
		{"a page on the list, on another port", ported, "game.test", "http://friend.example", false},
		{"the public page, behind a proxy that rewrites Host", public, "127.0.0.1:8080", "https://play.example.com", true},
		{"the public page, without TLS", public, "127.0.0.1:8080", "http://play.example.com", false},
		{"a neighbour of the public page", public, "127.0.0.1:8080", "https://example.com", false},
		{"any page, where all may", &Origins{Listed: []string{anyOrigin}}, "game.test", "https://evil.example", true},
		{"a sandboxed page, where all may", &Origins{Listed: []string{anyOrigin}}, "game.test", "null", true},
		{"a stranger", friend, "game.test", "https://evil.example", false},
		{"a stranger on another port of ours", friend, "game.test", "http://game.test:81", false},
		{"a stranger where ours is on the port of TLS", friend, "game.test:443", "http://game.test", false},
		{"a stranger whose name begins like ours", friend, "game.test", "http://game.test.evil.example", false},
		{"a sandboxed page", friend, "game.test", "null", false},
		{"nonsense", friend, "game.test", "%%", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRequest("1.1.1.1:1", "Origin", tt.origin)
			r.Host = tt.host
			if got := tt.origins.Allow(r); got != tt.want {
				t.Errorf("Allow(%q) at %s = %v, want %v", tt.origin, tt.host, got, tt.want)
			}
		})
	}
}

func TestCORSIsForTheListOnly(t *testing.T) {
	h := (&Origins{Public: "https://play.example.com", Listed: []string{"https://friend.example"}}).CORS(http.NotFoundHandler())
	for origin, want := range map[string]int{
		"https://friend.example": http.StatusNoContent, "https://play.example.com": http.StatusNoContent, "https://evil.example": http.StatusNotFound,
	} {
		r := httptest.NewRequest("OPTIONS", "/v1/tickets", nil)
		r.Header.Set("Origin", origin)
		r.Header.Set("Access-Control-Request-Method", "POST")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("preflight from %s = %d, want %d", origin, w.Code, want)
		}
		if got := w.Header().Get("Access-Control-Allow-Origin") != ""; got != (want == http.StatusNoContent) {
			t.Errorf("preflight from %s: allowed = %v", origin, got)
		}
	}
}

// A refused origin is logged once, with the setting that would allow it, and only for a few
// origins.
func TestARefusedPageIsToldOfOnce(t *testing.T) {
	var lines strings.Builder
	o := &Origins{Listed: []string{"https://friend.example"}, Setting: "ALLOWED=https://friend.example,", PublicSetting: "PUBLIC=", Log: slog.New(slog.NewJSONHandler(&lines, nil))}
	h := o.CORS(http.NotFoundHandler())
	for range 3 {
		h.ServeHTTP(httptest.NewRecorder(), newRequest("1.1.1.1:1", "Origin", "https://portal.example:443"))
		o.Allow(newRequest("1.1.1.1:1", "Origin", "https://portal.example"))
		o.Allow(newRequest("1.1.1.1:1", "Origin", "https://friend.example"))
		h.ServeHTTP(httptest.NewRecorder(), newRequest("1.1.1.1:1", "Origin", "http://game.test"))
		h.ServeHTTP(httptest.NewRecorder(), newRequest("1.1.1.1:1"))
	}
	text := lines.String()
	if strings.Count(text, "\n") != 1 || !strings.Contains(text, `"set":"ALLOWED=https://friend.example,https://portal.example"`) ||
		!strings.Contains(text, `"or":"PUBLIC=https://portal.example"`) || !strings.Contains(text, `"host":"game.test"`) {
		t.Errorf("the log of a page that was refused: %s", text)
	}
	lines.Reset()
	o.Allow(newRequest("1.1.1.1:1", "Origin", "null"))
	if text := lines.String(); !strings.Contains(text, `"set":"ALLOWED=https://friend.example,*"`) {
		t.Errorf("the log of a sandboxed page: %s", text)
	}
	for i := range 100 {
		o.Allow(newRequest("1.1.1.1:1", "Origin", fmt.Sprintf("https://evil%d.example", i)))
	}
	if n := strings.Count(lines.String(), "\n"); n != maxOriginWarnings-1 {
		t.Errorf("%d lines about a hundred more pages, want %d", n, maxOriginWarnings-1)
	}
}
