// Package lobby is the client of a server's HTTP API, shared/api: accounts, matchmaking,
// rooms, parties, chat. A Client is safe for concurrent use. Each call is one request and ends with its context.
package lobby

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"

	"perihelion/client/fetch"
	"perihelion/shared/api"
)

// maxResponseBytes is the longest response that is read. The list of all rooms of a large
// server is a tenth of it.
const maxResponseBytes = 1 << 20

// Client calls one server. If the server answers with an error, the error wraps an
// *api.Problem; any other error means that no valid response was received.
type Client struct {
	Token string       // of a guest; empty: no account yet
	Send  fetch.Sender // that of players, unless it is changed

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
	return &Client{base: u, Send: fetch.Send}, nil
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
	req := &request{method: fetch.Get, path: path, etag: tag}
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
	r, err := c.newRequest(req)
	if err != nil {
		return info, fmt.Errorf("lobby: %w", err)
	}
	return c.do(ctx, r, req, dst)
}

// do sends r, which was made from req.
func (c *Client) do(ctx context.Context, r *fetch.Request, req *request, dst any) (info responseInfo, err error) {
	resp, err := c.Send(ctx, r)
	if err != nil {
		return info, fmt.Errorf("lobby: %w", err)
	}
	defer resp.Close()
	info.date, _ = time.Parse(time.RFC1123, resp.Header("Date"))
	if err := decodeResponse(resp, dst); err != nil {
		info.etag = req.etag
		return info, fmt.Errorf("lobby: %s %s: %w", req.method, req.path, err)
	}
	info.etag = resp.Header("ETag")
	return info, nil
}

// decodeResponse decodes a successful response into dst, unless that is nil. Other
// responses become errors.
func decodeResponse(resp *fetch.Response, dst any) error {
	b, err := readBody(resp, maxResponseBytes, new(atomic.Int64))
	switch {
	case err != nil:
		return err
	case resp.Status == api.StatusNotModified:
		return ErrUnchanged
	case resp.Status < 200 || resp.Status >= 300:
		return parseProblem(resp, b)
	case dst == nil:
		return nil
	}
	return json.Unmarshal(b, dst)
}

var errResponseTooLong = errors.New("the answer is longer than any should be")

// readBody returns the body of resp, which has most bytes at most. done counts them while they come.
func readBody(resp *fetch.Response, most int, done *atomic.Int64) ([]byte, error) {
	var body []byte
	for {
		part, err := resp.Next()
		body = append(body, part...)
		done.Add(int64(len(part)))
		switch {
		case len(body) > most:
			return nil, errResponseTooLong
		case errors.Is(err, io.EOF):
			return body, nil
		case err != nil:
			return nil, err
		}
	}
}

// newRequest makes req a request of HTTP.
func (c *Client) newRequest(req *request) (*fetch.Request, error) {
	u := c.base.JoinPath(req.path)
	u.RawQuery = req.query.Encode()
	r := &fetch.Request{Method: req.method, URL: u.String(), Header: map[string]string{}}
	if req.raw != nil {
		r.Body, r.Header["Content-Type"] = req.raw, "application/octet-stream"
	} else if req.body != nil {
		b, err := json.Marshal(req.body)
		if err != nil {
			return nil, err
		}
		r.Body, r.Header["Content-Type"] = b, "application/json"
	}
	if req.method == fetch.Post {
		r.Header["Idempotency-Key"] = rand.Text() // so that it may be sent again
	}
	if req.match != "" {
		r.Header["If-Match"] = req.match
	}
	if req.etag != "" {
		r.Header["If-None-Match"] = req.etag
	}
	if c.Token != "" {
		r.Header["Authorization"] = "Bearer " + c.Token
	}
	return r, nil
}

// parseProblem converts an error response. If the body is not a problem document, as from
// a proxy, the problem is made from the status.
func parseProblem(resp *fetch.Response, body []byte) *api.Problem {
	var p api.Problem
	if json.Unmarshal(body, &p) != nil || p.Title == "" {
		p = api.Problem{Type: "about:blank", Title: statusError(resp.Status).Error()}
	}
	p.Status = resp.Status
	if seconds, err := strconv.ParseUint(resp.Header("Retry-After"), 10, 16); err == nil {
		p.Retry = time.Duration(seconds) * time.Second
	}
	return &p
}

// statusError is an answer that says no more than its status.
type statusError int

func (e statusError) Error() string { return fmt.Sprintf("the server answered %d", int(e)) }
