// Package lobby is the client of a server's HTTP API, shared/api: accounts, matchmaking,
// rooms, parties, chat. It uses net/http on the desktop and fetch in a browser. A Client is
// safe for concurrent use. Each call is one request and ends with its context.
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

// maxResponseBytes is the longest response that is read. The list of all rooms of a large
// server is a tenth of it.
const maxResponseBytes = 1 << 20

// Client calls one server. If the server answers with an error, the error wraps an
// *api.Problem; any other error means that no valid response was received.
type Client struct {
	Token string       // of a guest; empty: no account yet
	HTTP  *http.Client // nil: http.DefaultClient

	base *url.URL
}

// New returns a client of the server with the base URL base, such as
// http://localhost:8080. It sends nothing yet.
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

// call sends one request and decodes the response into dst, unless that is nil.
func (c *Client) call(ctx context.Context, method, path string, body, dst any) error {
	_, err := c.sendRequest(ctx, &request{method: method, path: path, body: body}, dst)
	return err
}

// request is one request.
type request struct {
	method, path string
	query        url.Values
	body         any    // sent as JSON; nil: no body
	raw          []byte // sent as it is, instead of body; nil: nothing
	etag         string // of the version that the caller has; empty: none
	match        string // ETag of the version that is to be replaced; empty: any
}

// poll is a long poll: it returns what is at path as soon as that differs from the version
// with this ETag, with its new ETag. An empty tag gets it at once. If nothing changes for
// longPollWait, the error is ErrUnchanged.
func poll[T any](ctx context.Context, c *Client, path, tag string) (v T, next string, err error) {
	req := &request{method: http.MethodGet, path: path, etag: tag}
	if tag != "" {
		req.query = url.Values{"wait": {strconv.Itoa(int(longPollWait / time.Second))}}
	}
	info, err := c.sendRequest(ctx, req, &v)
	return v, info.etag, err
}

// longPollWait is how long the server may delay the response to a long poll. It is shorter
// than the usual timeouts of proxies, which are 30 s or more.
const longPollWait = 25 * time.Second

// ErrUnchanged is the error of a long poll without a change.
var ErrUnchanged = errors.New("lobby: unchanged")

// responseInfo is the headers of a response that callers need.
type responseInfo struct {
	etag string
	date time.Time // by the clock of the server; zero: unknown
}

// sendRequest sends one request and decodes the response into dst, unless that is nil. On
// an error the etag is that of req, so that a poll can be repeated.
func (c *Client) sendRequest(ctx context.Context, req *request, dst any) (info responseInfo, err error) {
	r, err := c.newRequest(ctx, req)
	if err != nil {
		return info, fmt.Errorf("lobby: %w", err)
	}
	return c.do(r, req, dst)
}

// do sends r, which was made from req.
func (c *Client) do(r *http.Request, req *request, dst any) (info responseInfo, err error) {
	h := c.HTTP
	if h == nil {
		h = http.DefaultClient
	}
	resp, err := h.Do(r)
	if err != nil {
		return info, fmt.Errorf("lobby: %w", err)
	}
	defer func() { _ = resp.Body.Close() }() // the body has been read
	info.date, _ = http.ParseTime(resp.Header.Get("Date"))
	if err := decodeResponse(resp, dst); err != nil {
		info.etag = req.etag
		return info, fmt.Errorf("lobby: %s %s: %w", req.method, req.path, err)
	}
	info.etag = resp.Header.Get("ETag")
	return info, nil
}

// decodeResponse decodes a successful response into dst, unless that is nil. Other
// responses become errors.
func decodeResponse(resp *http.Response, dst any) error {
	b, err := io.ReadAll(io.LimitReader(resp.Body, maxResponseBytes+1))
	switch {
	case err != nil:
		return err
	case len(b) > maxResponseBytes:
		return errResponseTooLong
	case resp.StatusCode == http.StatusNotModified:
		return ErrUnchanged
	case resp.StatusCode >= http.StatusMultipleChoices:
		return parseProblem(resp, b)
	case dst == nil:
		return nil
	}
	return json.Unmarshal(b, dst)
}

var errResponseTooLong = errors.New("the answer is longer than any should be")

func (c *Client) newRequest(ctx context.Context, req *request) (*http.Request, error) {
	var payload io.Reader
	kind := "application/json"
	if req.raw != nil {
		payload, kind = bytes.NewReader(req.raw), "application/octet-stream"
	} else if req.body != nil {
		b, err := json.Marshal(req.body)
		if err != nil {
			return nil, err
		}
		payload = bytes.NewReader(b)
	}
	u := c.base.JoinPath(req.path)
	u.RawQuery = req.query.Encode()
	r, err := http.NewRequestWithContext(ctx, req.method, u.String(), payload)
	if err != nil {
		return nil, err
	}
	if payload != nil {
		r.Header.Set("Content-Type", kind)
	}
	if req.method == http.MethodPost {
		r.Header.Set("Idempotency-Key", rand.Text()) // so that net/http may retry the request
	}
	if req.match != "" {
		r.Header.Set("If-Match", req.match)
	}
	if req.etag != "" {
		r.Header.Set("If-None-Match", req.etag)
	}
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	return r, nil
}

// parseProblem converts an error response. If the body is not a problem document, as from
// a proxy, the problem is made from the status.
func parseProblem(resp *http.Response, body []byte) *api.Problem {
	var p api.Problem
	if json.Unmarshal(body, &p) != nil || p.Title == "" {
		p = api.Problem{Type: "about:blank", Title: http.StatusText(resp.StatusCode)}
		if p.Title == "" {
			p.Title = resp.Status
		}
	}
	p.Status = resp.StatusCode
	if seconds, err := strconv.ParseUint(resp.Header.Get("Retry-After"), 10, 16); err == nil {
		p.Retry = time.Duration(seconds) * time.Second
	}
	return &p
}
