package app

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"perihelion/server/ops/config"
	"perihelion/shared/api"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// countingLog counts the lines that the log of a production server would have, without those of refused requests:
// how many these are in a minute is tested where they are written.
type countingLog struct{ lines, bad atomic.Int32 }

func (l *countingLog) Enabled(_ context.Context, level slog.Level) bool {
	return level >= slog.LevelInfo
}
func (l *countingLog) WithAttrs([]slog.Attr) slog.Handler { return l }
func (l *countingLog) WithGroup(string) slog.Handler      { return l }

func (l *countingLog) Handle(_ context.Context, r slog.Record) error {
	switch r.Message {
	case "request refused", "requests refused again", "requests of other addresses refused":
	default:
		l.lines.Add(1)
	}
	if r.Level >= slog.LevelWarn {
		l.bad.Add(1)
	}
	return nil
}

// prober sends random requests to every endpoint in the server's OpenAPI document, so that
// new endpoints are tested automatically.
type prober struct {
	*rand.Rand
	t       *testing.T
	handler http.Handler
	doc     document
	token   string
	known   []string // ids and codes that lead somewhere
	run     []byte   // the log of a daily run
}

type document struct {
	Paths      map[string]map[string]operation
	Components struct{ Schemas map[string]*schema }
}

type operation struct {
	Parameters  []parameter
	RequestBody *struct {
		Content map[string]struct{ Schema *schema }
	}
	Responses map[string]struct{ Content map[string]any }
}

type parameter struct {
	Name, In string
	Schema   *schema
}

type schema struct {
	Ref        string `json:"$ref"`
	Type       any
	Enum       []any
	Properties map[string]*schema
	Items      *schema
	MaxLength  int
	Maximum    float64
}

func TestEveryEndpointBearsWhateverComes(t *testing.T) {
	t.Parallel()
	each := 120 // requests to one endpoint
	if testing.Short() {
		each = 15 // one comes after the other: the race detector learns nothing from more
	}
	var log countingLog
	p := newProber(t, &log)
	n := 0
	for path, methods := range p.doc.Paths {
		for method, op := range methods {
			p.token = p.newGuest()
			for range each {
				p.probeEndpoint(strings.ToUpper(method), path, &op)
				n++
			}
		}
	}
	if n < 25*each {
		t.Errorf("probed %d times: the document lacks endpoints", n)
	}
	if bad := log.bad.Load(); bad > 0 {
		t.Errorf("%d warnings and errors in the log, want none: clients cause none", bad)
	}
	if lines := int(log.lines.Load()); lines > n/10 {
		t.Errorf("%d lines in the log after %d requests", lines, n)
	}
	t.Logf("%d requests, %d lines in the log", n, log.lines.Load())
}

func newProber(t *testing.T, log *countingLog) *prober {
	t.Helper()
	cfg, _, err := config.Load([]string{
		"PERIHELION_HTTP_ADDR=127.0.0.1:0", "PERIHELION_ADMIN_ADDR=off", "PERIHELION_DATA_DIR=" + t.TempDir(),
		"PERIHELION_RATE_TICKETS_PER_IP=100000", "PERIHELION_BOT_FILL=0", "PERIHELION_ROOM_LINGER=1s",
		"PERIHELION_MAX_ROOMS=1000", "PERIHELION_MAX_PLAYERS=100000", "PERIHELION_MAX_CONNS=100000", "PERIHELION_DRAIN_TIMEOUT=0s",
	})
	if err != nil {
		t.Fatal(err)
	}
	a, err := New(cfg, sim.Games{toy.Game}, slog.New(log))
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- a.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	p := &prober{Rand: rand.New(rand.NewPCG(seed, 0)), t: t, handler: a.ports[0].server.Handler}
	p.mustCall("GET", "/v1/openapi.json", "", &p.doc)
	p.token = p.newGuest()
	var party api.Party
	var ticket api.Ticket
	var room api.Assignment
	p.mustCall("POST", "/v1/parties", "", &party)
	p.mustCall("POST", "/v1/tickets", `{"queue":"toy"}`, &ticket)
	p.mustCall("POST", "/v1/rooms", "", &room)
	today, run := flyToday(t)
	p.run = run
	p.known = []string{today, party.Code, ticket.ID, ticket.Assignment.RoomID, room.Code, "lobby", "toy", "party:" + party.Code}
	return p
}

func (p *prober) newGuest() string {
	var g api.Guest
	p.token = ""
	p.mustCall("POST", "/v1/guests", "", &g)
	return g.Token
}

func (p *prober) mustCall(method, path, body string, into any) {
	p.t.Helper()
	w := p.serveRequest(p.newRequest(method, path, body), time.Minute)
	if err := json.Unmarshal(w.Body.Bytes(), into); err != nil || w.Code >= 300 {
		p.t.Fatalf("%s %s = %d %s", method, path, w.Code, w.Body)
	}
}

