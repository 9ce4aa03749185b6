package httpx

import (
	"bufio"
	"crypto/rand"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"perihelion/server/ops/panics"
)

// Metrics counts requests.
type Metrics interface {
	// RequestDone counts a request. route is the matched pattern, or empty. status is 101
	// if the connection was hijacked, and 0 if there was no response.
	RequestDone(route string, status int)
	// RequestTook is the time until the response began.
	RequestTook(route string, d time.Duration)
	// UntrustedProxy counts a request with forwarding headers from an address that is not
	// in Proxies.
	UntrustedProxy()
}

// Middleware wraps all handlers. It is safe for concurrent use; do not copy it.
type Middleware struct {
	Proxies       Proxies
	Setting       string // the environment variable of Proxies, for log messages; an address can be appended
	HeaderSetting string // the environment variable of Proxies.Header
	Metrics       Metrics
	Guard         panics.Guard
	Log           *slog.Logger

	refusals refusalLog
	warnings proxyWarnings
}

// wrap gives each request an id, counts and logs it, and recovers panics of next: with a
// 500 response, or if the response has begun by closing the connection, so that a partial
// response does not look complete. An id sent by the client is ignored, so that ids in the
// log are unique.
func (m *Middleware) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := rand.Text()
		rec := &recordingWriter{ResponseWriter: &deadlineWriter{w, http.NewResponseController(w), false}, began: time.Now()}
		m.checkProxy(r)
		defer func() {
			crash := recover()
			if crash != nil && crash != http.ErrAbortHandler {
				m.Guard.Report(panics.Request, m.Log.With("request", id), crash)
				if rec.status == 0 {
					NewProblem(http.StatusInternalServerError, "something broke on our side; request %s", id).Respond(rec)
					crash = nil
				}
			}
			m.recordRequest(r, id, rec)
			if crash != nil {
				panic(http.ErrAbortHandler) // net/http closes the connection without logging
			}
		}()
		w.Header().Set(RequestID, id)
		next.ServeHTTP(rec, r)
	})
}

func (m *Middleware) recordRequest(r *http.Request, id string, rec *recordingWriter) {
	from := m.Proxies.Client(r)
	m.Log.Debug("request", "request", id, "method", r.Method, "path", r.URL.Path, "status", rec.status,
		"from", from, "took", time.Since(rec.began))
	m.Metrics.RequestDone(r.Pattern, rec.status)
	if !strings.Contains(r.URL.RawQuery, "wait=") { // long polls take long on purpose
		m.Metrics.RequestTook(r.Pattern, rec.took)
	}
	if rec.status >= http.StatusBadRequest {
		m.refusals.logRefusal(m.Guard, m.Log, from, refusedRequest{request: id, route: r.Pattern, status: rec.status, why: rec.problemDetail()})
	}
}

// recordingWriter records status, time and problem of a response.
type recordingWriter struct {
	http.ResponseWriter
	began   time.Time
	took    time.Duration // until the response began
	status  int
	problem []byte // the problem document, maybe truncated
}

func (w *recordingWriter) onStart(status int) {
	if w.status == 0 {
		w.status, w.took = status, time.Since(w.began)
	}
}

func (w *recordingWriter) WriteHeader(status int) {
	w.onStart(status)
	w.ResponseWriter.WriteHeader(status)
}

func (w *recordingWriter) Write(b []byte) (int, error) {
	w.onStart(http.StatusOK)
	if w.status >= http.StatusBadRequest && len(w.problem) < maxProblemBytes {
		w.problem = append(w.problem, b[:min(len(b), maxProblemBytes-len(w.problem))]...)
	}
	return w.ResponseWriter.Write(b)
}

func (w *recordingWriter) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	w.onStart(http.StatusSwitchingProtocols)
	return http.NewResponseController(w.ResponseWriter).Hijack()
}

// Unwrap is for http.ResponseController.
func (w *recordingWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// defaultPolicy is the Content-Security-Policy of all responses except pages, which set
// their own.
const defaultPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// securityHeaders are set on every response, unless its handler changes them: content types
// are not guessed, no referrer is sent, no other site can embed the response, and no cache
// keeps it.
var securityHeaders = map[string]string{
	"Cache-Control":                "no-store",
	"Content-Security-Policy":      defaultPolicy,
	"Cross-Origin-Opener-Policy":   "same-origin",
	"Cross-Origin-Resource-Policy": "same-origin", // allowed pages use CORS, which is not affected
	"Permissions-Policy":           "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	"Referrer-Policy":              "no-referrer",
	"X-Content-Type-Options":       "nosniff",
	"X-Frame-Options":              "DENY", // for browsers without frame-ancestors
}

// WithSecurityHeaders sets these headers before next is called.
func WithSecurityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		for name, value := range securityHeaders {
			h.Set(name, value)
		}
		next.ServeHTTP(w, r)
	})
}

// WithBasePath serves next below a path such as /game, and also at the root: proxies may
// keep the path or remove it. The path itself is redirected to the path with a slash, so
// that relative links work. An empty path means the root only.
func WithBasePath(path string, next http.Handler) http.Handler {
	if path == "" {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == path && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
			to := url.URL{Path: path + "/", RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
			return
		}
		if rest, ok := strings.CutPrefix(r.URL.Path, path+"/"); ok {
			r.URL.Path = "/" + rest // in place, because the middleware reads the pattern from this request
			r.URL.RawPath = strings.TrimPrefix(r.URL.RawPath, path)
		}
		next.ServeHTTP(w, r)
	})
}

const (
	maxHeader = 16 << 10 // bytes

	// HeaderTimeout is how long the headers of a request may take.
	HeaderTimeout = 5 * time.Second
	readTimeout   = 10 * time.Second
	writeTimeout  = 30 * time.Second // for a response to begin: each chunk extends it, WebSockets set their own
	idleTimeout   = 60 * time.Second
)

// NewServer returns a server for h with this middleware, the security headers, and timeouts.
func (m *Middleware) NewServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           m.wrap(WithSecurityHeaders(h)),
		ReadHeaderTimeout: HeaderTimeout,
		ReadTimeout:       readTimeout,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       idleTimeout,
		MaxHeaderBytes:    maxHeader,
		ErrorLog:          slog.NewLogLogger(m.Log.Handler(), slog.LevelDebug), // clients can cause these lines
	}
}
