// Package practice plays a match on this machine alone: a world, its player, and bots in all
// other seats. There is no server and no network; the match is shown as the netcode shows one
// that is played online. It needs no window, and is not safe for concurrent use.
package practice

import (
	"fmt"
	"slices"

	"perihelion/client/netcode"
	"perihelion/shared/daily"
	"perihelion/shared/protocol"
	"perihelion/shared/replay"
	"perihelion/shared/snapshot"
	"perihelion/sim"
)

// maxSteps is how many ticks one frame plays at most: a machine that cannot play so fast
// plays slower instead of standing still.
const maxSteps = 8

// Match is a match in progress.
type Match struct {
	View  netcode.View // what the screen shows, after Advance
	Skill sim.Skill    // of all bots, but in a run of a day
	Run   *daily.Run   // nil: it is none

	world    sim.World
	model    sim.Model
	inputs   []sim.Input // by PlayerID
	from, to []sim.Entity
	near     []sim.Entity // of to, what the player may see
	sight    sim.Sight
	pending  float64 // time that was not played yet, in ticks
}

// New begins a match in which every seat is taken: the first by the player, who is called
// name. The Config must be one that the game's Check accepts.
func New(g sim.Game, cfg sim.Config, name string) *Match {
	m := newMatch(g, cfg)
	for p := range sim.PlayerID(cfg.Seats) {
		m.world.Join(p)
		m.View.Roster = append(m.View.Roster, protocol.Player{ID: p, Name: g.BotName(p, cfg.Seed), Bot: true})
	}
	m.View.Roster[0] = protocol.Player{ID: 0, Name: name}
	m.begin()
	return m
}

// NewDaily begins the run of a day. It stands still once the run is over.
func NewDaily(c daily.Challenge, p daily.Player) *Match {
	m := newMatch(c.Game, c.Config)
	m.Run = daily.NewRun(c, p)
	m.world = m.Run.World
	m.View.Roster = append(m.View.Roster, protocol.Player{ID: daily.Me, Name: p.Name})
	for seat := daily.Me + 1; seat < sim.PlayerID(c.Config.Seats); seat++ {
		m.View.Roster = append(m.View.Roster, protocol.Player{ID: seat, Name: c.Game.BotName(seat, c.Config.Seed), Bot: true})
	}
	m.begin()
	return m
}

// Tick is the last tick that was played.
func (m *Match) Tick() sim.Tick { return m.world.Tick() }

// Moment is a match at the end of a tick.
type Moment struct {
	Game   sim.Game
	Config sim.Config
	State  []byte            // of the world
	Roster []protocol.Player // in order of ID
	Me     sim.PlayerID      // whose seat the player takes
}

// Resume goes on with a match. Bots take the seats of all others, under their names.
func Resume(from *Moment) (*Match, error) {
	m := newMatch(from.Game, from.Config)
	if err := m.world.RestoreState(from.State); err != nil {
		return nil, fmt.Errorf("the match cannot go on from there: %w", err)
	}
	m.View.Me, m.View.Roster = from.Me, slices.Clone(from.Roster)
	for i := range m.View.Roster {
		p := &m.View.Roster[i]
		p.Bot, p.Away, p.Account = p.ID != from.Me, false, 0
	}
	if _, ok := m.View.Player(from.Me); !ok {
		return nil, fmt.Errorf("the match cannot go on from there: nobody is in seat %d", from.Me)
	}
	m.begin()
	return m, nil
}

func newMatch(g sim.Game, cfg sim.Config) *Match {
	m := &Match{
		Skill: sim.Regular, world: g.NewWorld(cfg), model: g.NewModel(cfg), inputs: make([]sim.Input, cfg.Seats),
		View: netcode.View{Ready: true, Game: g, Config: cfg},
	}
	m.sight.Config = &m.View.Config
	return m
}

