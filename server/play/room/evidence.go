package room

import (
	"context"
	"slices"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// ChatEntry is a line of chat, and the account of whoever said it.
type ChatEntry struct {
	Player string
	Team   sim.Team // of the seat
	Line   protocol.Line
	At     time.Time
}

// Evidence is what a room can tell of itself when somebody in it is reported.
type Evidence struct {
	Players []PlayerInfo
	Chat    []ChatEntry // oldest first
}

// Evidence tells who is in the room and what was said lately.
func (r *Room) Evidence(ctx context.Context) (Evidence, error) {
	told := make(chan Evidence, 1)
	if err := r.post(func(m *match) { told <- Evidence{m.playerInfos(), slices.Clone(m.chat.lines)} }); err != nil {
		return Evidence{}, err
	}
	select {
	case c := <-told:
		return c, nil
	case <-r.done:
		return Evidence{}, ErrClosed
	case <-ctx.Done():
		return Evidence{}, ctx.Err()
	}
}

// Evidence asks the room of that id.
func (g *Registry) Evidence(ctx context.Context, id string) (Evidence, error) {
	r, err := g.Find(id)
	if err != nil {
		return Evidence{}, err
	}
	return r.Evidence(ctx)
}
