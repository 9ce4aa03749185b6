package lobby

import (
	"context"
	"net/http"
	"net/url"

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

// Profile is what is known of a player; "me" is us.
func (c *Client) Profile(ctx context.Context, player string) (p api.Profile, err error) {
	return p, c.do(ctx, http.MethodGet, "v1/players/"+url.PathEscape(player), nil, &p)
}

// Matches are the last matches of a player.
func (c *Client) Matches(ctx context.Context, player string) ([]api.Match, error) {
	var m api.Matches
	err := c.do(ctx, http.MethodGet, "v1/players/"+url.PathEscape(player)+"/matches", nil, &m)
	return m.Matches, err
}

// Board is the top of a leaderboard, or what lies around us.
func (c *Client) Board(ctx context.Context, mode string, around bool) (b api.Board, err error) {
	q := &question{method: http.MethodGet, path: "v1/leaderboards/" + url.PathEscape(mode)}
	if around {
		q.query = url.Values{"around": {"me"}}
	}
	_, err = c.ask(ctx, q, &b)
	return b, err
}
