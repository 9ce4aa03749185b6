// Package spar plays a match among bots, with no server and no network, and
// hands it out as the View that netcode would. Tests and benchmarks of what is
// drawn use it, and the showroom; the game does not.
package demomatch

import (
	"perihelion/client/netcode"
	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/sim"
	"perihelion/sim/bot"
)

// Fight is a world full of bots, seen from seat 0.
type Fight struct {
	View   netcode.View
	Skills []bot.Skill // by seat
	world  *sim.World
	inputs []sim.Input
	from   []sim.Entity
	to     []sim.Entity
	sights []bot.Sight
}

// New seats bots of all skills in a world of that many seats.
func New(seats int, seed uint64) *Fight {
	cfg := sim.Config{Seed: seed, Seats: seats}
	f := &Fight{
		world: sim.New(cfg), inputs: make([]sim.Input, seats), sights: make([]bot.Sight, seats), Skills: make([]bot.Skill, seats),
		View: netcode.View{Ready: true, Config: cfg, Room: "spar", Code: "NOVA42"},
	}
	for i := range seats {
		p := sim.PlayerID(i)
		f.world.Join(p)
		f.Skills[i] = bot.Skill(i%2) + bot.Pilot
		f.View.Roster = append(f.View.Roster, protocol.Player{ID: p, Name: bot.Name(p, seed), Bot: i > 0})
	}
	f.View.Roster[0].Name, f.View.Roster[0].Ping = "You", 34
	f.to = f.world.AppendEntities(f.to)
	return f
}

// Step plays one tick; View then shows the world at its end.
func (f *Fight) Step() {
	f.View.OwnPrev = f.world.Private(0)
	for i := range f.inputs {
		p := sim.PlayerID(i)
		f.sights[i] = bot.Sight{Config: &f.View.Config, Tick: f.world.Tick(), Me: p, Own: f.world.Private(p), Seen: f.to}
		f.inputs[i] = bot.Think(&f.sights[i], f.Skills[i])
	}
	f.world.Step(f.inputs)
	f.from, f.to = f.to, f.from
	f.to = f.world.AppendEntities(f.to[:0])
	f.show()
}

func (f *Fight) show() {
	v := &f.View
	v.Tick, v.OwnTick, v.OwnFrac = f.world.Tick(), f.world.Tick(), 1
	v.Own, v.Held = f.world.Private(0), f.inputs[0]
	v.Events, v.Seen, v.Radar = f.world.AppendEvents(v.Events[:0]), v.Seen[:0], v.Radar[:0]
	radius := sim.ArenaRadius(&v.Config)
	before := 0
	for _, e := range f.to {
		for before < len(f.from) && f.from[before].ID < e.ID {
			before++
		}
		s := netcode.Seen{ID: e.ID, Kind: e.Kind, From: e.Words, To: e.Words, T: 1, At: v.Tick}
		if before < len(f.from) && f.from[before].ID == e.ID {
			s.From = f.from[before].Words
		}
		if e.Kind == sim.KindShip {
			v.Radar = append(v.Radar, blip(e.X, e.Y, radius.Round()))
		}
		if e.ID != sim.ShipID(0) {
			v.Seen = append(v.Seen, s)
		}
	}
}

func blip(x, y, radius int32) snapshot.Blip {
	at := func(v int32) uint8 { return uint8(max(0, min(255, (v+radius)*255/(2*radius)))) }
	return snapshot.Blip{X: at(x), Y: at(y)}
}
