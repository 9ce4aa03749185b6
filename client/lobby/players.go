package lobby

import (
	"context"
	"encoding/json"
	"net/url"
	"time"

	"perihelion/client/fetch"
	"perihelion/shared/api"
)

// CreateGuest creates a guest account; with an empty name the server chooses one. With a
// Token it returns the same account with a new token.
func (c *Client) CreateGuest(ctx context.Context, name string) (g api.Guest, err error) {
	return g, c.call(ctx, fetch.Post, "v1/guests", api.NewGuest{Name: name}, &g)
}

// RedeemLink returns the account of the player whose other device shows the code.
func (c *Client) RedeemLink(ctx context.Context, code string) (g api.Guest, err error) {
	return g, c.call(ctx, fetch.Post, "v1/guests", api.NewGuest{Link: code}, &g)
}

// CreateLink creates a code with which another device can get this account.
func (c *Client) CreateLink(ctx context.Context) (l api.Link, err error) {
	return l, c.call(ctx, fetch.Post, mePath+"/link", struct{}{}, &l)
}

// mePath is the path of the own account.
const mePath = "v1/players/me"

// Rename changes the name of the player.
func (c *Client) Rename(ctx context.Context, name string) (p api.Profile, err error) {
	return p, c.call(ctx, fetch.Patch, mePath, api.Rename{Name: name}, &p)
}

// SetLooks chooses a title and a trail of those that were earned.
func (c *Client) SetLooks(ctx context.Context, looks api.Looks) (p api.Profile, err error) {
	return p, c.call(ctx, fetch.Patch, mePath+"/looks", looks, &p)
}

// Goals are those of this week, and how far we are.
func (c *Client) Goals(ctx context.Context) (g api.Goals, err error) {
	return g, c.call(ctx, fetch.Get, "v1/goals", nil, &g)
}

// DeletePlayer deletes the account and its data from the server.
func (c *Client) DeletePlayer(ctx context.Context) error {
	return c.call(ctx, fetch.Delete, mePath, nil, nil)
}

// ExportData returns all data that the server has about the player, as the JSON that it
// sent.
func (c *Client) ExportData(ctx context.Context) (document json.RawMessage, err error) {
	return document, c.call(ctx, fetch.Get, mePath+"/export", nil, &document)
}

// Profile returns the profile of a player, by ID; "me" is the own.
func (c *Client) Profile(ctx context.Context, player string) (p api.Profile, err error) {
	return p, c.call(ctx, fetch.Get, "v1/players/"+url.PathEscape(player), nil, &p)
}

// MatchHistory is the last matches of a player, newest first.
type MatchHistory struct {
	Matches []api.Match
	AsOf    time.Time // now, by the clock of the server, as are the times of the matches; zero: unknown
}

// MatchHistory returns the last matches of a player, by ID; "me" is the own.
func (c *Client) MatchHistory(ctx context.Context, player string) (MatchHistory, error) {
	var m api.Matches
	info, err := c.sendRequest(ctx, &request{method: fetch.Get, path: "v1/players/" + url.PathEscape(player) + "/matches"}, &m)
	return MatchHistory{m.Matches, info.date}, err
}

// LeaderboardPage selects a part of a leaderboard; the zero value is its top.
type LeaderboardPage struct {
	Around bool   // the part around the own rank
	Cursor string // the page after the one whose api.Board.Next this was
	Season string // its number; empty: the present one
}

// Leaderboard returns one page of the leaderboard of a mode.
func (c *Client) Leaderboard(ctx context.Context, mode string, p LeaderboardPage) (b api.Board, err error) {
	req := &request{method: fetch.Get, path: "v1/leaderboards/" + url.PathEscape(mode), query: url.Values{}}
	switch {
	case p.Around:
		req.query.Set("around", "me")
	case p.Cursor != "":
		req.query.Set("cursor", p.Cursor)
	}
	if p.Season != "" {
		req.query.Set("season", p.Season)
	}
	_, err = c.sendRequest(ctx, req, &b)
	return b, err
}
