// Package bot flies ships. One bot serves as backfill, as keeper of the seat of
// an absent player, as load generator and as test player: anyone may call Think,
// at any tick, for any seat; it keeps nothing between calls.
package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// Bot plays the ships.
var Bot sim.Bot = bot{}

type bot struct{}

// trait is what a sim.Skill means.
type trait struct {
	wobble  int32 // the aim is off by at most this, in 1/65536 turn
	sloth   uint  // the wobble changes every 1<<sloth ticks
	lead    int64 // percent of the right lead
	trigger int64 // units around the foe that count as well aimed
	rest    int32 // percent of time in which the gun is silent
	dodge   int64 // percent of a full push away from a shot that comes
	spread  int32 // of the rail's aim; 0: never uses it, nor the boost
}

var traits = [...]trait{
	sim.Rookie:  {wobble: 1400, sloth: 5, lead: 90, trigger: 110, rest: 50},
	sim.Regular: {wobble: 1200, sloth: 5, lead: 95, trigger: 70, rest: 50, dodge: 40, spread: 1100},
	sim.Ace:     {wobble: 800, sloth: 4, lead: 100, trigger: 50, rest: 40, dodge: 100, spread: 600},
}

// Think is the input of the tick after s.Tick. It is a pure function and
// allocates nothing.
func (bot) Think(s *sim.Sight, skill sim.Skill) sim.Input {
	in := sim.Input{Axes: ships.Axes(0, 0, uint16(s.Own[ships.OwnHeading])), View: s.Tick}
	if s.Own[ships.OwnAlive] == 0 {
		return in
	}
	m := look(s, traits[min(skill, sim.Ace)])
	m.aim(&in)
	m.steer(&in)
	m.useItem(&in)
	return in
}

// mind is one thought: what the bot sees and makes of it.
type mind struct {
	*sim.Sight
	trait
	rate     int64
	side     sim.Team
	pos, vel fixed.Vec
	heading  fixed.Angle
	lean     fixed.Vec // from here to the middle of the view
	thrust   int32     // the keys it holds, if it sees its own ship
	strafe   int32
	health   int32 // hull and shield, 0 to 200

	foe     foe       // whom it fights; dist 0: nobody in view
	far     fixed.Vec // from here to the nearest blip beyond the view
	farDist fixed.Num // 0: none
	away    fixed.Vec // the sum of pushes away from shots, mines and seekers
	threat  bool      // a shot comes that will hit
	prize   fixed.Vec // from here to something worth having
	prizeAt fixed.Num // its distance; 0: nothing
}

// foe is an enemy in view.
type foe struct {
	to, vel fixed.Vec // from here to him; his velocity
	dist    fixed.Num
	rank    fixed.Num // lower is a better target
}

// chance is a number from 0 to n-1 that stays the same for 1<<slow ticks.
func (m *mind) chance(slow uint, salt uint64, n int32) int32 {
	return int32(luck(uint64(m.Tick>>slow), uint64(m.Me), salt) % uint64(n))
}
