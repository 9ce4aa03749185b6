package httpx

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestWithBasePath(t *testing.T) {
	mux := http.NewServeMux()
	tell := func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprint(w, r.Pattern, " ", r.URL.Path, " ", r.PathValue("room"), " ", r.URL.RawQuery)
	}
	mux.HandleFunc("GET /v1/rooms/{room}", tell)
	mux.HandleFunc("GET /", tell)
	tests := []struct {
		name, below, target string
		status              int
		want                string // the body, or where it leads
	}{
		{"at the root", "", "/v1/rooms/a", 200, "GET /v1/rooms/{room} /v1/rooms/a a "},
		{"a path that a proxy passes on", "/game", "/game/v1/rooms/a?b=c", 200, "GET /v1/rooms/{room} /v1/rooms/a a b=c"},
		{"a path that a proxy takes away", "/game", "/v1/rooms/a", 200, "GET /v1/rooms/{room} /v1/rooms/a a "},
		{"what is escaped stays so", "/game", "/game/v1/rooms/a%2Fb", 200, "GET /v1/rooms/{room} /v1/rooms/a/b a/b "},
		{"the page", "/game", "/game/", 200, "GET / /  "},
		{"the page without its slash", "/game", "/game?room=ABC", 308, "/game/?room=ABC"},
		{"a path of several parts", "/a/b", "/a/b/v1/rooms/a", 200, "GET /v1/rooms/{room} /v1/rooms/a a "},
		{"a name that begins like the path", "/game", "/games/v1", 200, "GET / /games/v1  "},
		{"no way out of this server", "/game", "/game//evil.example", 404, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w := httptest.NewRecorder()
			WithBasePath(tt.below, WithProblems(mux)).ServeHTTP(w, httptest.NewRequest("GET", "http://a.test"+tt.target, nil))
			got := w.Body.String()
			if w.Code >= 300 {
				got = w.Header().Get("Location")
			}
			if w.Code != tt.status || got != tt.want {
				t.Errorf("%s = %d %q, want %d %q", tt.target, w.Code, got, tt.status, tt.want)
			}
		})
	}
}
