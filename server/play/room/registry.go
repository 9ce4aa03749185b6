package room

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"perihelion/sim"
)

// Asking a registry fails in these ways beside those of a room.
var (
	ErrNotFound = errors.New("room: no such room")
	ErrTooMany  = errors.New("room: the server is full")
	ErrDraining = errors.New("room: the server is about to stop")
	ErrConfig   = errors.New("room: no match can be like that")

	ErrPrivateFull = errors.New("room: all rooms and seats that may be private are taken")
	ErrPerPlayer   = errors.New("room: this player has enough private rooms")
	ErrPerAddr     = errors.New("room: enough rooms were opened from this address")
)

// RegistryConfig bounds what one server hosts.
type RegistryConfig struct {
	Node           string        // id of the server, which the ids of rooms begin with; empty: they have none
	MaxRooms       int           // 0: no limit
	MaxPlayers     int           // seats reserved or taken, in all rooms; 0: no limit
	ReservationTTL time.Duration // how long a reserved seat stays free; 0 means 30 s
	Quota          Quota         // who may have how much of that
	Observer       Observer      // hears of every room that has none of its own; may be nil

	Words       TextFilter          // of rooms that have none of their own; nil: there are no forbidden words
	OpenJournal func(Saved) Journal // makes the Journal of a room that has none of its own; nil: nobody stores its log
}

// TextFilter knows forbidden words: *chat.Filter. It must not block.
type TextFilter interface {
	Clean(text string) (shown string, clean bool)
}

// Registry knows the rooms of a server and runs them. It is safe for concurrent
// use. It is the one place here with a mutex: its state is a small map that HTTP
// handlers and ending rooms touch a few times a second, never a tick, and an
// actor would buy nothing but another mailbox to overflow.
type Registry struct {
	cfg     RegistryConfig
	game    sim.Game // of a room whose Config names none
	log     *slog.Logger
	metrics Metrics
	ctx     context.Context // of every room; ends with Close
	cancel  context.CancelFunc
	running sync.WaitGroup

	mu       sync.Mutex
	draining bool
	byID     map[string]*entry
	opened   uint64

	suspended map[string]bool // rooms that Suspend has ended
}

// entry is a room and the seats reserved in it.
type entry struct {
	room         *Room
	cancel       context.CancelFunc
	order        uint64 // rooms opened before it
	owner        Owner  // whom it was opened for
	reservations []heldReservation
}

// NewRegistry returns a registry without rooms. m may be nil.
func NewRegistry(cfg RegistryConfig, game sim.Game, log *slog.Logger, m Metrics) *Registry {
	if cfg.ReservationTTL == 0 {
		cfg.ReservationTTL = 30 * time.Second
	}
	g := &Registry{cfg: cfg, game: game, log: log, metrics: m, byID: map[string]*entry{}, suspended: map[string]bool{}}
	g.ctx, g.cancel = context.WithCancel(context.Background())
	return g
}

// Reservation keeps a seat free in a room for someone who is given a ticket to it.
func (g *Registry) Reserve(id string, p Reservation) error { return g.reserveAll(id, []Reservation{p}) }

// reserveAll keeps seats free in a room for a party, for all of it or for none.
func (g *Registry) reserveAll(id string, party []Reservation) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	l, ok := g.byID[id]
	if !ok {
		return ErrNotFound
	}
	return g.reserve(l, time.Now(), party...)
}

// Join takes a seat in the room of that id, and so redeems what its player was
// reserved. A player without a reservation, or whose own has lapsed, gets one here.
func (g *Registry) Join(ctx context.Context, id string, req Request) (*Room, Seat, error) {
	r, err := g.seatRequest(id, &req)
	if err != nil {
		return nil, Seat{}, err
	}
	seat, err := r.Join(ctx, req)
	if errors.Is(err, ErrClosed) { // while we asked
		err = g.whyClosed(r)
	}
	if err != nil {
		return nil, Seat{}, err
	}
	if !req.Resume {
		g.consume(id, req.Player)
	}
	return r, seat, nil
}

// seatRequest makes sure that there is a seat for a request, and says in which team.
func (g *Registry) seatRequest(id string, req *Request) (*Room, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.suspended[id] {
		return nil, ErrDraining
	}
	l, ok := g.byID[id]
	if !ok {
		return nil, ErrNotFound
	}
	if l.room.info.goesOn.Load() {
		return nil, ErrBusy // until it is restored
	}
	if req.Resume || l.room.info.hasPlayer(req.Player) {
		return l.room, nil // the seat is theirs, whatever else is full or about to stop
	}
	if g.draining {
		return nil, ErrDraining
	}
	now := time.Now()
	g.expire(now)
	if _, ok := l.reservationOf(req.Player); !ok {
		if err := g.reserve(l, now, Reservation{Player: req.Player, Team: req.Team}); err != nil {
			return nil, err
		}
	}
	p, _ := l.reservationOf(req.Player)
	req.Team, req.Rating, req.Beginner = p.Team, p.Rating, p.Beginner
	return l.room, nil
}

// whyClosed is what to tell who asked a room for a seat that has ended meanwhile: where its match
// goes on, they are to come back.
func (g *Registry) whyClosed(r *Room) error {
	switch {
	case g.Suspended(r.cfg.ID):
		return ErrDraining
	case r.info.goesOn.Load():
		return ErrBusy
	}
	return ErrClosed
}

// Find returns the room of that id.
func (g *Registry) Find(id string) (*Room, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if l, ok := g.byID[id]; ok {
		return l.room, nil
	}
	return nil, ErrNotFound
}

// HasSeat reports whether a player has a seat in the room of that id, connected or not.
func (g *Registry) HasSeat(id, player string) bool {
	r, err := g.Find(id)
	return err == nil && r.info.hasPlayer(player)
}

// HeldRoom returns the room in which a seat is kept for a player who is not connected
// to it; ErrNotFound if there is none.
func (g *Registry) HeldRoom(player string) (*Room, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, l := range g.byID {
		if l.room.info.holdsSeatFor(player) {
			return l.room, nil
		}
	}
	return nil, ErrNotFound
}

// ByCode returns the private room behind a code, in whatever case.
func (g *Registry) ByCode(code string) (*Room, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, l := range g.byID {
		if c := l.room.cfg.Code; c != "" && strings.EqualFold(c, code) {
			return l.room, nil
		}
	}
	return nil, ErrNotFound
}

// List describes all rooms, oldest first; those with a Code are private.
func (g *Registry) List() []Info {
	g.mu.Lock()
	defer g.mu.Unlock()
	leases := make([]*entry, 0, len(g.byID))
	for _, l := range g.byID {
		leases = append(leases, l)
	}
	slices.SortFunc(leases, func(a, b *entry) int { return cmp.Compare(a.order, b.order) })
	g.expire(time.Now())
	infos := make([]Info, len(leases))
	for i, l := range leases {
		infos[i] = l.room.Info()
		infos[i].Free, infos[i].FreeByTeam = l.free(), l.freeByTeam()
	}
	return infos
}
