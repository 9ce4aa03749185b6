// Package demomatch plays a match between bots, without server and network, and shows it
// as the View that netcode would return. It is used by tests and benchmarks of drawing and
// by scripts/demo, not by the game.
package demomatch

import (
	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/ships"
	"perihelion/sim/ships/bot"
)

// Match is a world full of bots, seen by the player of seat 0.
type Match struct {
	View     netcode.View
	skills   []sim.Skill // by seat
	world    *ships.World
	inputs   []sim.Input
	previous []sim.Entity
	current  []sim.Entity
	botViews []sim.Sight
}

// New returns a match of that many bots of mixed skill.
func New(seats int, seed uint64) *Match { return NewOf(sim.Config{Seed: seed, Seats: seats}) }

// NewOf is New for any match.
func NewOf(cfg sim.Config) *Match {
	seats, seed := cfg.Seats, cfg.Seed
	f := &Match{
		world: ships.New(cfg), inputs: make([]sim.Input, seats), botViews: make([]sim.Sight, seats), skills: make([]sim.Skill, seats),
		View: netcode.View{Ready: true, Config: cfg, Room: "demo", Code: "NOVA42"},
	}
	for i := range seats {
		p := sim.PlayerID(i)
		f.world.Join(p)
		f.skills[i] = sim.Regular + sim.Skill(i%2)
		f.View.Roster = append(f.View.Roster, protocol.Player{ID: p, Name: bot.Bot.BotName(p, seed), Bot: i > 0})
	}
	f.View.Roster[0].Name, f.View.Roster[0].Ping = "You", 34
	f.current = f.world.AppendEntities(f.current)
	return f
}

// PlayTick plays one tick; afterwards View shows the world at its end.
func (f *Match) PlayTick() {
	f.View.OwnPrev = f.world.Private(0)
	for i := range f.inputs {
		p := sim.PlayerID(i)
		f.botViews[i] = sim.Sight{Config: &f.View.Config, Tick: f.world.Tick(), Me: p, Own: f.world.Private(p), Seen: f.current}
		f.inputs[i] = bot.Bot.Think(&f.botViews[i], f.skills[i])
	}
	f.world.Step(f.inputs)
	f.previous, f.current = f.current, f.previous
	f.current = f.world.AppendEntities(f.current[:0])
	f.updateView()
}

// updateView writes the current world to View.
func (f *Match) updateView() {
	v := &f.View
	v.Tick, v.OwnTick, v.OwnFrac = f.world.Tick(), f.world.Tick(), 1
	v.Own, v.Held = f.world.Private(0), f.inputs[0]
	v.Events, v.Seen, v.Radar = f.world.AppendEvents(v.Events[:0]), v.Seen[:0], v.Radar[:0]
	radius := ships.RadarRadius(&v.Config).Round()
	before := 0
	for _, e := range f.current {
		for before < len(f.previous) && f.previous[before].ID < e.ID {
			before++
		}
		s := netcode.Seen{ID: e.ID, Kind: e.Kind, From: e.Words, To: e.Words, T: 1, At: v.Tick}
		if before < len(f.previous) && f.previous[before].ID == e.ID {
			s.From = f.previous[before].Words
		}
		if e.Kind == ships.KindShip {
			v.Radar = append(v.Radar, snapshot.BlipOf(&e, radius))
		}
		if e.ID != ships.ShipID(0) {
			v.Seen = append(v.Seen, s)
		}
	}
}
