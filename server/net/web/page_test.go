package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"perihelion/server/net/httpx"
)

// The two headers about frames agree.
func TestWhoMayHoldThePageInAFrame(t *testing.T) {
	tests := []struct {
		name    string
		frames  FrameAncestors
		policy  string
		options string // X-Frame-Options
	}{
		{"nobody", nil, "'none'", "DENY"},
		{"pages of the same host", FrameAncestors{"'self'"}, "'self'", "SAMEORIGIN"},
		{"a portal", FrameAncestors{"https://portal.example"}, "https://portal.example", ""},
		{"a portal and pages of the same host", FrameAncestors{"'self'", "https://*.portal.example"}, "'self' https://*.portal.example", ""},
		{"all", FrameAncestors{"*"}, "*", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			h, err := New("", fstest.MapFS{"index.html": {Data: []byte("page")}}, tt.frames)
			if err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			httpx.WithSecurityHeaders(h).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
			_, policy, _ := strings.Cut(w.Header().Get("Content-Security-Policy"), "frame-ancestors ")
			if got := w.Header().Get("X-Frame-Options"); policy != tt.policy || got != tt.options {
				t.Errorf("frame-ancestors %q and X-Frame-Options %q, want %q and %q", policy, got, tt.policy, tt.options)
			}
		})
	}
}