func (p *prober) newRequest(method, path, body string) *http.Request {
	r := httptest.NewRequest(method, "http://game.test"+path, strings.NewReader(body))
	r.RemoteAddr = fmt.Sprintf("20.%d.%d.%d:1", p.IntN(256), p.IntN(256), p.IntN(256)) // or too many guesses would be refused unseen
	r.Header.Set("Content-Type", "application/json")
	if p.token != "" {
		r.Header.Set("Authorization", "Bearer "+p.token)
	}
	return r
}

func (p *prober) serveRequest(r *http.Request, most time.Duration) *httptest.ResponseRecorder {
	ctx, cancel := context.WithTimeout(p.t.Context(), most)
	defer cancel()
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r.WithContext(ctx))
	return w
}

// probeEndpoint makes a request and checks that the response is documented, and a problem
// if it is an error.
func (p *prober) probeEndpoint(method, path string, op *operation) {
	p.t.Helper()
	target, headers := p.fillPath(path, op)
	r := p.newRequest(method, target, p.requestBody(op))
	if isBinary(op) {
		r.Header.Set("Content-Type", "application/octet-stream")
	}
	p.spoilHeaders(r, headers)
	most := time.Minute
	_, endless := op.Responses["200"].Content["text/event-stream"]
	if endless {
		most = 10 * time.Millisecond
		if p.IntN(2) == 0 {
			r.Header.Set("Accept", "text/event-stream")
		}
	}
	w := p.serveRequest(r, most)
	if endless && w.Code == http.StatusServiceUnavailable {
		return // nobody waited for the answer any more
	}
	if r.Header.Get("Authorization") == "Bearer "+p.token {
		r.Header.Set("Authorization", "a good one")
	}
	what := fmt.Sprintf("%s %.300s %.300v", method, target, r.Header)
	switch {
	case w.Code >= 500:
		p.t.Errorf("%s = %d %.300s", what, w.Code, w.Body)
	case w.Code >= 400:
		var problem api.Problem
		err := json.Unmarshal(w.Body.Bytes(), &problem)
		if err != nil || problem.Status != w.Code || problem.Instance == "" || w.Header().Get("Content-Type") != "application/problem+json" || w.Body.Len() > 8<<10 {
			p.t.Errorf("%s = %d with no good problem, %v: %.300s", what, w.Code, err, w.Body)
		}
	}
	_, foreseen := op.Responses[strconv.Itoa(w.Code)]
	if elsewhere := w.Code == 404 || w.Code == 405; !foreseen && !elsewhere { // the path may have been bent
		p.t.Errorf("%s = %d, which the document does not name: %.300s", what, w.Code, w.Body)
	}
}

// fillPath fills in a path, and returns which headers the endpoint reads.
func (p *prober) fillPath(path string, op *operation) (target string, headers []string) {
	query := url.Values{}
	for _, param := range op.Parameters {
		switch {
		case param.In == "path":
			path = strings.ReplaceAll(path, "{"+param.Name+"}", url.PathEscape(p.randomID()))
		case param.In == "header":
			headers = append(headers, param.Name)
		case p.IntN(3) == 0:
			query.Set(param.Name, p.paramValue(param.Schema))
		}
	}
	if p.IntN(10) == 0 {
		query.Set(p.trickyText(), p.trickyText())
	}
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	if p.IntN(20) == 0 {
		path += "?%zz=%&;=" // no query at all, strictly speaking
	}
	return path, headers
}

func (p *prober) randomID() string {
	if p.IntN(2) == 0 {
		return p.known[p.IntN(len(p.known))]
	}
	if s := p.trickyText(); s != "" {
		return s
	}
	return "-"
}

// spoilHeaders sends wrong headers.
func (p *prober) spoilHeaders(r *http.Request, headers []string) {
	for _, name := range headers {
		if p.IntN(3) == 0 {
			r.Header.Set(name, p.trickyText())
		}
	}
	switch p.IntN(16) {
	case 0:
		r.Header.Del("Authorization")
	case 1:
		r.Header.Set("Authorization", "Bearer "+p.trickyText())
	case 2:
		r.Header.Set("Authorization", p.trickyText())
	case 3:
		r.Header.Set("Content-Type", []string{"text/plain", "application/xml", "json", "application/json; charset=x", "+;", "multipart/form-data; boundary=x"}[p.IntN(6)])
	case 4:
		r.Header.Set("Accept", p.trickyText())
	case 5:
		r.Header.Set("X-Forwarded-For", p.trickyText())
	case 6:
		r.Host = p.trickyText()
	}
}
