package fleet

import (
	"cmp"
	"errors"
	"net/netip"
	"slices"

	"perihelion/server/lobby"
	"perihelion/server/play/room"
	"perihelion/sim"
)

// node is a server that plays rooms. What a Fleet does with rooms it does through nodes, so
// that a room may be on any of them; this server is the only one so far. Errors are those of
// package room. Only open and reserve may take long.
type node interface {
	name() string      // the id of the server
	taken() int        // seats that are taken or reserved there
	list() []room.Info // its rooms, oldest first
	plays(id string) bool
	lookUp(name string) (room.Info, error) // by the code of a private room, or by the id of any
	held(player string) (room.Info, error) // the room in which a seat is kept for a player whose connection broke
	reservedBy(from netip.Addr) int

	open(s spec) (room.Info, error)
	reserve(id string, p room.Reservation) error
}

// spec is a room that is to be opened, whichever node does so.
type spec struct {
	mode            string
	seats, fill     int // bots keep it at so many players
	points, seconds int // of a round; 0: the default of its mode
	rated           bool
	private         bool
	first           room.Reservation // the seat that is reserved in a private room; of a public one: where those are that it is for
}

// local is this server.
type local struct {
	cfg   *Config
	rooms *room.Registry
}

func (l local) name() string                   { return l.cfg.Node }
func (l local) taken() int                     { return l.rooms.Taken() }
func (l local) list() []room.Info              { return l.rooms.List() }
func (l local) reservedBy(from netip.Addr) int { return l.rooms.ReservedBy(from) }

func (l local) plays(id string) bool {
	_, err := l.rooms.Find(id)
	return err == nil
}

func (l local) lookUp(name string) (room.Info, error) {
	if r, err := l.rooms.ByCode(name); err == nil {
		return r.Info(), nil
	}
	return infoOf(l.rooms.Find(name))
}

func (l local) held(player string) (room.Info, error) { return infoOf(l.rooms.HeldRoom(player)) }

func (l local) reserve(id string, p room.Reservation) error { return l.rooms.Reserve(id, p) }

func (l local) open(s spec) (room.Info, error) {
	game, mode, ok := l.cfg.Games.Mode(s.mode)
	if !ok {
		return room.Info{}, room.ErrConfig
	}
	c := l.cfg.roomConfig()
	c.Game, c.Fill, c.Rated = game, s.fill, s.rated
	c.Sim.Mode, c.Sim.Seats, c.Sim.Points, c.Sim.Seconds = mode, s.seats, s.points, s.seconds
	if s.private {
		return infoOf(l.rooms.OpenPrivate(c, s.first))
	}
	return infoOf(l.rooms.OpenFor(c, room.Owner{From: s.first.From}))
}

func infoOf(r *room.Room, err error) (room.Info, error) {
	if err != nil {
		return room.Info{}, err
	}
	return r.Info(), nil
}

// open opens a room on the node on which the fewest seats are taken, of those that are not
// full and not about to stop.
func (f *Fleet) open(s spec) (info room.Info, err error) {
	byLoad := slices.Clone(f.nodes)
	slices.SortStableFunc(byLoad, func(a, b node) int { return cmp.Compare(a.taken(), b.taken()) })
	for _, n := range byLoad {
		info, err = n.open(s)
		if !errors.Is(err, room.ErrTooMany) && !errors.Is(err, room.ErrPrivateFull) && !errors.Is(err, room.ErrDraining) {
			break
		}
	}
	return info, err
}

// list describes all rooms, those of one node after those of another.
func (f *Fleet) list() (all []room.Info) {
	for _, n := range f.nodes {
		all = append(all, n.list()...)
	}
	return all
}

// resolve returns the private room of a code, or the public one of an id, and its node. The id of
// a private room gives no access, because it is in the join token of each of its players.
func (f *Fleet) resolve(name string) (node, room.Info, error) {
	for _, n := range f.nodes {
		info, err := n.lookUp(name)
		if err == nil && (info.Code == "" || info.ID != name) {
			return n, info, nil
		}
		if err != nil && !errors.Is(err, room.ErrNotFound) {
			return nil, room.Info{}, err
		}
	}
	if room.IsID(name) {
		return nil, room.Info{}, room.ErrClosed
	}
	return nil, room.Info{}, room.ErrNotFound
}

// nodeOf is the node that plays the room of an id.
func (f *Fleet) nodeOf(id string) (node, error) {
	for _, n := range f.nodes {
		if n.plays(id) {
			return n, nil
		}
	}
	return nil, room.ErrNotFound
}

// NodeOf is the server that plays the room of an id; of one that has ended, this one.
func (f *Fleet) NodeOf(id string) string {
	n, err := f.nodeOf(id)
	if err != nil {
		return f.cfg.Node
	}
	return n.name()
}

// specOf is a room of a mode with so many seats, as this server has them.
func (c *Config) specOf(mode *sim.Mode, seats int) spec {
	return spec{mode: mode.Name, seats: seats, fill: c.botFill(mode, seats), points: c.Points, seconds: c.Seconds}
}

// destination converts a room for the lobby.
func destination(info room.Info, err error) (lobby.Destination, error) {
	if err != nil {
		return lobby.Destination{}, lobbyError(err)
	}
	return lobby.Destination{ID: info.ID, Code: info.Code, Mode: info.Mode.String()}, nil
}
