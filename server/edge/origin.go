package edge

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Origins are the web pages that may talk to this server: those listed, and
// always those that this server itself served. No Origin at all means that the
// client is no browser.
type Origins []string

// Allow tells whether the page that sent r may open a WebSocket, which browsers
// leave to the server to decide.
func (o Origins) Allow(r *http.Request) bool {
	origin := r.Header.Get("Origin")
	return origin == "" || o.listed(origin) || sameHost(origin, r.Host)
}

// CORS lets the pages listed read the answers of next.
func (o Origins) CORS(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Add("Vary", "Origin")
		origin := r.Header.Get("Origin")
		if !o.listed(origin) {
			next.ServeHTTP(w, r)
			return
		}
		h.Set("Access-Control-Allow-Origin", origin)
		h.Set("Access-Control-Expose-Headers", "ETag, Idempotent-Replayed, Location, Retry-After, X-Request-Id")
		if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
			h.Set("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE")
			h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Idempotency-Key, If-None-Match, Last-Event-ID")
			h.Set("Access-Control-Max-Age", "600")
			w.WriteHeader(http.StatusNoContent)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (o Origins) listed(origin string) bool {
	return origin != "" && slices.Contains(o, strings.ToLower(origin))
}

// sameHost compares hosts with their ports and lets the scheme be: behind a
// proxy that speaks TLS the page came by https and the request by http.
func sameHost(origin, host string) bool {
	u, err := url.Parse(origin)
	return err == nil && u.Host != "" && strings.EqualFold(u.Host, host)
}
