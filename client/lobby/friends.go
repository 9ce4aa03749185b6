package lobby

import (
	"context"
	"net/url"

	"perihelion/client/fetch"
	"perihelion/shared/api"
)

const friendsPath = "v1/friends"

// Friends lists our friends and requests, and tells friends that we are online: in a room, if one is
// named.
func (c *Client) Friends(ctx context.Context, room string) (f api.Friends, err error) {
	req := &request{method: fetch.Get, path: friendsPath, query: url.Values{}}
	if room != "" {
		req.query.Set("room", room)
	}
	_, err = c.sendRequest(ctx, req, &f)
	return f, err
}

// AddFriend asks a player to be our friend, or agrees.
func (c *Client) AddFriend(ctx context.Context, who api.NewFriend) (f api.Friends, err error) {
	return f, c.call(ctx, fetch.Post, friendsPath, who, &f)
}

// RemoveFriend ends a friendship, or a request of either.
func (c *Client) RemoveFriend(ctx context.Context, player string) error {
	return c.call(ctx, fetch.Delete, friendPath(player), nil, nil)
}

// InviteFriend invites a friend to a room.
func (c *Client) InviteFriend(ctx context.Context, player, room string) error {
	return c.call(ctx, fetch.Post, friendPath(player)+"/invite", api.NewInvitation{Room: room}, nil)
}

func friendPath(player string) string { return friendsPath + "/" + url.PathEscape(player) }
