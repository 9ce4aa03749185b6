// Package lobby is the client's way from nothing to a seat: it speaks the HTTP of
// shared/api, over net/http on the desktop and over fetch in a browser. A Client
// is safe for concurrent use once it has a token; each call takes one round trip
// and ends with its context.
package lobby

import (
	"bytes"
	"context"
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

// mostBytes is the longest answer that is read; a list of all rooms of a large
// server is a tenth of it.
const mostBytes = 1 << 20

// Client asks one server. A refusal of the server comes back as an *api.Problem
// under errors.As; any other error means that no good answer came at all.
type Client struct {
	Token string       // of a guest; Guest sets it
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

// Meta tells whether we can play there at all.
func (c *Client) Meta(ctx context.Context) (m api.Meta, err error) {
	return m, c.do(ctx, http.MethodGet, "v1/meta", nil, &m)
}

// Guest becomes a guest called name, or what the server makes of an empty one,
// and keeps the token.
func (c *Client) Guest(ctx context.Context, name string) (g api.Guest, err error) {
	if err = c.do(ctx, http.MethodPost, "v1/guests", api.NewGuest{Name: name}, &g); err == nil {
		c.Token = g.Token
	}
	return g, err
}

// Quick asks for a seat in any public room.
func (c *Client) Quick(ctx context.Context) (api.Assignment, error) {
	var t api.Ticket
	if err := c.do(ctx, http.MethodPost, "v1/tickets", api.NewTicket{}, &t); err != nil {
		return api.Assignment{}, err
	}
	if t.Assignment == nil {
		return api.Assignment{}, fmt.Errorf("lobby: the ticket is %s, without a seat", t.Status)
	}
	return *t.Assignment, nil
}

// Rooms lists the public rooms.
func (c *Client) Rooms(ctx context.Context) ([]api.Room, error) {
	var list api.Rooms
	err := c.do(ctx, http.MethodGet, "v1/rooms", nil, &list)
	return list.Rooms, err
}

// Open opens a private room and takes a seat in it.
func (c *Client) Open(ctx context.Context, want api.NewRoom) (a api.Assignment, err error) {
	return a, c.do(ctx, http.MethodPost, "v1/rooms", want, &a)
}

// Join takes a seat in the private room that code names.
func (c *Client) Join(ctx context.Context, code string) (a api.Assignment, err error) {
	return a, c.do(ctx, http.MethodPost, "v1/rooms/"+url.PathEscape(code)+"/join", struct{}{}, &a)
}

// do makes one request and reads its answer into dst.
func (c *Client) do(ctx context.Context, method, path string, body, dst any) error {
	r, err := c.request(ctx, method, path, body)
	if err != nil {
		return fmt.Errorf("lobby: %w", err)
	}
	h := c.HTTP
	if h == nil {
		h = http.DefaultClient
	}
	answer, err := h.Do(r)
	if err != nil {
		return fmt.Errorf("lobby: %w", err)
	}
	defer func() { _ = answer.Body.Close() }() // what mattered has been read
	b, err := io.ReadAll(io.LimitReader(answer.Body, mostBytes+1))
	switch {
	case err != nil:
		return fmt.Errorf("lobby: %s %s: %w", method, path, err)
	case len(b) > mostBytes:
		return fmt.Errorf("lobby: %s %s: %w", method, path, errTooLong)
	case answer.StatusCode >= http.StatusMultipleChoices:
		return fmt.Errorf("lobby: %s %s: %w", method, path, problem(answer, b))
	}
	if err := json.Unmarshal(b, dst); err != nil {
		return fmt.Errorf("lobby: %s %s: %w", method, path, err)
	}
	return nil
}

var errTooLong = errors.New("the answer is longer than any should be")

func (c *Client) request(ctx context.Context, method, path string, body any) (*http.Request, error) {
	var payload io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return nil, err
		}
		payload = bytes.NewReader(b)
	}
	r, err := http.NewRequestWithContext(ctx, method, c.base.JoinPath(path).String(), payload)
	if err != nil {
		return nil, err
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.Token != "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	return r, nil
}

// problem is why the server refused. A proxy that answers in its own words is
// understood by its status.
func problem(answer *http.Response, body []byte) *api.Problem {
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
