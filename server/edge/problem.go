// Package edge is what every HTTP request meets before a handler of ours does:
// who it comes from, how often it may come, and in which form it is refused.
// Lobby, ws and the static files stand behind it; nothing here knows the game.
package edge

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"time"

	"perihelion/shared/api"
)

// Refusal is an error that a client may read: what was wrong, in words fit for
// a player, and with what status.
type Refusal struct {
	Status int
	Kind   string // a stable name for programs, such as "room-full"; empty: the status says it all
	Detail string
	Retry  time.Duration // when trying again makes sense; 0: not said
}

func (r *Refusal) Error() string { return fmt.Sprintf("%d: %s", r.Status, r.Detail) }

// Refuse makes a Refusal that its status names well enough.
func Refuse(status int, format string, args ...any) *Refusal {
	return &Refusal{Status: status, Detail: fmt.Sprintf(format, args...)}
}

// Write answers with an RFC 9457 problem document.
func (r *Refusal) Write(w http.ResponseWriter) {
	p := api.Problem{Type: "about:blank", Title: http.StatusText(r.Status), Status: r.Status, Detail: r.Detail}
	if r.Kind != "" {
		p.Type = "urn:perihelion:" + r.Kind
	}
	h := w.Header()
	if r.Retry > 0 {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(r.Retry.Seconds()))))
	}
	h.Set("Content-Type", "application/problem+json")
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	w.WriteHeader(r.Status)
	_ = json.NewEncoder(w).Encode(p) // a client that is gone cannot be told so
}

// Problems gives the answers that a ServeMux makes by itself, to unknown paths
// and wrong methods, the form of all our refusals.
func Problems(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		var own probe
		h.ServeHTTP(&own, r)
		if allow := own.Header().Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
			Refuse(own.status, "%s does not take %s; it takes %s", r.URL.Path, r.Method, allow).Write(w)
			return
		}
		Refuse(http.StatusNotFound, "there is nothing at %s", r.URL.Path).Write(w)
	})
}

// probe learns what a handler would have answered.
type probe struct {
	header http.Header
	status int
}

func (p *probe) Header() http.Header {
	if p.header == nil {
		p.header = http.Header{}
	}
	return p.header
}

func (p *probe) WriteHeader(status int)      { p.status = status }
func (p *probe) Write(b []byte) (int, error) { return len(b), nil }
