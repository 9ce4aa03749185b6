// Package bot plays ships: as backfill, in the seat of an absent player, as load
// generator and as test player. Think may be called at any tick, for any seat; it keeps
// no state between calls.
package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// Bot is the bot of the game.
var Bot sim.Bot = bot{}

type bot struct{}

// Think is the input of the tick after s.Tick. It is a pure function and allocates
// nothing.
func (bot) Think(s *sim.Sight, skill sim.Skill) sim.Input {
	here, sight := *s.Config, *s
	if here.Arenas != nil {
		here.Arena = ships.ArenaNow(&here, s.Seen)
		sight.Config = &here
		s = &sight
	}
	own := ships.OwnOf(&s.Own)
	in := sim.Input{Axes: ships.Axes(0, 0, uint16(own.Heading)), View: s.Tick}
	how, likes := traitsOf(s, skill)
	in.Axes[ships.AxisClass] = ships.Choose(own.Choice, likes.class)
	if (s.Tick+sim.Tick(s.Me))%agreeEvery == 0 && isAskedToGoOn(s.Seen) {
		in.Axes[ships.AxisClass] = ships.VoteReady
	}
	if !own.Alive {
		return in
	}
	b := perceive(s, &own, how, likes)
	b.aimAndFire(&in)
	b.setSticks(&in)
	b.useItem(&in)
	b.chooseRefit(&in)
	if skill >= sim.Ace {
		in.Buttons |= ships.ButtonBounty
	}
	return in
}

// agreeEvery is how many ticks pass between two looks of a bot at whether it is asked to go on.
const agreeEvery = 16

// isAskedToGoOn reports whether somebody wants the next round at once: no bot is in the way.
func isAskedToGoOn(seen []sim.Entity) bool {
	for i := range seen {
		if e := &seen[i]; e.Kind == ships.KindVote {
			return ships.IsAnyReady(&e.Words)
		}
	}
	return false
}

// brain is what a bot perceives and decides in one tick.
type brain struct {
	*sim.Sight
	trait
	temper
	own        ships.Own
	rate       int64
	team       sim.Team
	pos, vel   fixed.Vec
	heading    fixed.Angle
	viewOffset fixed.Vec // from the ship to the middle of the view
	luck       uint64    // of this match: the same bots do not fight the same fights in every one
	stars      ships.Bodies
	sun        ships.Body // the nearest star
	off        fixed.Vec  // from that to here
	flare      bool       // it knows of a flare, under way or announced
	danger     fixed.Num  // how near to that star it does not want to be
	outside    fixed.Num  // how far from the middle it is out of the danger of all stars
	broken     uint64     // rocks that are no cover, a bit for each
	thrust     int32      // the keys that it holds, if it sees its own ship
	strafe     int32
	health     int32 // hull and shield, 0 to 200

	enemy      enemy     // whom it fights; dist 0: nobody in view
	blip       fixed.Vec // from here to the nearest enemy beyond the view, seen on the radar
	blipDist   fixed.Num // 0: none
	avoid      fixed.Vec // the sum of pushes away from shots, mines and seekers
	threat     bool      // a shot will hit
	pickup     fixed.Vec // from here to the nearest pickup
	pickupDist fixed.Num // its distance; 0: none
	goal       goal
	powerup    powerup
	race       race
}

// enemy is an enemy in view.
type enemy struct {
	offset, vel fixed.Vec // from here to it, in units; its velocity
	dist        fixed.Num
	rank        fixed.Num // lower is a better target
}

// randomBelow is a random number from 0 to n-1 that stays the same for 1<<slow ticks.
func (b *brain) randomBelow(slow uint, salt uint64, n int32) int32 {
	return b.randomAt(b.Tick>>slow, salt, n)
}

// randomAt is the random number from 0 to n-1 of a period.
func (b *brain) randomAt(period sim.Tick, salt uint64, n int32) int32 {
	return int32(hash(uint64(period)^b.luck, uint64(b.Me), salt) % uint64(n))
}

// names are those of people and bodies of astronomy and space flight.
var names = [...]string{
	"Kepler", "Vesta", "Halley", "Ceres", "Tycho", "Juno", "Cassini", "Pallas",
	"Oort", "Hygiea", "Brahe", "Lovell", "Hubble", "Sedna", "Kuiper", "Ida",
	"Galileo", "Eros", "Messier", "Mimas", "Herschel", "Rhea", "Huygens", "Dione",
	"Leavitt", "Tethys", "Cannon", "Phoebe", "Rubin", "Europa", "Payne", "Callisto",
	"Lagrange", "Io", "Laplace", "Triton", "Hypatia", "Nereid", "Newton", "Oberon",
	"Somerville", "Ariel", "Mitchell", "Umbriel", "Burnell", "Miranda", "Sagan", "Charon",
	"Gagarin", "Nix", "Tereshkova", "Hydra", "Ride", "Styx", "Leonov", "Deimos",
	"Jemison", "Phobos", "Tsiolkovsky", "Psyche", "Goddard", "Apophis", "Oberth", "Bennu",
}

// BotName is what the bot in seat p is called. No two bots share a name while there are no
// more seats than names. That it is a bot the roster says.
func (bot) BotName(p sim.PlayerID, seed uint64) string {
	// An odd step visits every name before it repeats one: the number of names is a power of two.
	step := hash(seed, 0, 5)%uint64(len(names))/2*2 + 1
	return names[(hash(seed, 0, 6)+uint64(p)*step)%uint64(len(names))]
}
