package ws

import (
	"crypto/sha1"
	"encoding/base64"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"perihelion/server/net/httpx"
)

// checkUpgrade decides whether r may become a connection, cheapest checks first, and
// returns the token that the client offers. The token is verified here only if there is no
// free slot: an invalid token is reported in a close code, because a page cannot see why an
// upgrade was refused. The slot must be released at the end.
func (s *Server) checkUpgrade(r *http.Request, from netip.Addr, now time.Time) (token string, slot connSlot, _ *httpx.Problem) {
	s.mu.Lock()
	closing := s.closing
	s.mu.Unlock()
	if closing {
		return "", slot, &httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "draining", Detail: "the server is about to restart", Retry: 5 * time.Second}
	}
	if wait := s.rate.Take(from, now); wait > 0 && !s.isReconnect(r, from, now) {
		return "", slot, &httpx.Problem{Status: http.StatusTooManyRequests, Kind: "rate-limited", Detail: "too many connections from your address in a short time", Retry: wait}
	}
	if s.cfg.Banned != nil {
		if why, banned := s.cfg.Banned(from, now); banned {
			return "", slot, &httpx.Problem{Status: http.StatusForbidden, Kind: "banned", Detail: why}
		}
	}
	if problem := checkHandshake(r); problem != nil {
		return "", slot, problem
	}
	if !s.cfg.AnyOrigin && !s.cfg.Origins.Allow(r) {
		return "", slot, &httpx.Problem{Status: http.StatusForbidden, Kind: "foreign-origin", Detail: "pages of " + r.Header.Get("Origin") + " may not play on this server"}
	}
	p := &s.cfg.Subprotocol
	token, ok := OfferedToken(r, p)
	if !ok {
		return "", slot, &httpx.Problem{Status: http.StatusBadRequest, Kind: "no-subprotocol", Detail: "offer the subprotocols " + p.Name + " and " + p.TokenPrefix + "<ticket>"}
	}
	slot, problem := s.acquireSlot(from, token, now)
	return token, slot, problem
}

// checkHandshake checks what RFC 6455 requires of the request.
func checkHandshake(r *http.Request) *httpx.Problem {
	key, err := base64.StdEncoding.DecodeString(r.Header.Get("Sec-WebSocket-Key"))
	switch {
	case !headerContains(r, "Connection", "upgrade") || !headerContains(r, "Upgrade", "websocket"):
		return &httpx.Problem{Status: http.StatusUpgradeRequired, Kind: "no-websocket", Detail: "this is the address of a WebSocket"}
	case r.Header.Get("Sec-WebSocket-Version") != "13":
		return &httpx.Problem{Status: http.StatusUpgradeRequired, Kind: "no-websocket", Detail: "only version 13 of WebSocket is spoken here"}
	case err != nil || len(key) != 16:
		return &httpx.Problem{Status: http.StatusBadRequest, Kind: "no-websocket", Detail: "Sec-WebSocket-Key must be 16 bytes in base64"}
	}
	return nil
}

// OfferedToken returns the token among the subprotocols that a client offers; ok reports
// whether the client knows subprotocol p.
func OfferedToken(r *http.Request, p *Subprotocol) (token string, ok bool) {
	ok = p.Optional && len(r.Header.Values("Sec-WebSocket-Protocol")) == 0
	for _, offered := range httpx.HeaderList(r, "Sec-WebSocket-Protocol") {
		ok = ok || offered == p.Name
		if t, found := strings.CutPrefix(offered, p.TokenPrefix); found {
			token = t
		}
	}
	return token, ok
}

// headerContains reports whether a list in a header contains want, in any case.
func headerContains(r *http.Request, header, want string) bool {
	for _, p := range httpx.HeaderList(r, header) {
		if strings.EqualFold(p, want) {
			return true
		}
	}
	return false
}

// acceptGUID is what RFC 6455 appends to the key of a client.
const acceptGUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"

// acceptance is the response to a request that checkUpgrade let pass. A client that offers no
// subprotocol must not get one.
func acceptance(r *http.Request, p *Subprotocol) []byte {
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + acceptGUID))
	b := []byte("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ")
	b = base64.StdEncoding.AppendEncode(b, sum[:])
	if len(r.Header.Values("Sec-WebSocket-Protocol")) > 0 {
		b = append(append(b, "\r\nSec-WebSocket-Protocol: "...), p.Name...)
	}
	return append(b, "\r\n\r\n"...)
}
