package bot

import (
	"perihelion/sim"
	"perihelion/sim/ships"
)

// trait is how well a bot of a sim.Skill plays.
type trait struct {
	wobble       int32 // the aim is off by at most this, in 1/65536 turn
	wobbleShift  uint  // the aim drifts from one error to the next in 1<<wobbleShift ticks
	reaction     int64 // ms until it sees that an enemy has changed its course
	lead         int64 // percent of the right aim ahead
	trigger      int64 // units around the enemy that count as well aimed
	pausePercent int32 // percent of the time in which it does not fire
	dodge        int64 // percent of a full push away from a shot
	spread       int32 // error of the rail's aim; 0: uses neither rail nor boost
	push         int64 // percent of the speed at which the others fly
	simple       bool  // it keeps to its enemy in a straight line, and uses no items
	careless     int   // units within what burns near the star that it takes for safe, however large the star
}

var traits = [...]trait{
	sim.Trainee: {wobble: 3600, wobbleShift: 5, reaction: 450, lead: 40, trigger: 80, pausePercent: 80, push: 55, careless: 20, simple: true},
	sim.Rookie:  {wobble: 1700, wobbleShift: 5, reaction: 340, lead: 90, trigger: 110, pausePercent: 60, push: 100, careless: 55},
	sim.Regular: {wobble: 1300, wobbleShift: 5, reaction: 260, lead: 95, trigger: 70, pausePercent: 50, dodge: 40, push: 100, spread: 1100, careless: 36},
	sim.Ace:     {wobble: 900, wobbleShift: 4, reaction: 190, lead: 100, trigger: 50, pausePercent: 43, dodge: 100, push: 100, spread: 600, careless: -14},
}

// temper is what a bot likes to do. Each of a match has one, whatever its skill.
type temper struct {
	distance  int64 // units that it keeps to its enemy
	railTimes int32 // it uses the rail in one of so many periods of two seconds
	loot      int64 // how far it goes for a pickup, in percent of the way to its enemy
	lowHeat   int32 // heat below which it flies to the star, and at which it has enough
	hot       int32 //
	powerup   int32 // percent of the powerups that it goes for
	brave     int32 // health above which it follows an enemy into the corona
	class     ships.Class
	refits    [2]ships.Refit // those that it likes best
}

var tempers = [...]temper{
	{distance: 520, railTimes: 2, loot: 120, lowHeat: 15, hot: 40, powerup: 35, brave: 130, class: ships.Lancer, refits: [2]ships.Refit{ships.RefitCapacitor, ships.RefitBolts}}, // a sniper
	{distance: 330, railTimes: 3, loot: 100, lowHeat: 28, hot: 60, powerup: 50, brave: 80, class: ships.Scout, refits: [2]ships.Refit{ships.RefitLens, ships.RefitForks}},        // a diver
	{distance: 380, railTimes: 3, loot: 300, lowHeat: 10, hot: 34, powerup: 100, brave: 130, class: ships.Bomber, refits: [2]ships.Refit{ships.RefitPlating, ships.RefitSiphon}}, // a scavenger
	{distance: 260, railTimes: 3, loot: 130, lowHeat: 10, hot: 34, powerup: 65, brave: 70, class: ships.Warden, refits: [2]ships.Refit{ships.RefitForks, ships.RefitMirror}},     // a hunter
}

// traitsOf is how the bot of a sight plays, by its skill, and by its seat in this match.
func traitsOf(s *sim.Sight, skill sim.Skill) (trait, temper) {
	return traits[min(skill, sim.Ace)], tempers[hash(s.Config.Seed, uint64(s.Me), 8)%uint64(len(tempers))]
}
