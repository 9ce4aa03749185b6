package daily

import (
	"perihelion/shared/replay"
	"perihelion/sim"
)

// Me is the seat of the player.
const Me sim.PlayerID = 0

// Player is who flies a run, as its log names them.
type Player struct{ Account, Name string }

// Run is a run in progress, and its log.
type Run struct {
	Challenge
	World  sim.World
	Inputs []sim.Input // of the last tick, by PlayerID

	player    Player
	sight     sim.Sight   // its Seen is all that there is after the last tick
	events    []sim.Event // scratch
	standings []sim.Standing
	headliner sim.Headliner // of the game; nil: it has no marks
	log       *replay.Writer
}

// NewRun begins a run.
func NewRun(c Challenge, p Player) *Run {
	r := &Run{Challenge: c, World: newWorld(&c), Inputs: make([]sim.Input, c.Config.Seats), player: p}
	r.headliner, _ = c.Game.Rules.(sim.Headliner)
	r.sight = sim.Sight{Config: &r.Config, Seen: r.World.AppendEntities(nil)}
	r.log = replay.NewWriter(c.Game, c.Config, replay.Header{Began: c.Day.Begin().UnixMilli()})
	r.segment(true)
	return r
}

// newWorld is the world of a run before its first tick.
func newWorld(c *Challenge) sim.World {
	w := c.Game.NewWorld(c.Config)
	for p := range sim.PlayerID(c.Config.Seats) {
		w.Join(p)
	}
	return w
}

// Over reports whether the round has ended: then Step does nothing.
func (r *Run) Over() bool {
	return r.World.Phase() == sim.PhasePodium || r.World.Tick() >= r.maxTicks()
}

// Points are those of the player.
func (r *Run) Points() int {
	r.standings = r.World.AppendStandings(r.standings[:0])
	for i := range r.standings {
		if s := &r.standings[i]; s.Player == Me {
			return s.Points
		}
	}
	return 0
}

// Log is the log so far. It is whole once the run is over, and valid until the next Step.
func (r *Run) Log() []byte { return r.log.Bytes() }

// Step plays a tick, in which the player holds in.
func (r *Run) Step(in sim.Input) {
	if r.Over() {
		return
	}
	r.think()
	r.Inputs[Me] = in
	r.log.Tick(r.Inputs)
	r.World.Step(r.Inputs)
	r.sight.Seen = r.World.AppendEntities(r.sight.Seen[:0])
	r.mark()
	if over := r.Over(); over || r.log.HashDue() {
		r.log.Hash(r.World.Hash())
	}
	if due, state := r.log.SegmentDue(); due && !r.Over() {
		r.segment(state)
	}
}

// think lets the bots decide.
func (r *Run) think() {
	s := &r.sight
	s.Tick = r.World.Tick()
	for i, skill := range r.Game.About().Daily.Bots {
		s.Me = sim.PlayerID(i) + 1
		s.Own = r.World.Private(s.Me)
		r.Inputs[s.Me] = r.Game.Think(s, skill)
	}
}

// mark records what a viewer may want to find.
func (r *Run) mark() {
	if r.headliner == nil {
		return
	}
	r.events = r.World.AppendEvents(r.events[:0])
	for i := range r.events {
		if h, ok := r.headliner.Headline(&r.events[i]); ok {
			r.log.Mark(&h)
		}
	}
}

// segment begins a segment of the log.
func (r *Run) segment(state bool) {
	t := r.World.Tick()
	after := int64(t) * 1000 / int64(r.Config.TicksPerSecond())
	if !state {
		r.log.Segment(t, after, nil)
		return
	}
	r.log.Segment(t, after, r.World.AppendState(nil))
	for p := range sim.PlayerID(r.Config.Seats) {
		s := replay.Seat{Holder: replay.Bot, Name: r.Game.BotName(p, r.Config.Seed)}
		if p == Me {
			s = replay.Seat{Holder: replay.Player, Account: r.player.Account, Name: r.player.Name}
		}
		r.log.Seat(p, &s)
	}
}
