package fleet

import (
	"context"
	"net/netip"

	"perihelion/server/lobby"
	"perihelion/server/play/room"
	"perihelion/sim"
)

// node is a server that plays rooms: local, or another one. What a Fleet does with rooms it
// does through nodes, so that a room may be on any of them. Errors are those of package room, or
// errNoAnswer. Only lookUp, held, open, reserve and evidence may take long.
type node interface {
	name() string      // the id of the server
	region() string    // where it stands
	taken() int        // seats that are taken or reserved there
	list() []room.Info // its rooms, oldest first
	plays(id string) bool
	address() string                       // the URL by which players reach it; "": as they reach any server
	lookUp(name string) (room.Info, error) // by the code of a private room, or by the id of any
	held(player string) (room.Info, error) // the room in which a seat is kept for a player whose connection broke
	reservedBy(from netip.Addr) int

	open(s spec) (room.Info, error)
	reserve(id string, p room.Reservation) error
	evidence(id string) (room.Evidence, error) // what a room tells of itself when somebody in it is reported
}

// spec is a room that is to be opened, whichever node does so.
type spec struct {
	Mode            string
	Region          string // where it should be; another one if that is full
	Seats, Fill     int    // bots keep it at so many players
	Points, Seconds int    // of a round; 0: the default of its mode
	Arena           string // the name of the only one; "": those of public rooms in turn
	ArenaText       string // the only one, of a player, instead
	Rated           bool
	Private         bool
	Edit            bool             // players change the arena
	First           room.Reservation // the seat that is reserved in a private room; of a public one: where those are that it is for
}

// local is this server.
type local struct {
	cfg   *Config
	rooms *room.Registry
}

func (l local) name() string                   { return l.cfg.Node }
func (l local) region() string                 { return l.cfg.Region }
func (l local) taken() int                     { return l.rooms.Taken() }
func (l local) list() []room.Info              { return l.rooms.List() }
func (l local) reservedBy(from netip.Addr) int { return l.rooms.ReservedBy(from) }

func (l local) address() string { return l.cfg.URL }

func (l local) plays(id string) bool {
	_, err := l.rooms.Find(id)
	return err == nil
}

func (l local) lookUp(name string) (room.Info, error) {
	r, err := l.rooms.ByCode(name)
	if err != nil {
		r, err = l.rooms.Find(name)
	}
	if err != nil {
		return room.Info{}, err
	}
	info := r.Info()
	for _, listed := range l.rooms.List() { // with the reservations
		if listed.ID == info.ID {
			return listed, nil
		}
	}
	return info, nil // it has just ended
}

func (l local) held(player string) (room.Info, error) { return infoOf(l.rooms.HeldRoom(player)) }

func (l local) evidence(id string) (room.Evidence, error) {
	ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
	defer cancel()
	return l.rooms.Evidence(ctx, id)
}

func (l local) reserve(id string, p room.Reservation) error { return l.rooms.Reserve(id, p) }

func (l local) open(s spec) (room.Info, error) {
	game, mode, ok := l.cfg.Games.Mode(s.Mode)
	if !ok {
		return room.Info{}, room.ErrConfig
	}
	c := l.cfg.roomConfig()
	c.Game, c.Fill, c.Rated = game, s.Fill, s.Rated
	c.Sim.Mode, c.Sim.Seats, c.Sim.Points, c.Sim.Seconds = mode, s.Seats, s.Points, s.Seconds
	c.Sim.Editable = s.Edit
	if err := l.cfg.choose(&c, &s); err != nil {
		return room.Info{}, err
	}
	var r *room.Room
	var err error
	if s.Private {
		r, err = l.rooms.OpenPrivate(c, s.First)
	} else {
		r, err = l.rooms.OpenFor(c, room.Owner{From: s.First.From})
	}
	if err != nil {
		return room.Info{}, err
	}
	return l.lookUp(r.Info().ID) // with its free seats: others are sent there before it is listed again
}

func infoOf(r *room.Room, err error) (room.Info, error) {
	if err != nil {
		return room.Info{}, err
	}
	return r.Info(), nil
}

// specOf is a room of a mode with so many seats, as this server has them.
func (c *Config) specOf(mode *sim.Mode, seats int) spec {
	return spec{Mode: mode.Name, Region: c.Region, Seats: seats, Fill: c.botFill(mode, seats), Points: c.Points, Seconds: c.Seconds}
}

// destination converts a room for the lobby.
func destination(info room.Info, err error) (lobby.Destination, error) {
	if err != nil {
		return lobby.Destination{}, lobbyError(err)
	}
	return lobby.Destination{ID: info.ID, Code: info.Code, Mode: info.Mode.String()}, nil
}