// Log is the log of this moment, from which the match can go on on a server: the seat of the
// player is that of a player there, and all others are those of bots.
func (m *Match) Log() []byte {
	seats := make([]replay.Seat, m.View.Config.Seats)
	for i := range m.View.Roster {
		seats[m.View.Roster[i].ID].Holder = replay.Bot
	}
	seats[m.View.Me].Holder = replay.Player
	return replay.EncodeMoment(m.View.Game, m.View.Config, m.world, seats)
}

// begin shows the world as it is.
func (m *Match) begin() {
	m.to = m.world.AppendEntities(m.to[:0])
	m.View.Config.TakeArena(m.world)
	m.from = append(m.from[:0], m.to...)
	m.View.Own = m.world.Private(m.View.Me)
	m.View.OwnPrev = m.View.Own
	m.show()
}

// Advance plays on for dt seconds. sample is asked for the player's input of each tick.
func (m *Match) Advance(dt float64, sample func() sim.Input) {
	m.View.Events = m.View.Events[:0]
	m.pending += dt * float64(m.View.Config.TicksPerSecond())
	for n := 0; m.pending >= 1 && n < maxSteps && (m.Run == nil || !m.Run.Over()); n++ {
		m.step(sample())
		m.pending--
	}
	m.pending = min(m.pending, 1)
	m.show()
}

// step plays a tick, in which the player holds in. A shot is judged by what the player saw,
// as on a server.
func (m *Match) step(in sim.Input) {
	v := &m.View
	in = v.Game.About().Inputs.OfPlayer(v.Game.About().Inputs.Clamp(in))
	in.View, in.Fraction = daily.ViewOf(m.world.Tick()), uint8(v.Frac*256)
	v.Held, v.OwnPrev = in, v.Own
	if m.Run != nil {
		m.Run.Step(in)
	} else {
		m.think()
		m.inputs[v.Me] = in
		m.world.Step(m.inputs)
	}
	v.Own = m.world.Private(v.Me)
	m.from, m.to = m.to, m.world.AppendEntities(m.from[:0])
	seen := len(v.Events)
	v.Events = m.world.AppendEvents(v.Events)
	v.Events = append(v.Events[:seen], slices.DeleteFunc(v.Events[seen:], func(e sim.Event) bool {
		return e.To != sim.NoPlayer && e.To != v.Me
	})...)
}

// think lets the bots decide.
func (m *Match) think() {
	s := &m.sight
	s.Tick, s.Seen = m.world.Tick(), m.to
	for i := range m.View.Roster {
		if p := m.View.Roster[i].ID; p != m.View.Me {
			s.Me, s.Own = p, m.world.Private(p)
			m.inputs[p] = m.View.Game.Think(s, m.Skill)
		}
	}
}

// show fills the view with what lies between the last two ticks, and as far around the
// player as a server would tell.
func (m *Match) show() {
	v, t := &m.View, m.world.Tick()
	v.Tick, v.OwnTick = max(t, 1)-1, t
	v.Frac, v.OwnFrac = float32(m.pending), float32(m.pending)
	m.near, v.Radar = m.near[:0], v.Radar[:0]
	avatar, has := m.model.(sim.Avatar)
	for i := range m.to {
		e := &m.to[i]
		if e.Radar {
			v.Radar = append(v.Radar, snapshot.BlipOf(e, m.model.Radius()))
		}
		if (e.Global || m.isNear(e)) && !(has && e.ID == avatar.Avatar(v.Me)) {
			m.near = append(m.near, *e)
		}
	}
	v.Seen = (&netcode.Pair{From: m.from, To: m.near, Tick: t}).AppendSeen(v.Seen[:0], v.Frac)
}

// isNear reports whether the player is told of e.
func (m *Match) isNear(e *sim.Entity) bool {
	about := m.View.Game.About()
	interest, _ := about.Distances()
	x, y := m.world.Eye(m.View.Me)
	return about.Beyond(e.X, e.Y, x, y) <= interest.EnterMargin
}
