package feel

import (
	"math"
	"math/rand/v2"
	"time"

	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/bot"
)

// A pilot decides what to hold, by what is on the screen.
type pilot func(v *netcode.View, now time.Time) sim.Input

// A brain flies as a bot does that sees what a View shows.
type brain struct {
	luck  *rand.Rand
	seen  []sim.Entity
	keyed time.Time // when the strafe key changes sides
	side  int8
}

// fight uses everything a ship has.
func (b *brain) fight(v *netcode.View, _ time.Time) sim.Input {
	b.seen = b.seen[:0]
	for i := range v.Seen {
		s := &v.Seen[i]
		b.seen = append(b.seen, sim.Entity{ID: s.ID, Kind: s.Kind, Words: s.To})
	}
	return bot.Think(&bot.Sight{Config: &v.Config, Tick: v.OwnTick, Me: v.Me, Own: v.Own, Seen: b.seen}, bot.Ace)
}

// A key is held to one side for a second and a bit: longer than any steady network
// takes to show it.
const (
	keyLeast  = 900 * ms
	keySpread = 500 * ms
)

// cruise keeps the others in sight, touches nothing, and pushes from side to side.
func (b *brain) cruise(v *netcode.View, now time.Time) sim.Input {
	in := b.fight(v, now)
	in.Buttons &= sim.ButtonBoost
	if b.side == 0 {
		b.side = 127
	}
	if now.After(b.keyed) {
		b.side = -b.side
		b.keyed = now.Add(keyLeast + time.Duration(b.luck.Int64N(int64(keySpread))))
	}
	in.Strafe = b.side
	return in
}

// snipe flies as a bot does, and turns the rail on whoever is nearest on the screen.
func (b *brain) snipe(v *netcode.View, now time.Time) sim.Input {
	in := b.fight(v, now)
	in.Buttons &= sim.ButtonBoost
	x, y := exact(v.Own[sim.OwnX]+v.Own[sim.OwnVX]/sim.DefaultRate), exact(v.Own[sim.OwnY]+v.Own[sim.OwnVY]/sim.DefaultRate)
	near := float64(sim.RailReach)
	for i := range v.Seen {
		s := &v.Seen[i]
		if s.Kind != sim.KindShip || s.To[sim.ShipFlags]&sim.FlagProtected != 0 {
			continue
		}
		sx, sy := drawnAt(s)
		if away := math.Hypot(sx-x, sy-y); away < near {
			near = away
			in.Aim = uint16(int32(math.Round(math.Atan2(sy-y, sx-x) / (2 * math.Pi) * 65536)))
		}
	}
	off := int16(in.Aim - uint16(v.Own[sim.OwnHeading]))
	if near < sim.RailReach && -turnTick < off && off < turnTick {
		in.Buttons |= sim.ButtonRail
	}
	return in
}

// turnTick is how far a ship turns in a tick, less a little: 1/65536 turn.
const turnTick = 1_150

// race circles the star at full thrust and shoots without a break, whatever it sees.
func (b *brain) race(v *netcode.View, _ time.Time) sim.Input {
	x, y := exact(v.Own[sim.OwnX]), exact(v.Own[sim.OwnY])
	out := math.Hypot(x, y) - racetrack
	lean := math.Pi/2 + math.Atan(out/100)
	aim := math.Atan2(y, x) + lean
	return sim.Input{Thrust: 127, Aim: uint16(int32(aim / (2 * math.Pi) * 65536)), Buttons: sim.ButtonPulse}
}

const racetrack = 1_100 // units from the star
