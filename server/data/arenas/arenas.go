// Package arenas is the library of arenas that players make: what each may keep, what a text must be,
// and that bots try a version before it is published, one at a time and beside the rooms. The lobby and
// the operator's page ask it, rooms get their arenas from it. A Service is safe for concurrent use.
package arenas

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"perihelion/server/data/store"
	"perihelion/sim"
)

// The errors of a Service, beside those of a Store and Bad.
var (
	ErrNone     = errors.New("arenas: no game here has arenas that players make")
	ErrOff      = errors.New("arenas: nothing can be published here")
	ErrNotOwner = errors.New("arenas: the arena is somebody else's")
	ErrOwn      = errors.New("arenas: the arena is the player's own")
)

// Bad is why a text is no arena, in words for its author.
type Bad string

func (b Bad) Error() string { return "arenas: " + string(b) }

// Store keeps arenas: *store.Store.
type Store interface {
	PutArena(ctx context.Context, v store.ArenaVersion, name string, parent store.ArenaParent, limits store.ArenaLimits) error
	PutArenaVersion(ctx context.Context, v store.ArenaVersion, before int, limits store.ArenaLimits) error
	DeleteArena(ctx context.Context, id, owner string) error
	CountArenaPlay(ctx context.Context, id, player string) error
	CountArenaReport(ctx context.Context, id, player string) error
	SetArenaState(ctx context.Context, k store.ArenaSetting) error
	Arenas(ctx context.Context, q store.ArenaQuery) ([]store.Arena, string, error)
	Arena(ctx context.Context, id, player string, now time.Time) (store.Arena, error)
	ArenaVersion(ctx context.Context, arena string, version int) (store.ArenaVersion, error)
	ArenaVersions(ctx context.Context, arena string) ([]store.ArenaVersion, error)
	ArenaText(ctx context.Context, hash, player string, now time.Time) (string, error)
	RotationArenas(ctx context.Context, limit int, now time.Time) ([]string, error)
	QueueArenaCheck(ctx context.Context, v store.ArenaVersion, limits store.ArenaLimits, waiting int, now time.Time) error
	ClaimArenaCheck(ctx context.Context, node string, until, now time.Time) (store.ArenaCheck, error)
	RenewArenaCheck(ctx context.Context, k store.ArenaCheck, until time.Time) error
	FinishArenaCheck(ctx context.Context, k store.ArenaCheck, report string, good bool, now time.Time) error
	ReleaseArenaCheck(ctx context.Context, k store.ArenaCheck) error
	ArenaChecks(ctx context.Context) (waiting int, since time.Time, err error)
	PutReport(ctx context.Context, r store.Report) error
}

// TextFilter knows forbidden words: *chat.Filter.
type TextFilter interface {
	Clean(text string) (shown string, clean bool)
}

// Metrics counts checks.
type Metrics interface {
	ArenaChecked(fate string, took time.Duration)
}

// Config says what a Service works with.
type Config struct {
	Games   sim.Games // the first with sim.ArenaTools is that of the arenas
	Node    string    // id of this server
	Store   Store
	Filter  TextFilter
	Limits  store.ArenaLimits
	Queue   int // versions that may wait to be checked; 0: nothing can be published
	Metrics Metrics
	Log     *slog.Logger

	OnRotation func() // hears when Rotation was read anew; nil: nobody does
}

// Service is the library. Make one with New and drive it with Run.
type Service struct {
	cfg      Config
	game     sim.Game // with Tools nil: there is no library
	wake     chan struct{}
	queue    atomic.Pointer[Queue]
	rotation atomic.Pointer[sim.Arenas]
	reading  chan struct{} // held while rotation is read
	pictures *pictures
}

// Player is who asks.
type Player struct{ ID, Name string }

// New returns a service that checks nothing yet.
func New(cfg Config) *Service {
	s := &Service{cfg: cfg, wake: make(chan struct{}, 1), reading: make(chan struct{}, 1), pictures: newPictures()}
	s.queue.Store(&Queue{})
	s.rotation.Store(&sim.Arenas{})
	for _, g := range cfg.Games {
		if g.Tools != nil && g.About().ReadArena != nil {
			s.game = g
			break
		}
	}
	return s
}
