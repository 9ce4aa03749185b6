package room

import (
	"log/slog"
	"time"

	"perihelion/server/play/room/lineup"
	"perihelion/shared/pace"
	"perihelion/shared/protocol"
	"perihelion/shared/ring"
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

// match is all that a room plays with: the world, the seats, and what is known of them.
// Only the goroutine inside Room.Run may touch it. Others get at it by Room.post, whose
// function must not let the match out: only copies of what is in it.
//
// It holds no *Room, so that its methods cannot wait for their own goroutine.
type match struct {
	cfg      *Config // of the room; nobody writes it
	log      *slog.Logger
	metrics  Metrics
	observer Observer
	info     *publishedInfo // of the room: shared with other goroutines

	world         sim.World
	editor        sim.Editor // the world, where the arena is changed; else nil
	edited        edited
	editKey       string          // with which players become editors
	place         sim.Config      // of the world, with the present arena
	now           time.Time       // of the tick or command in progress
	predictable   sim.Predictable // world, if it is that
	pace          *pace.Pace
	schedule      schedule
	seats         []seat
	roster        roster
	pings         pings
	chat          chatHistory
	publisher     *snapshot.Publisher
	publishTimes  *ring.Ring[time.Time] // when each recent snapshot was published
	costs         costs
	throttle      snapshotThrottle
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
	skills          []sim.Skill // scratch for botSkills, indexed by PlayerID, as lineup is
	lineup          []lineup.Seat
	entities        []sim.Entity
	standings       []sim.Standing
	scratchAccounts []string
	scratchHeld     []string
	events          []sim.Event // since the last snapshot
	inputStats      InputStats  // of inputs, since metrics were told
}

// newMatch returns the match of r, without a world yet.
func newMatch(r *Room) *match {
	return &match{cfg: &r.cfg, log: r.log, metrics: r.metrics, observer: r.cfg.Observer, info: &r.info}
}

// begin makes the world and all that belongs to it, and starts the clock.
func (m *match) begin() {
	game, cfg := m.cfg.Game, m.cfg.Sim
	m.aimer, _ = game.NewModel(cfg).(sim.Aimer)
	m.headliner, _ = game.Rules.(sim.Headliner)
	m.seats = make([]seat, cfg.Seats)
	m.inputs = make([]sim.Input, cfg.Seats)
	m.skills, m.lineup = make([]sim.Skill, cfg.Seats), make([]lineup.Seat, cfg.Seats)
	m.roster = newRoster(cfg.Seats)
	m.publisher = snapshot.NewPublisher(game, cfg)
	m.publishTimes = ring.New[time.Time](ackableTicks)
	m.throttle = newSnapshotThrottle()
	m.fillTo = m.cfg.Fill
	if m.cfg.From == nil {
		m.world = game.NewWorld(cfg)
	}
	now := time.Now() // a large world takes a while to make
	m.now, m.emptySince, m.lastPlayed = now, now, now
	if m.cfg.From != nil {
		m.adopt(m.cfg.From)
	}
	if m.place = cfg; cfg.Editable {
		m.editor, _ = m.world.(sim.Editor)
		m.place.TakeArena(m.world)
		m.editKey = m.cfg.EditKey
	}
	m.predictable, _ = m.world.(sim.Predictable)
	m.pace = pace.New(cfg.Rate, now, maxCatchUp)
	m.schedule = newSchedule(m.pace.Interval(), m.world.Tick()+1, m.pace.Next())
	m.record = newRecorder(m.cfg, m.schedule.interval)
	m.beginLogFrom(m.cfg.From)
	m.backfill()
	m.publishInfo()
}

// holder is who a seat belongs to.
type holder uint8

const (
	holderNone holder = iota
	holderBot
	holderPlayer
)

// seat is a place in the match. It outlives the socket of its player: a bot
// flies on, and the player comes back to the same seat.
type seat struct {
	holder     holder
	player     string           // account
	account    protocol.Account // the same, as other players see it
	name       string
	looks      protocol.Looks
	rating     float64  // expected skill of its player when they came; 0: unknown
	beginner   bool     // its player has hardly played yet; false in a room that was restored
	joinedTick sim.Tick // when it was given to its holder

	role       protocol.Role // where the arena is changed
	editsUntil time.Time     // see mayEdit
	untold     bool          // of changes or cursors: it was behind, and is sent the arena anew
	cursor     protocol.Cursor
	pointed    bool // it was moved since everyone was told

	// epoch counts the connections that had this seat, whoever's: it never goes
	// back, so nothing stale ever matches. A ticket of an older epoch is honoured
	// until a connection made by a newer one has proved that it works, or a
	// socket that breaks before Welcome arrives would lock its player out.
	epoch, confirmedEpoch uint32

	peer           Peer // nil while the socket is gone
	queue          *InputQueue
	aspect         int32     // of their window
	disconnectedAt time.Time // when the socket went
	silent         bool      // the client is there but says nothing
	away           bool      // a bot flies the ship of a player, or nobody does, and everyone can see it

	inputs         inputBuffer
	predictedSince sim.Tick // as of a snapshot.PlayerView
	viewValidator  viewValidator
	ping           time.Duration
}

// absent reports whether a bot should fly the ship of a player.
func (s *seat) absent() bool { return s.peer == nil || s.silent }

// connect gives the seat to a new connection and returns the old one, if any.
func (s *seat) connect(about *sim.About, req *Request, played sim.Tick) (old Peer) {
	old = s.peer
	s.epoch++
	s.peer, s.queue = req.Peer, &InputQueue{}
	s.aspect = req.Aspect
	s.silent = false
	s.inputs.reset(about.Inputs, played)
	s.viewValidator = viewValidator{}
	return old
}
