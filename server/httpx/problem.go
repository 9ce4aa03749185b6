// Package httpx holds what all HTTP handlers share: the address of a client behind
// proxies, allowed origins, rate limits and connection limits, and the form of errors
// (RFC 9457). It knows nothing of the game.
package httpx

import (
	"encoding/json"
	"fmt"
	"math"
	"net/http"
	"path"
	"strconv"
	"time"

	"perihelion/shared/api"
)

// Refusal is an error that a client may read: what was wrong, in words fit for
// a player, and with what status.
type Problem struct {
	Status int
	Kind   string // a stable name for programs, such as "room-full"; empty: the status says it all
	Detail string
	Retry  time.Duration // when trying again makes sense; 0: not said
	Errors []api.Detail  // each thing that was wrong, if there are several
}

func (r *Problem) Error() string { return fmt.Sprintf("%d: %s", r.Status, r.Detail) }

// Refuse makes a Refusal that its status names well enough.
func NewProblem(status int, format string, args ...any) *Problem {
	return &Problem{Status: status, Detail: fmt.Sprintf(format, args...)}
}

// RequestID is the header in which every answer names its request.
const RequestID = "X-Request-Id"

// Write answers with an RFC 9457 problem document.
func (r *Problem) Respond(w http.ResponseWriter) {
	h := w.Header()
	for name, values := range r.GetHeaders() {
		h[name] = values
	}
	h.Set("Content-Type", r.ContentType(""))
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	w.WriteHeader(r.Status)
	_ = json.NewEncoder(w).Encode(r.Document(h.Get(RequestID))) // a client that is gone cannot be told so
}

// Problem is what a client reads of r; instance is the id of its request.
func (r *Problem) Document(instance string) *api.Problem {
	p := &api.Problem{Type: "about:blank", Title: http.StatusText(r.Status), Status: r.Status, Detail: r.Detail, Instance: instance, Errors: r.Errors}
	if r.Kind != "" {
		p.Type = "urn:perihelion:" + r.Kind
	}
	return p
}

// GetStatus makes r an error that huma passes on with its status, as GetHeaders
// and ContentType make it keep the rest.
func (r *Problem) GetStatus() int { return r.Status }

// GetHeaders are those that tell when to come again.
func (r *Problem) GetHeaders() http.Header {
	if r.Retry <= 0 {
		return nil
	}
	return http.Header{"Retry-After": {strconv.Itoa(int(math.Ceil(r.Retry.Seconds())))}}
}

// ContentType is that of a problem, whatever the answer would have been.
func (*Problem) ContentType(string) string { return "application/problem+json" }

// Problems gives the answers that a ServeMux makes by itself, to unknown paths
// and wrong methods, the form of all our refusals. To a path that is not in its
// shortest form it would answer with a page that leads there; no client of ours
// writes such a path, so there is nothing at it.
func WithProblems(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !shortest(r.URL.Path) {
			NewProblem(http.StatusNotFound, "there is nothing at %.200s", r.URL.Path).Respond(w)
			return
		}
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		var own probe
		h.ServeHTTP(&own, r)
		if allow := own.Header().Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
			NewProblem(own.status, "%.200s does not take %s; it takes %s", r.URL.Path, r.Method, allow).Respond(w)
			return
		}
		NewProblem(http.StatusNotFound, "there is nothing at %.200s", r.URL.Path).Respond(w)
	})
}

// shortest tells whether p has no empty, "." or ".." element.
func shortest(p string) bool {
	clean := path.Clean("/" + p)
	return p == clean || p == clean+"/" && clean != "/"
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
