// Package httpx holds what all HTTP handlers share: the address of a client behind proxies,
// allowed origins, rate limits and connection limits, logging, and the form of errors (RFC
// 9457). It knows nothing of the game.
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

// Problem is an error response: what was wrong, in words for players, and the status.
type Problem struct {
	Status int
	Kind   string // a stable name for programs, such as "room-full"; empty: the status is enough
	Detail string
	Retry  time.Duration // when to try again; 0: not given
	Errors []api.Detail  // each mistake, if there are several
}

func (r *Problem) Error() string { return fmt.Sprintf("%d: %s", r.Status, r.Detail) }

// NewProblem makes a Problem without a kind.
func NewProblem(status int, format string, args ...any) *Problem {
	return &Problem{Status: status, Detail: fmt.Sprintf(format, args...)}
}

// RequestID is the response header with the id of the request.
const RequestID = "X-Request-Id"

// Respond writes an RFC 9457 problem document.
func (r *Problem) Respond(w http.ResponseWriter) {
	h := w.Header()
	for name, values := range r.GetHeaders() {
		h[name] = values
	}
	h.Set("Content-Type", r.ContentType(""))
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	w.WriteHeader(r.Status)
	_ = json.NewEncoder(w).Encode(r.Document(h.Get(RequestID))) // an error means that the client is gone
}

// Document is the body of the response; instance is the id of the request.
func (r *Problem) Document(instance string) *api.Problem {
	p := &api.Problem{Type: "about:blank", Title: http.StatusText(r.Status), Status: r.Status, Detail: r.Detail, Instance: instance, Errors: r.Errors}
	if r.Kind != "" {
		p.Type = "urn:perihelion:" + r.Kind
	}
	return p
}

// GetStatus, GetHeaders and ContentType let huma write r as an error response.
func (r *Problem) GetStatus() int { return r.Status }

// GetHeaders returns the Retry-After header, if any.
func (r *Problem) GetHeaders() http.Header {
	if r.Retry <= 0 {
		return nil
	}
	return http.Header{"Retry-After": {strconv.Itoa(int(math.Ceil(r.Retry.Seconds())))}}
}

// ContentType is that of a problem document.
func (*Problem) ContentType(string) string { return "application/problem+json" }

// WithProblems converts the error responses of a ServeMux, for unknown paths and wrong
// methods, to problem documents. For paths that are not clean, a ServeMux would redirect to
// the clean path; here they are not found, because our clients do not use them.
func WithProblems(mux *http.ServeMux) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !isCleanPath(r.URL.Path) {
			NewProblem(http.StatusNotFound, "there is nothing at %.200s", r.URL.Path).Respond(w)
			return
		}
		h, pattern := mux.Handler(r)
		if pattern != "" {
			mux.ServeHTTP(w, r)
			return
		}
		var own probeWriter
		h.ServeHTTP(&own, r)
		if allow := own.Header().Get("Allow"); allow != "" {
			w.Header().Set("Allow", allow)
			NewProblem(own.status, "%.200s does not take %s; it takes %s", r.URL.Path, r.Method, allow).Respond(w)
			return
		}
		NewProblem(http.StatusNotFound, "there is nothing at %.200s", r.URL.Path).Respond(w)
	})
}

// isCleanPath reports whether p has no empty, "." or ".." element.
func isCleanPath(p string) bool {
	clean := path.Clean("/" + p)
	return p == clean || p == clean+"/" && clean != "/"
}

// probeWriter records the headers and status of a response and discards the body.
type probeWriter struct {
	header http.Header
	status int
}

func (p *probeWriter) Header() http.Header {
	if p.header == nil {
		p.header = http.Header{}
	}
	return p.header
}

func (p *probeWriter) WriteHeader(status int)      { p.status = status }
func (p *probeWriter) Write(b []byte) (int, error) { return len(b), nil }
