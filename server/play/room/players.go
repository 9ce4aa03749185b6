package room

import (
	"context"
	"time"

	"perihelion/sim"
)

// PlayerInfo is whoever holds a seat, as the operator sees them.
type PlayerInfo struct {
	Seat      sim.PlayerID
	Player    string // account; empty: a bot
	Name      string
	Connected bool // a person, and not only expected back
	Away      bool // a bot flies for them
	Ping      time.Duration
}

// Players lists who sits in the room. It waits for the room until ctx ends.
func (r *Room) Players(ctx context.Context) ([]PlayerInfo, error) {
	answer := make(chan []PlayerInfo, 1)
	if err := r.post(func(m *match) { answer <- m.playerInfos() }); err != nil {
		return nil, err
	}
	select {
	case all := <-answer:
		return all, nil
	case <-r.done:
		return nil, ErrClosed
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (m *match) playerInfos() (all []PlayerInfo) {
	for p := range m.seats {
		if s := &m.seats[p]; s.holder != holderNone {
			all = append(all, PlayerInfo{
				Seat: sim.PlayerID(p), Player: s.player, Name: s.name,
				Connected: s.peer != nil, Away: s.away, Ping: s.ping,
			})
		}
	}
	return all
}
