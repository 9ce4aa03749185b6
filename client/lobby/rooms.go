package lobby

import (
	"context"
	"fmt"
	"net/http"
	"net/url"

	"perihelion/shared/api"
)

// Meta tells whether we can play there at all, and what.
func (c *Client) Meta(ctx context.Context) (m api.Meta, err error) {
	return m, c.call(ctx, http.MethodGet, "v1/meta", nil, &m)
}

// CreateTicket asks for a seat.
func (c *Client) CreateTicket(ctx context.Context, want api.NewTicket) (t api.Ticket, err error) {
	return t, c.call(ctx, http.MethodPost, "v1/tickets", want, &t)
}

// PollTicket is how the ticket stands once that is another than the one with this tag.
func (c *Client) PollTicket(ctx context.Context, id, tag string) (api.Ticket, string, error) {
	return poll[api.Ticket](ctx, c, "v1/tickets/"+url.PathEscape(id), tag)
}

// CancelTicket takes a ticket back.
func (c *Client) CancelTicket(ctx context.Context, id string) error {
	return c.call(ctx, http.MethodDelete, "v1/tickets/"+url.PathEscape(id), nil, nil)
}

// ListRooms lists the public rooms, fullest first.
func (c *Client) ListRooms(ctx context.Context) ([]api.Room, error) {
	var list api.Rooms
	err := c.call(ctx, http.MethodGet, "v1/rooms", nil, &list)
	return list.Rooms, err
}

// CreateRoom opens a private room and takes a seat in it.
func (c *Client) CreateRoom(ctx context.Context, want api.NewRoom) (a api.Assignment, err error) {
	return a, c.call(ctx, http.MethodPost, "v1/rooms", want, &a)
}

// JoinRoom takes a seat in a room: a private one by its code, a public one by its id.
func (c *Client) JoinRoom(ctx context.Context, room string) (a api.Assignment, err error) {
	return a, c.call(ctx, http.MethodPost, "v1/rooms/"+url.PathEscape(room)+"/join", struct{}{}, &a)
}

// SpectateRoom takes a place among the spectators of a room.
func (c *Client) SpectateRoom(ctx context.Context, room string) (a api.Assignment, err error) {
	return a, c.call(ctx, http.MethodPost, "v1/rooms/"+url.PathEscape(room)+"/watch", struct{}{}, &a)
}

// QuickSeat asks for a seat that is free at once, for those who cannot wait.
func (c *Client) QuickSeat(ctx context.Context) (api.Assignment, error) {
	t, err := c.CreateTicket(ctx, api.NewTicket{})
	switch {
	case err != nil:
		return api.Assignment{}, err
	case t.Assignment == nil:
		return api.Assignment{}, fmt.Errorf("lobby: the ticket is %s, without a seat", t.Status)
	}
	return *t.Assignment, nil
}
