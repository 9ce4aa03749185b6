package lobby

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"perihelion/server/net/httpx"
)

// checkedMux is the mux that huma uses: each handler is wrapped by withRequestChecks.
type checkedMux struct {
	*http.ServeMux
	lobby *Lobby
}

func (g checkedMux) HandleFunc(pattern string, next func(http.ResponseWriter, *http.Request)) {
	g.ServeMux.HandleFunc(pattern, g.lobby.withRequestChecks(next, bodyReaders[pattern]))
}

// bodyReaders read the bodies of operations for which they are not JSON, or larger.
var bodyReaders = map[string]bodyReader{
	"POST " + submitPath: readLog,
	"POST " + arenasPath: readArenaBody,
	"PUT " + onePath:     readArenaBody,
}

// bodyReader reads a body, or refuses it. It leaves it to be read again.
type bodyReader func(*http.Request) ([]byte, *httpx.Problem)

// withRequestChecks runs next only for requests that are within the rates and have a valid
// body, and handles idempotency keys. body is nil for JSON.
func (l *Lobby) withRequestChecks(next http.HandlerFunc, body bodyReader) http.HandlerFunc {
	if body == nil {
		body = readBody
	}
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store") // handlers of cacheable responses override it
		r.Header.Del("Accept")                      // there is one format only, so nothing to negotiate
		heard := &responseRecorder{ResponseWriter: w}
		defer func() {
			if heard.status >= http.StatusBadRequest {
				l.metrics.Refused(heard.status)
			}
		}()
		from := l.cfg.Proxies.Client(r)
		read, problem := l.checkRequest(r, from, body)
		if problem != nil {
			problem.Respond(heard)
			return
		}
		if r.Body == http.NoBody || methodHasBody(r.Method) { // It has been read. At the deadline for that net/http would cancel it, though its client waits for the answer.
			_ = http.NewResponseController(w).SetReadDeadline(time.Time{})
		}
		l.idempotency.serveOnce(heard, readRequest{r, read, from.String()}, next, func() *httpx.Problem { return l.checkReplay(r, from) })
	}
}

// checkReplay decides whether the kept response to an earlier request may be sent: not if
// the player was banned since, or has deleted their data.
func (l *Lobby) checkReplay(r *http.Request, from netip.Addr) *httpx.Problem {
	req := &requestInfo{from: from, path: r.URL.Path}
	if token, ok := bearer(r); ok && token != "" {
		var err error
		if req.player, err = l.accounts.Verify(r.Context(), token, time.Now()); err != nil {
			return l.tokenProblem(req, err)
		}
	}
	return l.checkBan(req)
}

// checkRequest checks rate and URL of a request, and returns its body.
func (l *Lobby) checkRequest(r *http.Request, from netip.Addr, body bodyReader) (read []byte, _ *httpx.Problem) {
	rate := l.writes
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		rate = l.reads
	}
	if problem := checkRate(l, rate, from); problem != nil {
		return nil, problem
	}
	if !isPlainText(r.URL) {
		return nil, httpx.NewProblem(http.StatusBadRequest, "the path and the query must be text, without control characters")
	}
	if !methodHasBody(r.Method) {
		return nil, nil
	}
	return body(r)
}

// isPlainText reports whether a URL is valid text without control characters. Others would
// make PostgreSQL fail, and look like a fault of the server.
func isPlainText(u *url.URL) bool {
	query, err := url.QueryUnescape(u.RawQuery)
	text := u.Path + query
	return err == nil && utf8.ValidString(text) && !strings.ContainsFunc(text, unicode.IsControl)
}

// checkRate returns a problem if key has used up its rate.
func checkRate[K comparable](l *Lobby, rate *httpx.Rate[K], who K) *httpx.Problem {
	return l.rateProblem(rate.Take(who, time.Now()))
}

// rateProblem is the response to a client that has to wait; nil if wait is 0.
func (l *Lobby) rateProblem(wait time.Duration) *httpx.Problem {
	if wait <= 0 {
		return nil
	}
	l.metrics.RateLimited("lobby")
	return &httpx.Problem{Status: http.StatusTooManyRequests, Kind: "rate-limited", Detail: "too many requests; wait a moment", Retry: wait}
}

// responseRecorder records the status of a response, and its body if asked to.
type responseRecorder struct {
	http.ResponseWriter
	status int
	body   *bytes.Buffer // nil: not recorded
}

func (a *responseRecorder) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

func (a *responseRecorder) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if a.body != nil && a.body.Len() <= maxCachedBody {
		a.body.Write(b)
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap is for http.ResponseController.
func (a *responseRecorder) Unwrap() http.ResponseWriter { return a.ResponseWriter }

const maxBody = 64 << 10 // bytes; the largest valid body has about a thousand

// readBody reads the body of r, whose fields huma validates later. It refuses what huma
// would accept: other content types, invalid UTF-8, and more than one object.
func readBody(r *http.Request) ([]byte, *httpx.Problem) { return readJSON(r, maxBody) }

func readJSON(r *http.Request, most int64) ([]byte, *httpx.Problem) {
	body, problem := readAll(r, most)
	if problem != nil {
		return nil, problem
	}
	body = bytes.TrimSpace(body)
	r.Body = io.NopCloser(bytes.NewReader(body))
	if len(body) == 0 {
		return nil, nil
	}
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind != "application/json" {
		return nil, httpx.NewProblem(http.StatusUnsupportedMediaType, "the body must be application/json, and Content-Type must say so")
	}
	switch {
	case !utf8.Valid(body): // the decoder would replace it silently
		return nil, httpx.NewProblem(http.StatusBadRequest, "the body is not valid UTF-8")
	case body[0] != '{': // null would decode into any type
		return nil, httpx.NewProblem(http.StatusBadRequest, "the body must be one JSON object")
	}
	return body, checkSyntax(body)
}

// readAll reads a body of limited length, and leaves it to be read again.
func readAll(r *http.Request, most int64) ([]byte, *httpx.Problem) {
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, most))
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &tooBig):
		return nil, httpx.NewProblem(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", most)
	case err != nil:
		return nil, httpx.NewProblem(http.StatusBadRequest, "the body ends early")
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return body, nil
}

// checkSyntax refuses a body that is not exactly one JSON value.
func checkSyntax(body []byte) *httpx.Problem {
	var all json.RawMessage
	err := json.Unmarshal(body, &all)
	if err == nil {
		return nil
	}
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && json.Valid(body[:max(syntax.Offset-1, 0)]) {
		return httpx.NewProblem(http.StatusBadRequest, "the body holds more than one JSON value")
	}
	return httpx.NewProblem(http.StatusBadRequest, "the body is not JSON: %s", truncate(err.Error()))
}
