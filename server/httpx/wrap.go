package httpx

import (
	"bufio"
	"crypto/rand"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"perihelion/server/panics"
)

// Metrics count requests.
type Metrics interface {
	// Request tells how a request was answered. Its route is the pattern that it
	// matched, empty if there is none; the status is 101 if its connection was taken
	// over, and 0 if it was not answered.
	Request(route string, status int)
	// Took tells how long a request waited for its answer to begin.
	Took(route string, d time.Duration)
	// Untrusted counts a request that came by a proxy which is not in Proxies.
	Untrusted()
}

// Front is what every request passes first. It is safe for concurrent use; do not
// copy it.
type Front struct {
	Proxies       Proxies
	Setting       string // of the environment that names Proxies, to which an address can be added
	HeaderSetting string // and the one that names their header, to which it can be added
	Metrics       Metrics
	Guard         panics.Guard
	Log           *slog.Logger

	refusals refusals
	doubts   doubts
}

// Wrap gives every request an id, counts and logs it, and turns a panic of next
// into an answer; if one has begun, the connection ends, or half of it would look
// whole. The id is ours even if the client sent one: two requests never share a line
// of the log.
func (f *Front) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()
		seen := &watched{ResponseWriter: &moving{w, http.NewResponseController(w), false}, began: time.Now()}
		f.suspect(r)
		defer func() {
			crash := recover()
			if crash != nil && crash != http.ErrAbortHandler {
				f.Guard.Report(panics.Request, f.Log.With("request", id), crash)
				if seen.status == 0 {
					NewProblem(http.StatusInternalServerError, "something broke on our side; request %s", id).Respond(seen)
					crash = nil
				}
			}
			f.answered(r, id, seen)
			if crash != nil {
				panic(http.ErrAbortHandler) // net/http hangs up, and says nothing
			}
		}()
		w.Header().Set(RequestID, id)
		next.ServeHTTP(seen, r)
	})
}

func (f *Front) answered(r *http.Request, id string, seen *watched) {
	from := f.Proxies.Client(r)
	f.Log.Debug("request", "request", id, "method", r.Method, "path", r.URL.Path, "status", seen.status,
		"from", from, "took", time.Since(seen.began))
	f.Metrics.Request(r.Pattern, seen.status)
	if !strings.Contains(r.URL.RawQuery, "wait=") { // those are slow because they want to be
		f.Metrics.Took(r.Pattern, seen.took)
	}
	if seen.status >= http.StatusBadRequest {
		f.refusals.note(f.Guard, f.Log, from, refused{request: id, route: r.Pattern, status: seen.status, why: seen.why()})
	}
}

// watched remembers how a request was answered.
type watched struct {
	http.ResponseWriter
	began   time.Time
	took    time.Duration // until the answer began
	status  int
	problem []byte // what a refusal says, or the beginning of it
}

func (w *watched) begin(status int) {
	if w.status == 0 {
		w.status, w.took = status, time.Since(w.began)
	}
}

func (w *watched) WriteHeader(status int) {
	w.begin(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	w.begin(http.StatusOK)
	if w.status >= http.StatusBadRequest && len(w.problem) < mostProblem {
		w.problem = append(w.problem, b[:min(len(b), mostProblem-len(w.problem))]...)
	}
	return w.ResponseWriter.Write(b)
}

// Hijack is http.Hijacker's.
func (w *watched) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.begin(http.StatusSwitchingProtocols)
	return http.NewResponseController(w.ResponseWriter).Hijack()
}

// Unwrap lets http.ResponseController reach what lies below, to set deadlines.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
