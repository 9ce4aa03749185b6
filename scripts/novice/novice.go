// Package novice plays the ships as somebody does who has never played before: toward what
// the first lessons of the client mark, late, with a shaky hand, and without aiming ahead.
// scripts/balance and its own test play with it; a Player is not safe for concurrent use.
package novice

import (
	"math"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/rng"
	"perihelion/sim/ships"
)

// How a novice plays.
const (
	reaction   = 400 // ms from what is on the screen to what the hand does
	aimError   = 7   // degrees, the most that the hand is off to either side
	errorTime  = 500 // ms until the hand is off by something else
	fireAngle  = 9   // degrees between ship and target within which they fire
	fireReach  = 620 // units
	closeReach = 220 // units: closer they brake
	shyOfStar  = 200 // percent of the corona within which they do not fly any closer to the star
)

// screenHalfWidth is half the width of the view of a common screen, in units.
const screenHalfWidth = 800

const turn = 65536 // of a heading

// Player is one novice, in one seat of one match.
type Player struct {
	luck    rng.Source
	past    []glance // what was on the screen, as long as a reaction ago
	wobble  float64  // by how much the hand is off, in radians
	changed sim.Tick // when it was last off by something else
}

// glance is what a player sees at a moment and acts on later.
type glance struct {
	tick   sim.Tick
	target fixed.Vec
	seen   bool // there is a target
}

// New returns a novice whose luck depends on seed.
func New(seed uint64) *Player { return &Player{luck: rng.Source(rng.Mix(seed))} }

// Input is what the novice holds, by what is on the screen. Call it in every tick.
func (p *Player) Input(s *sim.Sight) (in sim.Input) {
	in.View = s.Tick
	rate := sim.Tick(s.Config.TicksPerSecond())
	own := ships.OwnOf(&s.Own)
	if !own.Alive {
		p.past = p.past[:0]
		return in
	}
	p.past = append(p.past, look(s, &own))
	if p.past[0].tick+reaction*rate/1000 > s.Tick {
		in.Axes = ships.Axes(0, 0, uint16(own.Heading))
		return in
	}
	then := p.past[0]
	p.past = append(p.past[:0], p.past[1:]...)
	if s.Tick >= p.changed+errorTime*rate/1000 {
		p.changed = s.Tick
		p.wobble = (float64(p.luck.Below(2001))/1000 - 1) * aimError * math.Pi / 180
	}
	return p.act(in, s.Config, &own, &then)
}

// act is what the hand does about what the eye saw.
func (p *Player) act(in sim.Input, cfg *sim.Config, own *ships.Own, then *glance) sim.Input {
	to, away := then.target.Sub(own.Pos), false
	bodies := ships.BodiesAt(cfg, in.View)
	for _, b := range bodies.All() {
		off := own.Pos.Sub(b.At)
		if r := off.Len(); r < b.Quiet*shyOfStar/100 && (own.Vel.Dot(off) < 0 || r < b.Quiet) {
			to, away = off, true // nobody flies into a star, and a lesson says so where it burns
		}
	}
	dx, dy := units(to.X), units(to.Y)
	aim := math.Atan2(dy, dx) + p.wobble
	thrust := int8(127)
	if !away && math.Hypot(dx, dy) < closeReach {
		thrust = -127
	}
	in.Axes = ships.Axes(thrust, 0, uint16(int32(aim/(2*math.Pi)*turn)))
	off := math.Remainder(math.Atan2(dy, dx)-float64(own.Heading)/turn*2*math.Pi, 2*math.Pi)
	if !away && then.seen && math.Hypot(dx, dy) < fireReach && math.Abs(off) < fireAngle*math.Pi/180 {
		in.Buttons = ships.ButtonPulse
	}
	return in
}

// look finds the ship that the lesson marks, which is the nearest one in the window. Without
// any, a novice flies toward the nearest one on the map.
func look(s *sim.Sight, own *ships.Own) glance {
	g, nearest := glance{tick: s.Tick}, fixed.Num(math.MaxInt64)
	team := s.Config.TeamOf(s.Me)
	for i := range s.Seen {
		e := &s.Seen[i]
		if e.Kind != ships.KindShip || e.ID == ships.ShipID(s.Me) || team != sim.NoTeam && s.Config.TeamOf(ships.Owner(e.ID)) == team {
			continue
		}
		const shift = fixed.Shift - sim.PositionShift
		at := ships.PointOf(&e.Words)
		pos := fixed.Vec{X: fixed.Num(at.X) << shift, Y: fixed.Num(at.Y) << shift}
		off := pos.Sub(own.Pos)
		inWindow := off.X.Abs() < fixed.Int(screenHalfWidth) && off.Y.Abs() < fixed.Int(ships.ViewHalfHeight)
		if d := off.Len(); d < nearest {
			g.target, g.seen, nearest = pos, inWindow, d
		}
	}
	return g
}

func units(n fixed.Num) float64 { return float64(n) / float64(fixed.One) }
