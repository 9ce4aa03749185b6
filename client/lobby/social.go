package lobby

import (
	"context"
	"net/url"
	"strings"

	"perihelion/client/fetch"
	"perihelion/shared/api"
)

// CreateParty creates a party.
func (c *Client) CreateParty(ctx context.Context) (p api.Party, err error) {
	return p, c.call(ctx, fetch.Post, "v1/parties", struct{}{}, &p)
}

// JoinParty joins the party with this code.
func (c *Client) JoinParty(ctx context.Context, code string) (p api.Party, err error) {
	return p, c.call(ctx, fetch.Post, partyPath(code)+"/join", struct{}{}, &p)
}

// LeaveParty leaves a party.
func (c *Client) LeaveParty(ctx context.Context, code string) error {
	return c.call(ctx, fetch.Post, partyPath(code)+"/leave", struct{}{}, nil)
}

// PollParty waits until the party differs from the version with this ETag: see poll.
func (c *Client) PollParty(ctx context.Context, code, tag string) (api.Party, string, error) {
	return poll[api.Party](ctx, c, partyPath(code), tag)
}

func partyPath(code string) string { return "v1/parties/" + url.PathEscape(code) }

// PollMessages waits until the last messages of a channel differ from the version with
// this ETag: see poll.
func (c *Client) PollMessages(ctx context.Context, channel, tag string) (api.Messages, string, error) {
	return poll[api.Messages](ctx, c, messagesPath(channel), tag)
}

// SendMessage sends a message to a channel.
func (c *Client) SendMessage(ctx context.Context, channel, text string) (m api.Message, err error) {
	return m, c.call(ctx, fetch.Post, messagesPath(channel), api.NewMessage{Text: text}, &m)
}

func messagesPath(channel string) string {
	return "v1/channels/" + url.PathEscape(channel) + "/messages"
}

// ReportPlayer reports a player to the moderators.
func (c *Client) ReportPlayer(ctx context.Context, r api.NewReport) error {
	return c.call(ctx, fetch.Post, "v1/reports", r, nil)
}

// LiveURL is the URL of the live feed, a WebSocket, with the messages of these channels.
func (c *Client) LiveURL(channels []string) string {
	u := *c.base.JoinPath("v1/live")
	u.RawQuery = url.Values{"channels": {strings.Join(channels, ",")}}.Encode()
	u.Scheme = strings.Replace(u.Scheme, "http", "ws", 1)
	return u.String()
}
