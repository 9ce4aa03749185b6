package lobby

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"perihelion/shared/api"
)

// Found begins a party.
func (c *Client) Found(ctx context.Context) (p api.Party, err error) {
	return p, c.do(ctx, http.MethodPost, "v1/parties", struct{}{}, &p)
}

// Enter joins the party with this code.
func (c *Client) Enter(ctx context.Context, code string) (p api.Party, err error) {
	return p, c.do(ctx, http.MethodPost, party(code)+"/join", struct{}{}, &p)
}

// Leave leaves it.
func (c *Client) Leave(ctx context.Context, code string) error {
	return c.do(ctx, http.MethodPost, party(code)+"/leave", struct{}{}, nil)
}

// Party is the party once it is another than the one with this tag.
func (c *Client) Party(ctx context.Context, code, tag string) (api.Party, string, error) {
	return poll[api.Party](ctx, c, party(code), tag)
}

func party(code string) string { return "v1/parties/" + url.PathEscape(code) }

// Messages are the last lines of a channel once they are others than those with
// this tag.
func (c *Client) Messages(ctx context.Context, channel, tag string) (api.Messages, string, error) {
	return poll[api.Messages](ctx, c, messages(channel), tag)
}

// Say says something in a channel.
func (c *Client) Say(ctx context.Context, channel, text string) (m api.Message, err error) {
	return m, c.do(ctx, http.MethodPost, messages(channel), api.NewMessage{Text: text}, &m)
}

func messages(channel string) string { return "v1/channels/" + url.PathEscape(channel) + "/messages" }

// Report tells those who run the server of somebody.
func (c *Client) Report(ctx context.Context, r api.NewReport) error {
	return c.do(ctx, http.MethodPost, "v1/reports", r, nil)
}

// LiveURL is the WebSocket on which the server tells what is going on, and what is
// said in these channels.
func (c *Client) LiveURL(channels []string) string {
	u := *c.base.JoinPath("v1/live")
	u.RawQuery = url.Values{"channels": {strings.Join(channels, ",")}}.Encode()
	u.Scheme = strings.Replace(u.Scheme, "http", "ws", 1)
	return u.String()
}
