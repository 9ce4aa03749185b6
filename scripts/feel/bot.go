package feel

import (
	"math"
	"math/rand/v2"
	"time"

	"perihelion/client/netcode"
	"perihelion/scripts/harness"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// strategy decides what a player holds, by what is on the screen.
type strategy func(v *netcode.View, now time.Time) sim.Input

// labBot has the strategies of the lab. They are built on that of a common bot.
type labBot struct {
	harness.Bot
	rng        *rand.Rand
	nextChange time.Time // when the strafe key changes sides
	side       int8
}

func newLabBot(p *player) *labBot {
	return &labBot{Bot: harness.Bot{Skill: sim.Ace}, rng: rand.New(rand.NewPCG(p.seed, uint64(p.n)))}
}

// What the players of a trial do.
func cruisers(p *player) { p.strategy = newLabBot(p).cruise }
func fighters(p *player) { p.strategy = newLabBot(p).Input }
func marksmen(p *player) { p.strategy = newLabBot(p).snipe }
func racers(p *player)   { p.strategy = newLabBot(p).race }

// A strafe key is held for one second and more: longer than any steady network takes to
// show it.
const (
	minKeyTime    = 900 * ms
	keyTimeSpread = 500 * ms
)

// cruise keeps the others in sight, does not shoot, and pushes from side to side.
func (b *labBot) cruise(v *netcode.View, now time.Time) sim.Input {
	in := b.Input(v, now)
	in.Buttons &= ships.ButtonBoost
	if b.side == 0 {
		b.side = 127
	}
	if now.After(b.nextChange) {
		b.side = -b.side
		b.nextChange = now.Add(minKeyTime + time.Duration(b.rng.Int64N(int64(keyTimeSpread))))
	}
	in.Axes[ships.AxisStrafe] = int32(b.side)
	return in
}

// snipe plays as a bot does, and aims the rail at the nearest ship on the screen.
func (b *labBot) snipe(v *netcode.View, now time.Time) sim.Input {
	in := b.Input(v, now)
	in.Buttons &= ships.ButtonBoost
	own := ships.OwnOf(&v.Own)
	next := own.Pos.Add(own.Vel.DivInt(sim.DefaultRate))
	x, y := harness.Units(next.X), harness.Units(next.Y)
	nearest := float64(ships.RailReach)
	for i := range v.Seen {
		s := &v.Seen[i]
		if s.Kind != ships.KindShip || ships.ShipOf(&s.To).Protected {
			continue
		}
		sx, sy := drawnAt(s)
		if away := math.Hypot(sx-x, sy-y); away < nearest {
			nearest = away
			in.Axes[ships.AxisAim] = int32(harness.Heading(sx-x, sy-y))
		}
	}
	off := int16(uint16(in.Axes[ships.AxisAim]) - uint16(own.Heading))
	if nearest < ships.RailReach && -turnPerTick < off && off < turnPerTick {
		in.Buttons |= ships.ButtonRail
	}
	return in
}

// turnPerTick is a little less than a ship turns in a tick, in 1/65536 turn.
const turnPerTick = ships.TurnRate/sim.DefaultRate - 50

// race circles the star at full thrust and shoots all the time, whatever is on the screen.
func (b *labBot) race(v *netcode.View, _ time.Time) sim.Input {
	pos := ships.OwnOf(&v.Own).Pos
	x, y := harness.Units(pos.X), harness.Units(pos.Y)
	out := math.Hypot(x, y) - raceRadius
	lean := math.Pi/2 + math.Atan(out/100)
	aim := math.Atan2(y, x) + lean
	return sim.Input{Axes: ships.Axes(127, 0, uint16(int32(aim/(2*math.Pi)*65536))), Buttons: ships.ButtonPulse}
}

const raceRadius = 1_100 // world units from the star
