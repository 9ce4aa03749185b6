// Package relay hands requests of clients over to the server of a fleet that has what they are
// about, such as the tickets of all, over a bus. That server answers as if the client had asked
// it; the client notices nothing. A Relay is safe for concurrent use.
package relay

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"

	"perihelion/server/net/bus"
	"perihelion/server/net/httpx"
)

const (
	maxBody     = 64 << 10         // bytes of a request; larger ones are answered where they come in
	maxResponse = 700 << 10        // bytes of an answer: NATS takes a megabyte, and JSON makes four bytes of three
	timeout     = 5 * time.Second  // of a request that is answered at once
	longPoll    = 40 * time.Second // of one that waits for news, which takes 25
	atOnce      = 4096             // requests of other servers that are answered at the same time
	retryAfter  = 2 * time.Second
)

// Config is where requests go.
type Config struct {
	Bus     *bus.Bus
	Node    string                                           // name of this server
	API     string                                           // what is asked, such as "lobby"; relays of different APIs do not meet
	Owner   func(r *http.Request) (node, url string)         // the server that has to answer a request, and how clients reach it; node "": this one
	Client  func(r *http.Request) netip.Addr                 // who sent a request
	Timeout func(*url.URL) time.Duration                     // how long the answer to a request may take; nil or 0: as usual
	Handler http.Handler                                     // answers here
	Gone    http.Handler                                     // answers instead of a server that is not there
	Asked   func(what string, took time.Duration, err error) // counts; may be nil
}

// Asked names the requests that are handed over, for metrics.
const Asked = "relay"

// Relay is a handler. Make one with New.
type Relay struct{ cfg Config }

// request is what the other server is told of a request.
type request struct {
	Method, URL, Host string
	From              netip.Addr
	Header            http.Header
	Body              []byte
}

// response is what it answers.
type response struct {
	Status int
	Header http.Header
	Body   []byte
}

// New returns a relay, which answers what other servers hand over to this one.
func New(cfg Config) (*Relay, error) {
	l := &Relay{cfg}
	return l, cfg.Bus.Answer(l.topic(cfg.Node), atOnce, l.answer)
}

func (l *Relay) topic(node string) string { return bus.Topic(node, l.cfg.API) }

// ServeHTTP hands a request over, or answers it here. A server that is not there any more has done
// nothing about it, so then Gone answers.
func (l *Relay) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	node, address := l.cfg.Owner(r)
	if node == "" || node == l.cfg.Node {
		l.cfg.Handler.ServeHTTP(w, r)
		return
	}
	if strings.HasSuffix(r.URL.Path, "/events") { // a stream goes there itself
		http.Redirect(w, r, strings.TrimRight(address, "/")+r.URL.RequestURI(), http.StatusTemporaryRedirect)
		return
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	r.Body = io.NopCloser(io.MultiReader(bytes.NewReader(body), r.Body))
	if err != nil || len(body) > maxBody {
		l.cfg.Handler.ServeHTTP(w, r) // which says what is wrong with it
		return
	}
	a, err := l.ask(node, w.Header(), r, body)
	switch {
	case err == nil:
		for name, values := range a.Header {
			w.Header()[name] = values
		}
		w.WriteHeader(a.Status)
		_, _ = w.Write(a.Body) // an error means that the client is gone
	case errors.Is(err, bus.ErrNobody), errors.Is(err, bus.ErrAway):
		l.cfg.Gone.ServeHTTP(w, r)
	default:
		(&httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "no-answer", Detail: "another server does not answer; try again in a moment", Retry: retryAfter}).Respond(w)
	}
}

// ask hands r over. The id of the request, in the header of the response, goes with it.
func (l *Relay) ask(node string, sent http.Header, r *http.Request, body []byte) (a response, err error) {
	q := request{Method: r.Method, URL: r.URL.RequestURI(), Host: r.Host, From: l.cfg.Client(r), Header: r.Header.Clone(), Body: body}
	q.Header.Set(httpx.RequestID, sent.Get(httpx.RequestID))
	text, err := json.Marshal(q)
	if err != nil {
		return a, err
	}
	ctx, cancel := context.WithTimeout(r.Context(), l.timeoutOf(r.URL))
	defer cancel()
	start := time.Now()
	m, err := l.cfg.Bus.Request(ctx, l.topic(node), text)
	if l.cfg.Asked != nil && r.Context().Err() == nil {
		l.cfg.Asked(Asked, time.Since(start), err)
	}
	if err == nil {
		err = json.Unmarshal(m.Body, &a)
	}
	if err == nil && a.Status == 0 {
		err = errors.New("relay: the answer of another server is empty")
	}
	return a, err
}

// timeoutOf is how long the answer to a request may take. A server that ends while it is
// asked says nothing, so this is also how long a client then waits.
func (l *Relay) timeoutOf(target *url.URL) time.Duration {
	if l.cfg.Timeout != nil {
		if own := l.cfg.Timeout(target); own > 0 {
			return own
		}
	}
	if target.Query().Has("wait") {
		return longPoll
	}
	return timeout
}

// clientHeaders name the client to servers behind proxies. The other server is told by From.
var clientHeaders = []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip"}

// answer answers a request that another server hands over.
func (l *Relay) answer(m bus.Message) []byte {
	var q request
	w := recorder{header: http.Header{}}
	if err := json.Unmarshal(m.Body, &q); err != nil {
		return nil
	}
	target, err := url.ParseRequestURI(q.URL)
	if err != nil {
		return nil
	}
	w.header.Set(httpx.RequestID, q.Header.Get(httpx.RequestID))
	for _, name := range slices.Concat(clientHeaders, []string{httpx.RequestID}) {
		q.Header.Del(name)
	}
	ctx, cancel := context.WithTimeout(context.Background(), l.timeoutOf(target))
	defer cancel()
	r := (&http.Request{
		Method: q.Method, URL: target, RequestURI: q.URL, Host: q.Host, Header: q.Header, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		RemoteAddr: netip.AddrPortFrom(q.From, 0).String(), Body: io.NopCloser(bytes.NewReader(q.Body)), ContentLength: int64(len(q.Body)),
	}).WithContext(ctx)
	l.cfg.Handler.ServeHTTP(&w, r)
	if w.Len() > maxResponse {
		w = recorder{header: http.Header{}}
		httpx.NewProblem(http.StatusInsufficientStorage, "the answer is longer than servers can tell each other; ask that server itself").Respond(&w)
	}
	text, err := json.Marshal(response{cmp.Or(w.status, http.StatusOK), w.header, w.Bytes()})
	if err != nil {
		return nil
	}
	return text
}

// recorder records a response.
type recorder struct {
	bytes.Buffer // the body
	header       http.Header
	status       int // 0: none was written, which means 200
}

func (w *recorder) Header() http.Header { return w.header }

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}
