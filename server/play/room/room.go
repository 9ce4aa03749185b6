// Package room plays one match at a fixed tick.
//
// There are two types. Room is the handle: any goroutine may use it. A match is what is
// played, and belongs to one goroutine, the one inside Room.Run, which makes it. No field
// of Room leads to the match: others post a function, which that goroutine calls with the
// match between two ticks. So a *match at hand means: this is the goroutine of the room.
//
// Inputs, which come hundreds of times a second, do not even post: each seat has
// an InputQueue that the room empties once per tick.
package room

import (
	"errors"
	"log/slog"
	"sync"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// Asking something of a room fails in these ways only.
var (
	ErrBusy   = errors.New("room: mailbox full")
	ErrClosed = errors.New("room: closed")
	ErrFull   = errors.New("room: no free seat")
	ErrStale  = errors.New("room: the seat is gone or was taken over by a newer connection")
)

// Peer is one player's way out of the room. None of its methods blocks.
type Peer interface {
	// Publish offers the newest snapshot; one that was not sent yet is dropped.
	// The peer owns one reference to u.Snap and releases it.
	Publish(u Update)
	// Notify hands over an encoded frame that must arrive. The bytes are shared
	// and read only.
	Notify(frame []byte)
	// Close ends the connection.
	Close(r transport.Reason, text string)
}

// Update is one player's share of a published snapshot.
type Update struct {
	Snap    *snapshot.Snapshot
	View    snapshot.PlayerView
	Newest  sim.Tick  // newest input tick received from this player
	Slack   int8      // how early it came, in 2 ms
	Arrived time.Time // when it came
	Load    protocol.Load
}

const (
	mailboxSize = 256 // commands: joins, leaves, chat. Full: Join and Say fail, Lost and Quit wait
	maxCatchUp  = 4   // ticks run back to back before the room lets time slip
)

// Room is the handle of a match that is played, for any goroutine. Make one with New and
// drive it with Run.
type Room struct {
	cfg     Config
	log     *slog.Logger
	metrics Metrics
	mailbox chan func(*match) // for the goroutine inside Run
	done    chan struct{}     // closed by finish: the room has ended, or was given up
	finish  func()
	info    publishedInfo
}

// New returns a room that will play a new world of cfg.Sim. Run makes that world.
func New(cfg Config, log *slog.Logger) *Room {
	cfg = cfg.withDefaults()
	r := &Room{
		cfg:     cfg,
		log:     log.With("room", cfg.ID),
		metrics: cfg.Metrics,
		mailbox: make(chan func(*match), mailboxSize),
		done:    make(chan struct{}),
	}
	r.finish = sync.OnceFunc(func() { close(r.done) })
	r.info.accounts.Store(new([]string))
	r.info.heldAccounts.Store(new([]string))
	r.info.leader.Store(new(string))
	r.info.waiting.Store(new(Waiting))
	return r
}

// Config is what the room was made of.
func (r *Room) Config() Config { return r.cfg }

// Done is closed when the room has ended.
func (r *Room) Done() <-chan struct{} { return r.done }
