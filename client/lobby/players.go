package lobby

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"time"

	"perihelion/shared/api"
)

// CreateGuest becomes a guest called name, or what the server makes of an empty one.
// With a token it is the same guest, and the token a new one.
func (c *Client) CreateGuest(ctx context.Context, name string) (g api.Guest, err error) {
	return g, c.call(ctx, http.MethodPost, "v1/guests", api.NewGuest{Name: name}, &g)
}

// RedeemLink becomes, on this device, the player whose other device shows the code.
func (c *Client) RedeemLink(ctx context.Context, code string) (g api.Guest, err error) {
	return g, c.call(ctx, http.MethodPost, "v1/guests", api.NewGuest{Link: code}, &g)
}

// CreateLink makes a code for another device to become this player.
func (c *Client) CreateLink(ctx context.Context) (l api.Link, err error) {
	return l, c.call(ctx, http.MethodPost, mePath+"/link", struct{}{}, &l)
}

const mePath = "v1/players/me"

// Rename changes what we are called.
func (c *Client) Rename(ctx context.Context, name string) (p api.Profile, err error) {
	return p, c.call(ctx, http.MethodPatch, mePath, api.Rename{Name: name}, &p)
}

// DeletePlayer has the server forget us.
func (c *Client) DeletePlayer(ctx context.Context) error {
	return c.call(ctx, http.MethodDelete, mePath, nil, nil)
}

// ExportData is everything that the server keeps about us, as the JSON that it sent.
func (c *Client) ExportData(ctx context.Context) (document json.RawMessage, err error) {
	return document, c.call(ctx, http.MethodGet, mePath+"/export", nil, &document)
}

// Profile is what is known of a player; "me" is us.
func (c *Client) Profile(ctx context.Context, player string) (p api.Profile, err error) {
	return p, c.call(ctx, http.MethodGet, "v1/players/"+url.PathEscape(player), nil, &p)
}

// MatchHistory is the last matches of a player, newest first.
type MatchHistory struct {
	Matches []api.Match
	AsOf    time.Time // by the clock that the times of matches are of; zero: unknown
}

// MatchHistory are what a player has played lately.
func (c *Client) MatchHistory(ctx context.Context, player string) (MatchHistory, error) {
	var m api.Matches
	is, err := c.sendRequest(ctx, &request{method: http.MethodGet, path: "v1/players/" + url.PathEscape(player) + "/matches"}, &m)
	return MatchHistory{m.Matches, is.date}, err
}

// LeaderboardPage says which part of a leaderboard is wanted; the zero Page is its top.
type LeaderboardPage struct {
	Around bool   // what lies around us
	Cursor string // what follows the Board whose Next this was
}

// Leaderboard is a page of a leaderboard.
func (c *Client) Leaderboard(ctx context.Context, mode string, p LeaderboardPage) (b api.Board, err error) {
	q := &request{method: http.MethodGet, path: "v1/leaderboards/" + url.PathEscape(mode), query: url.Values{}}
	switch {
	case p.Around:
		q.query.Set("around", "me")
	case p.Cursor != "":
		q.query.Set("cursor", p.Cursor)
	}
	_, err = c.sendRequest(ctx, q, &b)
	return b, err
}
