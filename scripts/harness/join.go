package harness

import (
	"context"
	"fmt"

	"perihelion/client/dial"
	"perihelion/client/lobby"
	"perihelion/shared/api"
)

// NewGuest creates a guest account on the server at base, and returns the guest's client
// of the lobby.
func NewGuest(ctx context.Context, base, name string) (*lobby.Client, error) {
	c, err := lobby.New(base)
	if err != nil {
		return nil, err
	}
	me, err := c.CreateGuest(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("create a guest: %w", err)
	}
	c.Token = me.Token
	return c, nil
}

// JoinMatch creates a guest on the server at base and takes the seat that quick play gives,
// in the default queue. It returns the guest's client of the lobby as well.
func JoinMatch(ctx context.Context, base, name string, opt Options) (*Client, *lobby.Client, error) {
	l, err := NewGuest(ctx, base, name)
	if err != nil {
		return nil, nil, err
	}
	seat, err := l.QuickSeat(ctx, "")
	if err != nil {
		return nil, nil, fmt.Errorf("ask for a seat: %w", err)
	}
	c, err := ConnectSeat(ctx, seat, opt)
	return c, l, err
}

// ConnectSeat takes a seat over a WebSocket.
func ConnectSeat(ctx context.Context, seat api.Assignment, opt Options) (*Client, error) {
	conn, err := dial.Dial(ctx, seat.URL, seat.Ticket)
	if err != nil {
		return nil, fmt.Errorf("connect: %w", err)
	}
	return NewClient(conn, opt)
}
