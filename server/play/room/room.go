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
	"perihelion/shared/replay"
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
	// Behind reports whether so much waits to be sent that what can be told in one later is not
	// to be told in many frames now.
	Behind() bool
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

// Config describes a room. The zero value of every field but ID, Game, Sim works.
type Config struct {
	ID       string
	Code     string        // opens a private room to those who know it; empty: public
	Game     sim.Game      // what is played; none: the default of the Registry
	Sim      sim.Config    //
	Interval int           // ticks between snapshots; 0 means 2
	Rated    bool          // rounds count for the ratings of who plays them
	Fill     int           // bots keep the number of pilots at this; 0: no bots
	BotAfter time.Duration // how long a player of a public duel waits for an opponent until a bot takes the seat; 0: no bot does
	Hold     time.Duration // how long a seat outlives its socket; 0 means 20 s
	Linger   time.Duration // how long an empty room stays open; 0 means 30 s
	Idle     time.Duration // how long a room stays open whose players touch nothing; 0 means 5 min
	Journal  Journal       // nil: nobody stores the log
	Flush    time.Duration // how often what was recorded goes to it: what a process that is killed loses; 0 means 250 ms
	Crashes  int           // of the rooms that have played the match before
	Words    TextFilter    // of titles that players give the arena; nil: of its registry
	Owner    string        // account of who opened it, if it is private
	EditKey  string        // with which players of an Editable match become editors; empty: the room makes one
	Epoch    int64         // which copy of the room this is: one more than that whose match goes on; 0 means 1

	// From is the match that goes on here; nil: a new one. It is the room's from New on.
	From *replay.Playback

	Metrics  Metrics  // nil: nobody counts
	Observer Observer // nil: nobody listens
}

const (
	firstEpoch      = 1
	defaultInterval = 2 // 30 Hz at 60 ticks per second
	defaultHold     = 20 * time.Second
	defaultLinger   = 30 * time.Second
	defaultIdle     = 5 * time.Minute
	defaultFlush    = 250 * time.Millisecond
)

func (c Config) withDefaults() Config {
	if c.Sim.Rate == 0 {
		c.Sim.Rate = sim.DefaultRate
	}
	if c.Sim.Mode == nil {
		c.Sim.Mode = c.Game.About().Modes[0]
	}
	if c.Interval == 0 {
		c.Interval = defaultInterval
	}
	if c.Hold == 0 {
		c.Hold = defaultHold
	}
	if c.Linger == 0 {
		c.Linger = defaultLinger
	}
	if c.Idle == 0 {
		c.Idle = defaultIdle
	}
	if c.Flush == 0 {
		c.Flush = defaultFlush
	}
	c.makeEditKey()
	if c.Epoch == 0 {
		c.Epoch = firstEpoch
	}
	if c.Journal == nil {
		c.Journal = nopJournal{}
	}
	if c.Metrics == nil {
		c.Metrics = nopMetrics{}
	}
	if c.Observer == nil {
		c.Observer = nopObserver{}
	}
	return c
}
