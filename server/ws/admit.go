package ws

import (
	"encoding/base64"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"perihelion/server/httpx"
)

// admit decides whether r may become a connection, the cheapest questions first,
// and finds its ticket, which is looked into only where there is no slot left: what
// is wrong with it is told in a close code, for a page sees nothing of a refused
// upgrade. Whoever is admitted holds a slot, to be released.
func (s *Server) admit(r *http.Request, from netip.Addr, now time.Time) (ticket string, h hold, _ *httpx.Problem) {
	s.mu.Lock()
	closing := s.closing
	s.mu.Unlock()
	if closing {
		return "", h, &httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "draining", Detail: "the server is about to restart", Retry: 5 * time.Second}
	}
	if wait := s.rate.Take(from, now); wait > 0 && !s.comesBack(r, from, now) {
		return "", h, &httpx.Problem{Status: http.StatusTooManyRequests, Kind: "rate-limited", Detail: "too many connections from your address in a short time", Retry: wait}
	}
	if s.cfg.Banned != nil {
		if why, banned := s.cfg.Banned(from, now); banned {
			return "", h, &httpx.Problem{Status: http.StatusForbidden, Kind: "banned", Detail: why}
		}
	}
	if refusal := handshake(r); refusal != nil {
		return "", h, refusal
	}
	if !s.cfg.AnyOrigin && !s.cfg.Origins.Allow(r) {
		return "", h, &httpx.Problem{Status: http.StatusForbidden, Kind: "foreign-origin", Detail: "pages of " + r.Header.Get("Origin") + " may not play on this server"}
	}
	l := &s.cfg.Language
	ticket, ok := Offer(r, l)
	if !ok {
		return "", h, &httpx.Problem{Status: http.StatusBadRequest, Kind: "no-subprotocol", Detail: "offer the subprotocols " + l.Subprotocol + " and " + l.Prefix + "<ticket>"}
	}
	h, refusal := s.slot(from, ticket, now)
	return ticket, h, refusal
}

// handshake checks what RFC 6455 wants of the request.
func handshake(r *http.Request) *httpx.Problem {
	key, err := base64.StdEncoding.DecodeString(r.Header.Get("Sec-WebSocket-Key"))
	switch {
	case !holds(r, "Connection", "upgrade") || !holds(r, "Upgrade", "websocket"):
		return &httpx.Problem{Status: http.StatusUpgradeRequired, Kind: "no-websocket", Detail: "this is the address of a WebSocket"}
	case r.Header.Get("Sec-WebSocket-Version") != "13":
		return &httpx.Problem{Status: http.StatusUpgradeRequired, Kind: "no-websocket", Detail: "only version 13 of WebSocket is spoken here"}
	case err != nil || len(key) != 16:
		return &httpx.Problem{Status: http.StatusBadRequest, Kind: "no-websocket", Detail: "Sec-WebSocket-Key must be 16 bytes in base64"}
	}
	return nil
}

// Offer finds the ticket among the subprotocols that a client offers; ok tells
// whether the client speaks l.
func Offer(r *http.Request, l *Language) (ticket string, ok bool) {
	ok = l.Optional && len(r.Header.Values("Sec-WebSocket-Protocol")) == 0
	for _, p := range httpx.List(r, "Sec-WebSocket-Protocol") {
		ok = ok || p == l.Subprotocol
		if t, found := strings.CutPrefix(p, l.Prefix); found {
			ticket = t
		}
	}
	return ticket, ok
}

func holds(r *http.Request, header, want string) bool {
	for _, p := range httpx.List(r, header) {
		if strings.EqualFold(p, want) {
			return true
		}
	}
	return false
}
