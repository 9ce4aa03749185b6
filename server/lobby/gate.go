package lobby

import (
	"bytes"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"perihelion/server/httpx"
)

// gated is the mux that huma knows: whatever is registered there stands behind
// the gate of the lobby.
type gated struct {
	*http.ServeMux
	lobby *Lobby
}

func (g gated) HandleFunc(pattern string, next func(http.ResponseWriter, *http.Request)) {
	g.ServeMux.HandleFunc(pattern, g.lobby.gate(next))
}

// gate lets requests through to next that come not too often, bring a body that
// is at least text, and were not answered before.
func (l *Lobby) gate(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store") // little that the lobby says is good for a cache
		r.Header.Del("Accept")                      // there is one form of everything; nobody negotiates
		heard := &answer{ResponseWriter: w}
		defer func() {
			if heard.status >= http.StatusBadRequest {
				l.metrics.Refused(heard.status)
			}
		}()
		from := l.cfg.Proxies.Client(r)
		body, refusal := l.admit(r, from)
		if refusal != nil {
			refusal.Write(heard)
			return
		}
		l.once.serve(heard, r, body, from.String(), next, func() *httpx.Refusal { return l.mayRepeat(r, from) })
	}
}

// mayRepeat refuses the answer to an earlier request to whom the request itself would
// be refused now: somebody who was banned since, or has deleted their data.
func (l *Lobby) mayRepeat(r *http.Request, from netip.Addr) *httpx.Refusal {
	c := &caller{from: from, path: r.URL.Path}
	if token, ok := bearer(r); ok && token != "" {
		var err error
		if c.player, err = l.accounts.Verify(r.Context(), token, time.Now()); err != nil {
			return l.distrust(c, err)
		}
	}
	return l.bar(c)
}

func (l *Lobby) admit(r *http.Request, from netip.Addr) (body []byte, _ *httpx.Refusal) {
	rate := l.writes
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		rate = l.reads
	}
	if refusal := limit(l, rate, from); refusal != nil {
		return nil, refusal
	}
	if !legible(r.URL) {
		return nil, httpx.Refuse(http.StatusBadRequest, "the path and the query must be text, without control characters")
	}
	if !takesBody(r.Method) {
		return nil, nil
	}
	return readBody(r)
}

// legible tells whether a URL holds nothing but text. PostgreSQL, for one, would
// fail on what is not, and that would be our fault.
func legible(u *url.URL) bool {
	query, err := url.QueryUnescape(u.RawQuery)
	text := u.Path + query
	return err == nil && utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// limit lets somebody do something only as often as rate allows.
func limit[K comparable](l *Lobby, rate *httpx.Rate[K], who K) *httpx.Refusal {
	return l.limited(rate.Take(who, time.Now()))
}

// limited is the refusal of somebody who has to wait, nil if that is not so.
func (l *Lobby) limited(wait time.Duration) *httpx.Refusal {
	if wait <= 0 {
		return nil
	}
	l.metrics.RateLimited("lobby")
	return &httpx.Refusal{Status: http.StatusTooManyRequests, Kind: "rate-limited", Detail: "too many requests; wait a moment", Retry: wait}
}

// answer remembers how a request was answered.
type answer struct {
	http.ResponseWriter
	status int
	keep   *bytes.Buffer // what was answered; nil: nobody wants to know
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if a.keep != nil && a.keep.Len() <= maxOnceAnswer {
		a.keep.Write(b)
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what lies below.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
