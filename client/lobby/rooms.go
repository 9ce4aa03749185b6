package lobby

import (
	"context"
	"fmt"
	"net/url"

	"perihelion/client/fetch"
	"perihelion/shared/api"
)

// Meta returns the versions and abilities of the server.
func (c *Client) Meta(ctx context.Context) (m api.Meta, err error) {
	return m, c.call(ctx, fetch.Get, "v1/meta", nil, &m)
}

// Ping asks a server of a region for nothing, at the URL that Meta has for it.
func (c *Client) Ping(ctx context.Context, url string) error {
	_, err := c.do(ctx, &fetch.Request{Method: fetch.Get, URL: url}, &request{method: fetch.Get, path: url}, nil)
	return err
}

// CreateTicket joins a queue of the matchmaker.
func (c *Client) CreateTicket(ctx context.Context, want api.NewTicket) (t api.Ticket, err error) {
	return t, c.call(ctx, fetch.Post, "v1/tickets", want, &t)
}

// PollTicket waits until the ticket differs from the version with this ETag: see poll.
func (c *Client) PollTicket(ctx context.Context, id, tag string) (api.Ticket, string, error) {
	return poll[api.Ticket](ctx, c, "v1/tickets/"+url.PathEscape(id), tag)
}

// CancelTicket leaves the queue.
func (c *Client) CancelTicket(ctx context.Context, id string) error {
	return c.call(ctx, fetch.Delete, "v1/tickets/"+url.PathEscape(id), nil, nil)
}

// ListRooms lists the public rooms, fullest first.
func (c *Client) ListRooms(ctx context.Context) ([]api.Room, error) {
	var list api.Rooms
	err := c.call(ctx, fetch.Get, "v1/rooms", nil, &list)
	return list.Rooms, err
}

// CreateRoom creates a private room and takes a seat in it.
func (c *Client) CreateRoom(ctx context.Context, want api.NewRoom) (a api.Assignment, err error) {
	return a, c.call(ctx, fetch.Post, "v1/rooms", want, &a)
}

// JoinRoom takes a seat in a room, by the code of a private room or the ID of a public one.
func (c *Client) JoinRoom(ctx context.Context, room string) (a api.Assignment, err error) {
	return a, c.call(ctx, fetch.Post, "v1/rooms/"+url.PathEscape(room)+"/join", struct{}{}, &a)
}

// QuickSeat takes a seat that is free at once, in a queue; "" is the default one. It fails
// if there is none.
func (c *Client) QuickSeat(ctx context.Context, queue string) (api.Assignment, error) {
	t, err := c.CreateTicket(ctx, api.NewTicket{Queue: queue})
	switch {
	case err != nil:
		return api.Assignment{}, err
	case t.Assignment == nil:
		return api.Assignment{}, fmt.Errorf("lobby: the ticket is %s, without a seat", t.Status)
	}
	return *t.Assignment, nil
}
