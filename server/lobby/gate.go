package lobby

import (
	"net/http"
	"net/netip"
	"time"

	"perihelion/server/edge"
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

// gate lets requests through to next that come not too often and bring a body
// that is at least text.
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
		if refusal := l.admit(r); refusal != nil {
			refusal.Write(heard)
			return
		}
		next(heard, r)
	}
}

func (l *Lobby) admit(r *http.Request) *edge.Refusal {
	rate := l.writes
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		rate = l.reads
	}
	if refusal := l.limit(rate, l.cfg.Proxies.Client(r)); refusal != nil {
		return refusal
	}
	return checkBody(r)
}

// limit lets an address do something only as often as rate allows.
func (l *Lobby) limit(rate *edge.Rate[netip.Addr], from netip.Addr) *edge.Refusal {
	wait := rate.Take(from, time.Now())
	if wait <= 0 {
		return nil
	}
	l.metrics.RateLimited("lobby")
	return &edge.Refusal{Status: http.StatusTooManyRequests, Kind: "rate-limited", Detail: "too many requests from your address", Retry: wait}
}

// answer remembers how a request was answered.
type answer struct {
	http.ResponseWriter
	status int
}

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach what lies below.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
