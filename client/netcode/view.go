package netcode

import (
	"slices"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

// View is one frame's worth of match.
type View struct {
	Ready  bool // welcomed, a keyframe applied, the clock synced
	Cut    bool // it does not go on from the View shown before: what was seen there is gone
	Room   string
	Code   string
	Me     sim.PlayerID // NoPlayer: nobody here plays
	Game   sim.Game
	Config sim.Config
	Round  protocol.Round // that goes on, or was the last; zero: none has begun yet

	// Of a match that is played from its log; see package viewer.
	Watching bool         // without a ship: Own means nothing, and
	Follow   sim.PlayerID // whose ship to look at; NoPlayer: nobody's

	// Everyone else is drawn at Tick+Frac, an interpolation delay in the past.
	Tick sim.Tick
	Frac float32

	// The own ship is predicted: drawn from OwnPrev to Own at OwnFrac, moved by
	// Offset, the part of a correction that is still being smoothed away.
	OwnTick          sim.Tick
	OwnFrac          float32
	Own, OwnPrev     sim.Private
	Held             sim.Input // in OwnTick
	OffsetX, OffsetY float32   // world units

	Seen     []Seen         // in order of ID, without the own ship
	Events   []sim.Event    // that became visible since the last View; predicted ones ahead of the server
	Outcomes []EventOutcome // of predicted events that earlier Views showed
	Radar    []snapshot.Blip
	Chat     []protocol.Line   // said since the last View; on arrival, also before
	Notice   *protocol.Notice  // until its time has come, In counting down
	Roster   []protocol.Player // in order of ID
	Edits    EditsView         // of a match whose Config is Editable
	Receipt  *KillReceipt      // of a KillCam; nil: it shows none
	Stats    Stats
}

// Seen is an entity to draw: its words lie between From and To.
type Seen struct {
	ID        sim.EntityID
	Kind      sim.Kind
	From, To  sim.Words
	T         float32  // 0 at From, 1 at To
	At        sim.Tick // the tick of To; ballistic words are flown to the View's tick instead
	Predicted bool     // the own player's, ahead of the server: draw at OwnTick
	Since     sim.Tick // of what is Predicted: when it came into flight
	Stale     float32  // seconds of missing data; fade
}

// Player finds the line of p in the roster.
func (v *View) Player(p sim.PlayerID) (protocol.Player, bool) {
	if i, ok := findPlayer(v.Roster, p); ok {
		return v.Roster[i], true
	}
	return protocol.Player{}, false
}

// Find finds the entity called id among those to draw.
func (v *View) Find(id sim.EntityID) (*Seen, bool) {
	i, ok := slices.BinarySearchFunc(v.Seen, id, func(s Seen, id sim.EntityID) int { return int(s.ID) - int(id) })
	if !ok {
		return nil, false
	}
	return &v.Seen[i], true
}

// View is the match as it should be drawn at now. It is valid until the next
// call. A renderer reads it and writes nothing.
func (c *Client) View(now time.Time) *View {
	t := c.since(now)
	frame := max(t-c.looked, 0)
	c.looked = max(t, c.looked)

	v := &c.view
	v.Ready, v.Cut = c.ready(), false
	v.Events, v.Outcomes = v.Events[:0], v.Outcomes[:0]
	v.Seen = v.Seen[:0]
	v.Chat, v.Notice = c.talk.since(t)
	v.Roster = c.roster.players
	c.edits.fill(&v.Edits)
	if c.welcomed() {
		c.lookAround(v, t, frame)
		c.lookAtSelf(v, t, frame)
	}
	v.Outcomes = c.predictor.events.takeOutcomes(v.Outcomes)
	v.Stats = c.Stats()
	return v
}

// Own is the own player as predicted for tick t, the newest; ok is false while there
// is no prediction.
func (c *Client) Own() (own sim.Private, t sim.Tick, ok bool) {
	if !c.ready() {
		return own, 0, false
	}
	own, ok = c.predictor.newest()
	return own, c.predictor.tick, ok
}

// Body is another thing as predicted for tick t, the newest, without the smoothing with which
// it is drawn; ok is false if it is not predicted.
func (c *Client) Body(id sim.EntityID) (w sim.Words, t sim.Tick, ok bool) {
	for _, b := range c.predicted() {
		if b.ID == id {
			return b.Words, c.predictor.tick, true
		}
	}
	return w, 0, false
}

// lookAround draws everyone else.
func (c *Client) lookAround(v *View, t, frame time.Duration) {
	newest := c.frames.newest()
	if newest == nil {
		return
	}
	v.Tick, v.Frac = c.interp.advance(t, frame)
	if v.Tick >= newest.tick && (v.Tick > newest.tick || v.Frac > 0) {
		c.stats.Underruns++
	}
	v.Tick, v.Frac = c.lead(v.Tick, v.Frac, t)
	v.Tick, v.Frac = c.frames.skipGap(v.Tick, v.Frac, sim.Tick(stall/c.clock.tick))
	c.drops.update(&c.predictor, c.game.aimer)
	c.predictor.bodies.decay(&c.game, frame)
	v.Seen = c.frames.append(v.Seen, &drawTime{
		game:  &c.game,
		rate:  v.Config.TicksPerSecond(),
		tick:  v.Tick,
		frac:  v.Frac,
		me:    c.game.avatarID(v.Me),
		own:   c.shots.list,
		drops: c.drops.list,
		ahead: c.predicted(),
		when:  c.predictor.tick,
		part:  c.clock.fraction(t),
	})
	v.Events = c.emitPredicted(c.events.release(&c.game, v.Events, v.Tick, v.Me))
	v.Radar = c.replica.Radar()
}

// predicted are the things other than the avatar that are drawn in the present.
func (c *Client) predicted() []body {
	if !c.ready() || !c.game.about.Present {
		return nil
	}
	return c.predictor.bodies.list
}

// lookAtSelf draws the own ship.
func (c *Client) lookAtSelf(v *View, t, frame time.Duration) {
	v.OwnTick = c.predictor.tick
	v.OwnFrac = c.clock.fraction(t)
	v.OwnPrev, v.Own = c.predictor.lastTwo()
	v.Held = c.predictor.held
	v.OffsetX, v.OffsetY = c.predictor.drawOffset.decay(&c.game, frame)
}

// AppendEntities appends what is drawn of others as entities, each as it is at the newer
// end of its interpolation: that is how a bot sees the match.
func (v *View) AppendEntities(to []sim.Entity) []sim.Entity {
	for i := range v.Seen {
		s := &v.Seen[i]
		to = append(to, sim.Entity{ID: s.ID, Kind: s.Kind, Words: s.To})
	}
	return to
}
