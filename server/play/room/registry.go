package room

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
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
	MaxRooms       int           // 0: no limit
	MaxPlayers     int           // seats reserved or taken, in all rooms; 0: no limit
	ReservationTTL time.Duration // how long a reserved seat stays free; 0 means 30 s
	Quota          Quota         // who may have how much of that
	Observer       Observer      // hears of every room that has none of its own; may be nil

	OpenJournal func(Saved) Journal // makes the Journal of a room that has none of its own; nil: nobody stores its log
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
	g := &Registry{cfg: cfg, game: game, log: log, metrics: m, byID: map[string]*entry{}}
	g.ctx, g.cancel = context.WithCancel(context.Background())
	return g
}

// Open starts a public room for nobody in particular. ID and, if zero, Seed are
// filled in.
func (g *Registry) Open(cfg Config) (*Room, error) { return g.OpenFor(cfg, Owner{}) }

// OpenFor starts a public room that counts as one of the owner's.
func (g *Registry) OpenFor(cfg Config, by Owner) (*Room, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l, err := g.open(cfg, by, time.Now())
	if err != nil {
		return nil, err
	}
	return l.room, nil
}

// OpenPrivate starts a room behind a code of its own, with a seat reserved for
// whoever asked for it.
func (g *Registry) OpenPrivate(cfg Config, p Reservation) (*Room, error) {
	cfg.Code = newCode()
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.openFor(cfg, p)
}

// Reservation keeps a seat free in a room for someone who is given a ticket to it.
func (g *Registry) Reserve(id string, p Reservation) error { return g.ReserveAll(id, []Reservation{p}) }

// ReserveAll keeps seats free in a room for a party, for all of it or for none.
func (g *Registry) ReserveAll(id string, party []Reservation) error {
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
	if err != nil {
		return nil, Seat{}, err
	}
	if !req.Resume && !req.Watch {
		g.consume(id, req.Player)
	}
	return r, seat, nil
}

// seatRequest makes sure that there is a seat for a request, and says in which team.
func (g *Registry) seatRequest(id string, req *Request) (*Room, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	l, ok := g.byID[id]
	if !ok {
		return nil, ErrNotFound
	}
	if l.room.info.goesOn.Load() {
		return nil, ErrBusy // until it is restored
	}
	if req.Resume || l.room.info.hasPlayer(req.Player) && !req.Watch {
		return l.room, nil // the seat is theirs, whatever else is full or about to stop
	}
	if g.draining {
		return nil, ErrDraining
	}
	if req.Watch {
		return l.room, nil
	}
	now := time.Now()
	g.expire(now)
	if _, ok := l.reservationOf(req.Player); !ok {
		if err := g.reserve(l, now, Reservation{Player: req.Player, Team: req.Team}); err != nil {
			return nil, err
		}
	}
	p, _ := l.reservationOf(req.Player)
	req.Team, req.Rating = p.Team, p.Rating
	return l.room, nil
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

// Drain lets nobody in any more who holds no seat, and every room end with its
// round. by is when the caller will Close what is left; it may be brought forward.
func (g *Registry) Drain(by time.Time) {
	g.mu.Lock()
	g.draining = true
	rooms := g.allRooms()
	g.mu.Unlock()
	for _, r := range rooms {
		r.Drain(by)
	}
}

// Wait returns when every room has ended. Call it after Drain, for more could open.
func (g *Registry) Wait() { g.running.Wait() }

// Close ends every room, as on a restart, and waits for them until ctx ends.
func (g *Registry) Close(ctx context.Context) error {
	g.mu.Lock()
	g.draining = true
	rooms := g.allRooms()
	g.mu.Unlock()
	g.cancel()
	for _, r := range rooms {
		select {
		case <-r.done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return g.wait(ctx) // each has nothing left to do but to be forgotten, unless it was abandoned
}

// wait returns when every room's goroutine has ended, or ctx.
func (g *Registry) wait(ctx context.Context) error {
	ended := make(chan struct{})
	go func() {
		g.running.Wait()
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// allRooms returns every room; the caller holds the mutex, as in what follows.
func (g *Registry) allRooms() []*Room {
	rooms := make([]*Room, 0, len(g.byID))
	for _, l := range g.byID {
		rooms = append(rooms, l.room)
	}
	return rooms
}

// openFor starts a room for someone who is reserved a seat in it.
func (g *Registry) openFor(cfg Config, p Reservation) (*Room, error) {
	undo := g.releaseAll([]Reservation{p})
	err := g.checkCapacity(1, true) // or the room would be open for nobody
	undo()
	if err != nil {
		return nil, err
	}
	now := time.Now()
	l, err := g.open(cfg, Owner{p.Player, p.From}, now)
	if err != nil {
		return nil, err
	}
	return l.room, g.reserve(l, now, p)
}

func (g *Registry) open(cfg Config, by Owner, now time.Time) (*entry, error) {
	if g.draining {
		return nil, ErrDraining
	}
	if err := g.checkOwner(by, cfg.Code != "", now); err != nil {
		return nil, err
	}
	cfg.ID = strings.ToLower(rand.Text()[:idLength])
	if cfg.Sim.Seed == 0 {
		cfg.Sim.Seed = newSeed()
	}
	cfg, err := g.complete(cfg)
	if err != nil {
		return nil, err
	}
	if cfg.Journal == nil && g.cfg.OpenJournal != nil {
		cfg.Journal = g.cfg.OpenJournal(Saved{ID: cfg.ID, Code: cfg.Code, Rated: cfg.Rated, Fill: cfg.Fill, Owner: by})
	}
	g.log.Info("room opened", "room", cfg.ID, "private", cfg.Code != "", "seats", cfg.Sim.Seats)
	return g.start(cfg, by, now), nil
}

// complete fills in what a room has of its registry, and checks what is to be played.
func (g *Registry) complete(cfg Config) (Config, error) {
	if cfg.Metrics == nil {
		cfg.Metrics = g.metrics
	}
	if cfg.Observer == nil {
		cfg.Observer = g.cfg.Observer
	}
	if cfg.Game.Rules == nil {
		cfg.Game = g.game
	}
	if err := cfg.Game.Check(cfg.Sim); err != nil {
		return cfg, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return cfg, nil
}

// start runs a room until it ends.
func (g *Registry) start(cfg Config, by Owner, now time.Time) *entry {
	cfg = cfg.withDefaults()
	g.opened++
	ctx, cancel := context.WithCancel(g.ctx)
	l := &entry{room: New(cfg, g.log), cancel: cancel, order: g.opened, owner: by}
	l.room.info.emptySince.Store(now.UnixNano())
	l.room.info.lastPlayed.Store(now.UnixNano())
	g.byID[cfg.ID] = l
	g.running.Go(func() {
		defer cancel()
		defer g.remove(l)
		l.room.Run(ctx)
	})
	return l
}

// remove forgets a room that has ended, unless another takes its place.
func (g *Registry) remove(l *entry) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if id := l.room.cfg.ID; g.byID[id] == l && (!l.room.info.goesOn.Load() || g.draining) {
		delete(g.byID, id)
	}
}

const idLength = 12 // letters: more than anybody could guess

// IsID reports whether name looks like the id of a room, not like the code of one.
func IsID(name string) bool { return len(name) == idLength && strings.ToLower(name) == name }

// newCode is easy to say and to type: no letters that look like digits.
func newCode() string {
	return strings.NewReplacer("O", "8", "I", "9").Replace(rand.Text()[:6])
}

func newSeed() uint64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails, by its documentation
	return max(binary.LittleEndian.Uint64(b[:]), 1)
}
