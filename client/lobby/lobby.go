// Package lobby is all that a client asks of a server beside the match itself: it
// speaks the HTTP of shared/api, over net/http on the desktop and over fetch in a
// browser. A Client is safe for concurrent use; each call takes one round trip and
// ends with its context.
package lobby

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"perihelion/shared/api"
)

// maxResponseBytes is the longest answer that is read; a list of all rooms of a large
// server is a tenth of it.
const maxResponseBytes = 1 << 20

// Client asks one server. A refusal of the server comes back as an *api.Problem
// under errors.As; any other error means that no good answer came at all.
type Client struct {
	Token string       // of a guest; empty: nobody yet
	HTTP  *http.Client // nil means http.DefaultClient

	base *url.URL
}

// New returns a client of the server at base, such as http://localhost:8080.
func New(base string) (*Client, error) {
	u, err := url.Parse(base)
	switch {
	case err != nil:
		return nil, fmt.Errorf("lobby: %w", err)
	case u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return nil, fmt.Errorf("lobby: %q is not the URL of a server; one looks like http://localhost:8080", base)
	}
	return &Client{base: u}, nil
}

// call makes one request and reads its answer into dst, if there is one.
func (c *Client) call(ctx context.Context, method, path string, body, dst any) error {
	_, err := c.sendRequest(ctx, &request{method: method, path: path, body: body}, dst)
	return err
}

// request is one request.
type request struct {
	method, path string
	query        url.Values
	body         any
	etag         string // of the answer we have: another one is wanted
}

// poll asks for what is at path until it is another than the one with this tag, or
// for as long as the server lets us wait: then the error is ErrUnchanged.
func poll[T any](ctx context.Context, c *Client, path, tag string) (v T, next string, err error) {
	q := &request{method: http.MethodGet, path: path, etag: tag}
	if tag != "" {
		q.query = url.Values{"wait": {strconv.Itoa(int(longPollWait / time.Second))}}
	}
	h, err := c.sendRequest(ctx, q, &v)
	return v, h.etag, err
}

// longPollWait is how long a server holds an answer back that has not changed. Proxies
// give up on silence after 30 s or more.
const longPollWait = 25 * time.Second

// ErrUnchanged is that nothing is new.
var ErrUnchanged = errors.New("lobby: unchanged")

// responseInfo is what comes with an answer.
type responseInfo struct {
	etag string    // of what was answered
	date time.Time // by the clock of the server; zero: it did not say
}

// sendRequest makes one request, reads its answer into dst, and returns the answer's head.
func (c *Client) sendRequest(ctx context.Context, q *request, dst any) (is responseInfo, err error) {
	r, err := c.newRequest(ctx, q)
	if err != nil {
		return is, fmt.Errorf("lobby: %w", err)
	}
	h := c.HTTP
	if h == nil {
		h = http.DefaultClient
	}
	answer, err := h.Do(r)
	if err != nil {
		return is, fmt.Errorf("lobby: %w", err)
	}
	defer func() { _ = answer.Body.Close() }() // what mattered has been read
	is.date, _ = http.ParseTime(answer.Header.Get("Date"))
	if err := decodeResponse(answer, dst); err != nil {
		is.etag = q.etag
		return is, fmt.Errorf("lobby: %s %s: %w", q.method, q.path, err)
	}
	is.etag = answer.Header.Get("ETag")
	return is, nil
}

func decodeResponse(answer *http.Response, dst any) error {
	b, err := io.ReadAll(io.LimitReader(answer.Body, maxResponseBytes+1))
	switch {
	case err != nil:
		return err
	case len(b) > maxResponseBytes:
		return errResponseTooLong
	case answer.StatusCode == http.StatusNotModified:
		return ErrUnchanged
	case answer.StatusCode >= http.StatusMultipleChoices:
		return parseProblem(answer, b)
	case dst == nil:
		return nil
	}
	return json.Unmarshal(b, dst)
}

var errResponseTooLong = errors.New("the answer is longer than any should be")

func (c *Client) newRequest(ctx context.Context, q *request) (*http.Request, error) {
	var payload io.Reader
	if q.body != nil {
		b, err := json.Marshal(q.body)
		if err != nil {
			return nil, err
		}
		payload = bytes.NewReader(b)
	}
	u := c.base.JoinPath(q.path)
	u.RawQuery = q.query.Encode()
	r, err := http.NewRequestWithContext(ctx, q.method, u.String(), payload)
	if err != nil {
		return nil, err
	}
	if q.body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if q.method == http.MethodPost {
		r.Header.Set("Idempotency-Key", rand.Text()) // so that net/http may send it again
	}
	if q.etag != "" {
		r.Header.Set("If-None-Match", q.etag)
	}
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	return r, nil
}

// parseProblem is why the server refused. A proxy that answers in its own words is
// understood by its status.
func parseProblem(answer *http.Response, body []byte) *api.Problem {
	var p api.Problem
	if json.Unmarshal(body, &p) != nil || p.Title == "" {
		p = api.Problem{Type: "about:blank", Title: http.StatusText(answer.StatusCode)}
		if p.Title == "" {
			p.Title = answer.Status
		}
	}
	p.Status = answer.StatusCode
	if seconds, err := strconv.ParseUint(answer.Header.Get("Retry-After"), 10, 16); err == nil {
		p.Retry = time.Duration(seconds) * time.Second
	}
	return &p
}
