package room

import (
	"context"
	"slices"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// Said is a line of chat, and the account of whoever said it.
type Said struct {
	Player string
	Team   sim.Team // of the seat
	Line   protocol.Line
	At     time.Time
}

// Recollection is what a room can tell of itself when somebody in it is reported.
type Recollection struct {
	Pilots []Pilot
	Lines  []Said // oldest first
}

// Recollect tells who is in the room and what was said lately.
func (r *Room) Recollect(ctx context.Context) (Recollection, error) {
	told := make(chan Recollection, 1)
	if err := r.post(func() { told <- Recollection{r.pilots(), slices.Clone(r.talk.lines)} }); err != nil {
		return Recollection{}, err
	}
	select {
	case c := <-told:
		return c, nil
	case <-r.done:
		return Recollection{}, ErrClosed
	case <-ctx.Done():
		return Recollection{}, ctx.Err()
	}
}

// Recollect asks the room of that id.
func (g *Registry) Recollect(ctx context.Context, id string) (Recollection, error) {
	r, err := g.Find(id)
	if err != nil {
		return Recollection{}, err
	}
	return r.Recollect(ctx)
}
