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
	if want.Mode != "" && want.Mode != cfg.Sim.Mode.String() {
		return lobby.Place{}, lobby.ErrNoMode
	}
	if want.Seats != 0 {
		cfg.Sim.Seats = want.Seats
	}
	cfg.Fill = min(cfg.Fill, cfg.Sim.Seats)
	if want.Bots != nil && !*want.Bots {
		cfg.Fill = 0
	}
	return place(p.rooms.OpenPrivate(cfg, room.Promise{Player: player}))
}

func (p places) Join(player, name string) (lobby.Place, error) {
	r, err := p.find(name)
	if err == nil {
		err = p.rooms.Promise(r.Config().ID, room.Promise{Player: player})
	}
	return place(r, err)
}

func (p places) Watch(name string) (lobby.Place, error) { return place(p.find(name)) }

func (p places) Find(name string) (api.Room, error) {
	found, err := place(p.find(name))
	if err != nil {
		return api.Room{}, err
	}
	for _, info := range p.rooms.List() { // which knows what is promised
		if info.ID == found.ID {
			return line(info), nil
		}
	}
	return api.Room{}, lobby.ErrNoRoom
}

// find is a private room by its code, or a public one by its id. The id of a
// private room opens nothing: every ticket of somebody who was inside holds it.
func (p places) find(name string) (*room.Room, error) {
	if r, err := p.rooms.ByCode(name); err == nil {
		return r, nil
	}
	r, err := p.rooms.Find(name)
	if err == nil && r.Config().Code != "" {
		err = room.ErrNotFound
	}
	return r, err
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
		c := r.Config()
		return lobby.Place{ID: c.ID, Code: c.Code, Mode: c.Sim.Mode.String()}, nil
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
