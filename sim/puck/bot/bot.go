// Package bot plays puck. Anyone may call Think, at any tick, for any seat; it keeps
// nothing between calls.
package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/puck"
	"perihelion/sim/rng"
)

// Bot plays puck.
var Bot sim.Bot = bot{}

type bot struct{}

// trait is what a sim.Skill means.
type trait struct {
	wobble int32 // a kick is off by at most this, in 1/65536 turn
	push   int   // percent of a full push
	boost  int   // energy from which it boosts; more than FullEnergy: never
	shoot  int   // units from the goal within which it shoots
	windUp int   // percent of SlapTime for which it winds up a shot
	press  int   // units: a foe nearer than this makes it pass; 0: it never passes
	hoof   bool  // does not look for a mate, but kicks at the goal
	poke   int32 // percent of chances to kick the puck away from a foe that it takes
	corner bool  // shoots at the side of the goal that is open, not at its middle
}

var traits = [...]trait{
	sim.Trainee: {wobble: 2_200, push: 60, boost: puck.FullEnergy + 1, shoot: 420, windUp: 35, press: 60, hoof: true, poke: 3},
	sim.Rookie:  {wobble: 1_500, push: 74, boost: puck.FullEnergy + 1, shoot: 540, windUp: 50, press: 90, hoof: true, poke: 8},
	sim.Regular: {wobble: 1_300, push: 88, boost: 60, shoot: 600, windUp: 50, press: 120, poke: 25},
	sim.Ace:     {wobble: 450, push: 100, boost: 25, shoot: 570, windUp: 60, press: 140, poke: 20, corner: true},
}

// Think is the input of the tick after s.Tick. It is a pure function and allocates nothing.
func (bot) Think(s *sim.Sight, skill sim.Skill) sim.Input {
	if s.Own[puck.OwnSeated] == 0 {
		return sim.Input{View: s.Tick}
	}
	m := observe(s, traits[min(skill, sim.Ace)])
	m.aim = m.puck.Sub(m.pos).Direction()
	switch {
	case m.carries():
		m.playCarrier()
	case m.role == roleChaser:
		m.playChaser()
	case m.role == roleKeeper:
		m.playKeeper()
	default:
		m.playWing()
	}
	return m.input()
}

// mind is one thought: what the bot sees, and what it wants. Places and directions are
// turned so that its team always attacks towards +X.
type mind struct {
	*sim.Sight
	trait
	turned bool // by half a turn
	team   sim.Team

	pos, vel      fixed.Vec
	charge        int32
	rest          int32
	energy        int
	puck, puckVel fixed.Vec
	carrier       sim.PlayerID
	mates, foes   squad
	role          role

	push  fixed.Vec // not longer than one
	aim   fixed.Angle
	kick  bool
	boost bool
}

// squad is some skaters.
type squad struct {
	list [8]other
	n    int
}

type other struct {
	player   sim.PlayerID
	pos, vel fixed.Vec
}

func (s *squad) all() []other { return s.list[:s.n] }

func (s *squad) addSkater(o other) {
	if s.n < len(s.list) {
		s.list[s.n] = o
		s.n++
	}
}

// chance is a number from 0 to n-1 that stays the same for 1<<slow ticks.
func (m *mind) chance(slow uint, salt uint64, n int32) int32 {
	return int32(luck(uint64(m.Tick>>slow), uint64(m.Me)^m.Config.Seed<<8, salt) % uint64(n))
}

func luck(a, b, c uint64) uint64 { return rng.Mix(rng.Mix(a<<16^b) + c) }
