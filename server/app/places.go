package app

import (
	"cmp"
	"errors"
	"net/netip"
	"time"

	"perihelion/server/config"
	"perihelion/server/lobby"
	"perihelion/server/room"
	"perihelion/shared/api"
	"perihelion/sim"
)

// places shows the rooms to the lobby in the lobby's own words.
type places struct {
	rooms *room.Registry
	games sim.Games
	cfg   config.Config
}

func (p places) OpenPrivate(player string, from netip.Addr, want api.NewRoom) (lobby.Destination, error) {
	c := publicRoomConfig(p.cfg)
	game, mode, ok := p.games.Mode(want.Mode)
	if !ok {
		return lobby.Destination{}, lobby.ErrUnknownMode
	}
	c.Game, c.Sim.Mode = game, mode
	c.Sim.Seats = cmp.Or(mode.Seats, want.Seats, c.Sim.Seats)
	if mode.Teams > 0 {
		c.Sim.Seats -= c.Sim.Seats % mode.Teams // as many on each
	}
	c.Fill = botFill(p.cfg, c.Sim.Mode, c.Sim.Seats)
	if want.Bots != nil && !*want.Bots {
		c.Fill = 0
	}
	c.Sim.Points, c.Sim.Seconds = cmp.Or(want.Points, c.Sim.Points), cmp.Or(want.Seconds, c.Sim.Seconds)
	return destination(p.rooms.OpenPrivate(c, room.Reservation{Player: player, From: from}))
}

func (p places) ReserveSeat(player string, from netip.Addr, name string) (lobby.Destination, error) {
	r, err := p.findRoom(name)
	if err == nil {
		err = p.rooms.Reserve(r.Config().ID, room.Reservation{Player: player, From: from})
	}
	return destination(r, err)
}

func (p places) ReservationsFrom(from netip.Addr) int { return p.rooms.ReservedBy(from) }

func (p places) ReserveSpectator(name string) (lobby.Destination, error) {
	found, err := destination(p.findRoom(name))
	found.Watch = true
	return found, err
}

func (p places) DisconnectedSeat(player string) (lobby.Destination, error) {
	return destination(p.rooms.HeldRoom(player))
}

func (p places) FindRoom(name string) (api.Room, error) {
	found, err := destination(p.findRoom(name))
	if err != nil {
		return api.Room{}, err
	}
	for _, info := range p.rooms.List() { // which knows what is reserved
		if info.ID == found.ID {
			return roomView(info), nil
		}
	}
	return api.Room{}, lobby.ErrRoomNotFound
}

// find is a private room by its code, or a public one by its id. The id of a
// private room opens nothing: every ticket of somebody who was inside holds it.
func (p places) findRoom(name string) (*room.Room, error) {
	r, err := p.lookUp(name)
	if errors.Is(err, room.ErrNotFound) && room.IsID(name) {
		err = room.ErrClosed
	}
	return r, err
}

func (p places) lookUp(name string) (*room.Room, error) {
	if r, err := p.rooms.ByCode(name); err == nil {
		return r, nil
	}
	r, err := p.rooms.Find(name)
	if err == nil && r.Config().Code != "" {
		err = room.ErrNotFound
	}
	return r, err
}

func (p places) PublicRooms() []api.Room {
	var public []api.Room
	for _, info := range p.rooms.List() {
		if info.Code == "" {
			public = append(public, roomView(info))
		}
	}
	return public
}

func destination(r *room.Room, err error) (lobby.Destination, error) {
	if err != nil {
		return lobby.Destination{}, lobbyError(err)
	}
	c := r.Config()
	return lobby.Destination{ID: c.ID, Code: c.Code, Mode: c.Sim.Mode.String()}, nil
}

// refusal is what the lobby calls an error of a room.
func lobbyError(err error) error {
	switch {
	case errors.Is(err, room.ErrFull):
		return lobby.ErrRoomFull
	case errors.Is(err, room.ErrTooMany):
		return lobby.ErrServerFull
	case errors.Is(err, room.ErrPrivateFull):
		return lobby.ErrPrivateRoomsFull
	case errors.Is(err, room.ErrPerPlayer):
		return lobby.ErrTooManyOwnRooms
	case errors.Is(err, room.ErrPerAddr):
		return lobby.ErrTooManyRoomsFromAddr
	case errors.Is(err, room.ErrDraining):
		return lobby.ErrDraining
	case errors.Is(err, room.ErrClosed):
		return lobby.ErrRoomClosed
	case errors.Is(err, room.ErrNotFound):
		return lobby.ErrRoomNotFound
	}
	return err
}

func roomView(info room.Info) api.Room {
	return api.Room{
		ID: info.ID, Mode: info.Mode.String(), Phase: info.Phase.String(),
		Players: info.Players, Bots: info.Bots, Seats: info.Seats, Free: info.Free,
		Rated: info.Rated, Leader: info.Leader, Points: info.Points, Limit: info.Limit,
		TickP50: milliseconds(info.Typical), TickP99: milliseconds(info.Slow),
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
