// Package room plays one match at a fixed tick.
//
// A Room is an actor. The goroutine inside Run owns every field and is the only
// one to touch the world; everyone else posts a command and returns at once.
// Inputs, which come hundreds of times a second, do not even post: each seat has
// an InputQueue that the room empties once per tick.
package room

import (
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/shared/pace"
	"perihelion/shared/protocol"
	"perihelion/shared/ring"
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

// Room plays one match. Make one with New and drive it with Run.
type Room struct {
	cfg      Config
	log      *slog.Logger
	metrics  Metrics
	observer Observer
	mailbox  chan func()
	done     chan struct{} // closed by finish: the room has ended, or was given up
	finish   func()
	info     publishedInfo

	abandoned atomic.Bool

	// The goroutine inside Run owns what follows.
	world         sim.World
	now           time.Time // of the tick or command in progress
	pace          *pace.Pace
	schedule      schedule
	seats         []seat
	spectators    spectators
	roster        roster
	chat          chatHistory
	publisher     *snapshot.Publisher
	publishTimes  *ring.Ring[time.Time] // when each recent snapshot was published
	costs         costs
	aimer         sim.Aimer     // of the game; nil: nobody aims in it
	headliner     sim.Headliner // of the game; nil: it makes no news
	record        *recorder
	round         round
	draining      drainState
	opponent      opponentSearch
	fillTo        int // bots keep the number of pilots at this
	pendingResult pendingResult
	emptySince    time.Time // since when no player holds a seat
	lastPlayed    time.Time // when a player last took a seat or touched the controls
	ended         bool

	inputs          []sim.Input // scratch for step, indexed by PlayerID; what bots hold stays in it
	sight           sim.Sight   // scratch for runBots
	skills          []sim.Skill // scratch for botSkills, indexed by PlayerID
	entities        []sim.Entity
	standings       []sim.Standing
	scratchAccounts []string
	scratchHeld     []string
	events          []sim.Event // since the last snapshot
	inputStats      InputStats  // of inputs, since metrics were told
}

// New returns a room that plays a new world of cfg.Sim.
func New(cfg Config, log *slog.Logger) *Room {
	cfg = cfg.withDefaults()
	r := &Room{
		cfg:          cfg,
		log:          log.With("room", cfg.ID),
		metrics:      cfg.Metrics,
		observer:     cfg.Observer,
		mailbox:      make(chan func(), mailboxSize),
		done:         make(chan struct{}),
		world:        cfg.Game.NewWorld(cfg.Sim),
		seats:        make([]seat, cfg.Sim.Seats),
		inputs:       make([]sim.Input, cfg.Sim.Seats),
		skills:       make([]sim.Skill, cfg.Sim.Seats),
		roster:       newRoster(cfg.Sim.Seats),
		publisher:    snapshot.NewPublisher(cfg.Game, cfg.Sim),
		publishTimes: ring.New[time.Time](ackableTicks),
		record:       newRecorder(cfg),
		fillTo:       cfg.Fill,
	}
	r.aimer, _ = cfg.Game.NewModel(cfg.Sim).(sim.Aimer)
	r.headliner, _ = cfg.Game.Rules.(sim.Headliner)
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
