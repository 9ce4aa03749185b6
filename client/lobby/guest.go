package lobby

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"perihelion/shared/api"
)

// Guest becomes a guest called name, or what the server makes of an empty one.
// With a token it is the same guest, and the token a new one.
func (c *Client) Guest(ctx context.Context, name string) (g api.Guest, err error) {
	return g, c.do(ctx, http.MethodPost, "v1/guests", api.NewGuest{Name: name}, &g)
}

// Move becomes, on this device, the player whose other device shows the code.
func (c *Client) Move(ctx context.Context, code string) (g api.Guest, err error) {
	return g, c.do(ctx, http.MethodPost, "v1/guests", api.NewGuest{Link: code}, &g)
}

// Link makes a code for another device to become this player.
func (c *Client) Link(ctx context.Context) (l api.Link, err error) {
	return l, c.do(ctx, http.MethodPost, me+"/link", struct{}{}, &l)
}

const me = "v1/players/me"

// Rename changes what we are called.
func (c *Client) Rename(ctx context.Context, name string) (p api.Profile, err error) {
	return p, c.do(ctx, http.MethodPatch, me, api.Rename{Name: name}, &p)
}

// Erase has the server forget us.
func (c *Client) Erase(ctx context.Context) error {
	return c.do(ctx, http.MethodDelete, me, nil, nil)
}

// Export is everything that the server keeps about us, as the JSON that it sent.
func (c *Client) Export(ctx context.Context) (document json.RawMessage, err error) {
	return document, c.do(ctx, http.MethodGet, me+"/export", nil, &document)
}

// Profile is what is known of a player; "me" is us.
func (c *Client) Profile(ctx context.Context, player string) (p api.Profile, err error) {
	return p, c.do(ctx, http.MethodGet, "v1/players/"+url.PathEscape(player), nil, &p)
}

// History is the last matches of a player, newest first.
type History struct {
	Matches []api.Match
	AsOf    time.Time // by the clock that the times of matches are of; zero: unknown
}

// Matches are what a player has played lately.
func (c *Client) Matches(ctx context.Context, player string) (History, error) {
	var m api.Matches
	is, err := c.ask(ctx, &question{method: http.MethodGet, path: "v1/players/" + url.PathEscape(player) + "/matches"}, &m)
	return History{m.Matches, is.date}, err
}

// Page says which part of a leaderboard is wanted; the zero Page is its top.
type Page struct {
	Around bool   // what lies around us
	Cursor string // what follows the Board whose Next this was
}

// Board is a page of a leaderboard.
func (c *Client) Board(ctx context.Context, mode string, p Page) (b api.Board, err error) {
	q := &question{method: http.MethodGet, path: "v1/leaderboards/" + url.PathEscape(mode), query: url.Values{}}
	switch {
	case p.Around:
		q.query.Set("around", "me")
	case p.Cursor != "":
		q.query.Set("cursor", p.Cursor)
	}
	_, err = c.ask(ctx, q, &b)
	return b, err
}
