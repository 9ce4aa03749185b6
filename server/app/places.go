package app

import (
	"errors"
	"time"

	"perihelion/server/lobby"
	"perihelion/server/room"
	"perihelion/shared/api"
)

// places shows the rooms to the lobby in the lobby's own words.
type places struct {
	rooms   *room.Registry
	private room.Config // what a private room is made of, but for what its owner wants
}

func (p places) Quick(player string) (lobby.Place, error) {
	return place(p.rooms.QuickPlay(room.Promise{Player: player}))
}

func (p places) Open(player string, want api.NewRoom) (lobby.Place, error) {
	cfg := p.private
	if want.Seats != 0 {
		cfg.Sim.Seats = want.Seats
	}
	cfg.Fill = min(cfg.Fill, cfg.Sim.Seats)
	if want.Bots != nil && !*want.Bots {
		cfg.Fill = 0
	}
	return place(p.rooms.OpenPrivate(cfg, room.Promise{Player: player}))
}

func (p places) ByCode(player, code string) (lobby.Place, error) {
	r, err := p.rooms.ByCode(code)
	if err == nil {
		err = p.rooms.Promise(r.Config().ID, room.Promise{Player: player})
	}
	return place(r, err)
}

func (p places) List() []api.Room {
	var public []api.Room
	for _, info := range p.rooms.List() {
		if info.Code == "" {
			public = append(public, line(info))
		}
	}
	return public
}

func place(r *room.Room, err error) (lobby.Place, error) {
	switch {
	case err == nil:
		return lobby.Place{ID: r.Config().ID, Code: r.Config().Code}, nil
	case errors.Is(err, room.ErrFull):
		return lobby.Place{}, lobby.ErrFull
	case errors.Is(err, room.ErrTooMany):
		return lobby.Place{}, lobby.ErrCrowded
	case errors.Is(err, room.ErrDraining):
		return lobby.Place{}, lobby.ErrDraining
	case errors.Is(err, room.ErrNotFound), errors.Is(err, room.ErrClosed):
		return lobby.Place{}, lobby.ErrNoRoom
	}
	return lobby.Place{}, err
}

func line(info room.Info) api.Room {
	return api.Room{
		ID: info.ID, Mode: info.Mode.String(), Phase: info.Phase.String(),
		Players: info.Players, Bots: info.Bots, Seats: info.Seats, Free: info.Free,
		Rated: info.Rated, Leader: info.Leader, Points: info.Points, Limit: info.Limit,
		TickP50: milliseconds(info.Typical), TickP99: milliseconds(info.Slow),
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
