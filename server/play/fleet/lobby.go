package fleet

import (
	"cmp"
	"errors"
	"net/netip"
	"slices"
	"time"

	"perihelion/server/lobby"
	"perihelion/server/play/room"
	"perihelion/shared/api"
)

// Fleet implements lobby.Rooms.
var _ lobby.Rooms = (*Fleet)(nil)

// OpenPrivate opens a private room as options say and reserves a seat in it.
func (f *Fleet) OpenPrivate(player string, from netip.Addr, options api.NewRoom) (lobby.Destination, error) {
	game, mode, ok := f.cfg.Games.Mode(options.Mode)
	if !ok {
		return lobby.Destination{}, lobby.ErrUnknownMode
	}
	s := f.cfg.specOf(mode, seatsOf(mode, cmp.Or(options.Seats, f.cfg.Seats)))
	if options.Bots != nil && !*options.Bots {
		s.Fill = 0
	}
	s.Points, s.Seconds = cmp.Or(options.Points, s.Points), cmp.Or(options.Seconds, s.Seconds)
	if _, ok := f.cfg.arenaNamed(options.Arena); ok || options.Arena == "" {
		s.Arena = options.Arena
	} else {
		if f.cfg.Library == nil {
			return lobby.Destination{}, lobby.ErrUnknownArena
		}
		var err error
		if s.ArenaText, err = f.cfg.Library(player, options.Arena); err != nil {
			return lobby.Destination{}, err
		}
	}
	if options.Edit && game.About().EditArena == nil {
		return lobby.Destination{}, lobby.ErrNoEditing
	}
	s.Edit = options.Edit
	s.Private, s.First = true, room.Reservation{Player: player, From: from}
	info, err := f.open(s)
	if err == nil && s.ArenaText != "" {
		f.cfg.Played(player, options.Arena)
	}
	return destination(info, err)
}

// ReserveSeat reserves a seat in a room that is named by its code or id.
func (f *Fleet) ReserveSeat(player string, from netip.Addr, name string) (lobby.Destination, error) {
	n, info, err := f.resolve(name)
	if err == nil {
		err = n.reserve(info.ID, room.Reservation{Player: player, From: from})
	}
	return destination(info, err)
}

// ReservationsFrom is the number of seats that are reserved for players at an address.
func (f *Fleet) ReservationsFrom(from netip.Addr) (seats int) {
	for _, n := range f.nodes() {
		seats += n.reservedBy(from)
	}
	return seats
}

// DisconnectedSeat is the seat that is kept for a player whose connection broke.
func (f *Fleet) DisconnectedSeat(player string) (lobby.Destination, error) {
	_, info, err := f.askNodes(func(n node) (room.Info, error) { return n.held(player) })
	return destination(info, err)
}

// FindRoom describes a room that is named by its code or id.
func (f *Fleet) FindRoom(name string) (api.Room, error) {
	_, found, err := f.resolve(name)
	if err != nil {
		return api.Room{}, lobbyError(err)
	}
	return f.roomView(found), nil
}

// How long after it was played a match may be watched, by others than those who play. What
// opponents could do to each other with it decides: friends see each other's screens anyway.
const (
	watchDelay        = 10 * time.Second
	watchDelayPrivate = 3 * time.Second
	watchDelayRated   = 30 * time.Second
)

// FindLog says when the log of a room may be seen, which is named by its code or id.
func (f *Fleet) FindLog(name string) (lobby.WatchedLog, error) {
	_, info, err := f.resolve(name)
	if err != nil {
		return lobby.WatchedLog{}, lobbyError(err)
	}
	l := lobby.WatchedLog{Room: info.ID, Delay: watchDelay, Private: info.Code != ""}
	switch {
	case info.Rated:
		l.Delay = watchDelayRated
	case l.Private:
		l.Delay = watchDelayPrivate
	}
	return l, nil
}

// PublicRooms describes all public rooms.
func (f *Fleet) PublicRooms() []api.Room {
	var public []api.Room
	for _, info := range f.list() {
		if info.Code == "" {
			public = append(public, f.roomView(info))
		}
	}
	return public
}

// Regions lists where rooms are played, our own region first, with the URL of a server there.
func (f *Fleet) Regions() (all []lobby.Region) {
	for _, n := range f.nodes() {
		if r := n.region(); !slices.ContainsFunc(all, func(known lobby.Region) bool { return known.ID == r }) {
			all = append(all, lobby.Region{ID: r, URL: n.address()})
		}
	}
	slices.SortFunc(all, func(a, b lobby.Region) int {
		return cmp.Or(away(a.ID, f.cfg.Region)-away(b.ID, f.cfg.Region), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// maxStatusRooms is how many rooms a Status lists.
const maxStatusRooms = 10

// Status is the current load, for the live feed. Private rooms are counted, but not listed.
func (f *Fleet) Status() api.Status {
	s := api.Status{Rooms: []api.Room{}}
	for _, info := range f.list() {
		s.Players += info.Players
		s.Bots += info.Bots
		if info.Code == "" {
			s.Rooms = append(s.Rooms, f.roomView(info))
		}
	}
	slices.SortStableFunc(s.Rooms, func(p, q api.Room) int { return cmp.Compare(q.Players, p.Players) })
	s.Rooms = s.Rooms[:min(len(s.Rooms), maxStatusRooms)]
	return s
}

// lobbyError converts an error of package room to one of package lobby.
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
	case errors.Is(err, errNoAnswer):
		return lobby.ErrNoAnswer
	}
	return err
}

// roomView is a room as clients see it.
func (f *Fleet) roomView(info room.Info) api.Room {
	game, _, _ := f.cfg.Games.Mode(info.Mode.Name)
	return api.Room{
		ID: info.ID, Mode: info.Mode.String(), Game: game.About().Name, Phase: info.Phase.String(),
		Players: info.Players, Bots: info.Bots, Seats: info.Seats, Free: info.Free,
		Rated: info.Rated, Leader: info.Leader, Points: info.Points, Limit: info.Limit,
		TickP50: milliseconds(info.Typical), TickP99: milliseconds(info.Slow),
	}
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
