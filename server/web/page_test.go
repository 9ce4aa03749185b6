package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"perihelion/server/httpx"
)

// Both headers that say who may hold the page in a frame say the same.
func TestWhoMayHoldThePageInAFrame(t *testing.T) {
	tests := []struct {
		name    string
		frames  Frames
		policy  string
		options string // X-Frame-Options
	}{
		{"nobody", nil, "'none'", "DENY"},
		{"pages of the same host", Frames{"'self'"}, "'self'", "SAMEORIGIN"},
		{"a portal", Frames{"https://portal.example"}, "https://portal.example", ""},
		{"a portal and pages of the same host", Frames{"'self'", "https://*.portal.example"}, "'self' https://*.portal.example", ""},
		{"all", Frames{"*"}, "*", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, err := New("", fstest.MapFS{"index.html": {Data: []byte("page")}}, tt.frames)
			if err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			httpx.Secure(h).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
			_, policy, _ := strings.Cut(w.Header().Get("Content-Security-Policy"), "frame-ancestors ")
			if got := w.Header().Get("X-Frame-Options"); policy != tt.policy || got != tt.options {
				t.Errorf("frame-ancestors %q and X-Frame-Options %q, want %q and %q", policy, got, tt.policy, tt.options)
			}
		})
	}
}
