package edge

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"time"

	"perihelion/server/panics"
)

// Wrap gives every request an id, logs it at debug level, and turns a panic of
// next into an answer; if one has begun, the connection ends, or half of it would
// look whole. The id is ours even if the client sent one: two requests never share a
// line of the log.
func Wrap(next http.Handler, proxies Proxies, guard panics.Guard, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began, id := time.Now(), rand.Text()
		log := log.With("request", id)
		seen := &watched{ResponseWriter: w}
		defer func() {
			crash := recover()
			if crash != nil && crash != http.ErrAbortHandler {
				guard.Report(panics.Request, log, crash)
				if seen.status == 0 {
					Refuse(http.StatusInternalServerError, "something broke on our side; request %s", id).Write(seen)
					crash = nil
				}
			}
			log.Debug("request", "method", r.Method, "path", r.URL.Path, "status", seen.status,
				"from", proxies.Client(r), "took", time.Since(began))
			if crash != nil {
				panic(http.ErrAbortHandler) // net/http hangs up, and says nothing
			}
		}()
		w.Header().Set(RequestID, id)
		next.ServeHTTP(seen, r)
	})
}

// watched remembers the status of an answer.
type watched struct {
	http.ResponseWriter
	status int
}

func (w *watched) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach what lies below, to hijack it.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }
