package ships

import (
	"perihelion/sim"

	"perihelion/sim/fixed"
)

const (
	arenaPerSeat  = 450    // units times the root of the seats: as much room for each, however many
	smallestArena = 1_500  // units: a duel still orbits
	largestArena  = 24_000 // units: places stay within 16 bits, with the wall behind the edge

	starSize   = 120 // units, in the smallest arena; grows with the root of the arena
	coronaSize = 270 // hundredths of the star's radius

	// Gravity at the star's surface would be surfacePull, but is capped below a
	// ship's thrust: whoever still has a hull can climb out.
	surfaceGravity = 1_220 // units per second²; makes an orbit at 400 units take 12 s
	maxGravity     = 380   // units per second²

	wallSpring = 6   // units per second² for each unit behind the edge
	wallDepth  = 400 // units behind the edge beyond which nobody gets
)

// ArenaRadius is where the soft wall begins.
func ArenaRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).radius }

// StarRadius is the core, whose touch is death.
func StarRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).star }

// CoronaRadius is where the star begins to burn.
func CoronaRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).corona }

// RechargeRadius is the distance within which the star refills energy faster.
func RechargeRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).recharge }

// Gravity is the pull of the star at a place, in units per second².
func Gravity(cfg *sim.Config, at fixed.Vec) fixed.Vec {
	a := arenaOf(cfg)
	return a.gravity(at, at.Len())
}

// arena is what a Config says about the place, worked out.
type arena struct {
	rate                           int64 // ticks per second
	radius, star, corona, recharge fixed.Num
	mass                           int64 // units³ per second²: the pull times the square of the distance
	rocks, pads                    int
	hasTeams                       bool // there are two sides, and the place is the same for both
}

func arenaOf(cfg *sim.Config) (a arena) {
	a.rate = int64(cfg.TicksPerSecond())
	root := fixed.Sqrt(fixed.Int(cfg.Seats))
	a.radius = min(max(root*arenaPerSeat, fixed.Int(smallestArena)), fixed.Int(largestArena))
	a.star = fixed.Mul(fixed.Int(starSize), fixed.Sqrt(a.radius/smallestArena))
	a.corona = a.star * coronaSize / 100
	a.recharge = a.star * rechargeSize
	size := int64(a.star >> fixed.Shift)
	a.mass = surfaceGravity * size * size
	a.rocks = rocksAtLeast + int(a.radius>>fixed.Shift)/unitsPerRock
	a.pads = padsAtLeast + int(a.radius>>fixed.Shift)/unitsPerPad
	if a.hasTeams = cfg.Mode != nil && cfg.Mode.Teams > 0; a.hasTeams {
		a.rocks, a.pads = a.rocks&^1, a.pads&^1 // each has its image across the star
	}
	return a
}

// gravity is the pull at a place r from the star.
func (a *arena) gravity(at fixed.Vec, r fixed.Num) fixed.Vec {
	if r < fixed.One {
		return fixed.Vec{}
	}
	near := int64(r >> 8)
	pull := min(a.mass<<16/max(near*near>>16, 1), maxGravity<<16)
	per := fixed.Num(pull<<32) / r // 32 bits behind the point: far out it is tiny
	return fixed.Vec{X: -(at.X * per >> 32), Y: -(at.Y * per >> 32)}
}

// edgePush is the push of the soft edge at a place r from the star.
func (a *arena) edgePush(at fixed.Vec, r fixed.Num) fixed.Vec {
	if r <= a.radius {
		return fixed.Vec{}
	}
	per := fixed.Div((r-a.radius)*wallSpring, r)
	return fixed.Vec{X: -fixed.Mul(at.X, per), Y: -fixed.Mul(at.Y, per)}
}

// orbit is the speed of a circular orbit r from the star.
func (a *arena) orbitSpeed(r fixed.Num) fixed.Num {
	return fixed.Sqrt(fixed.Num(a.mass<<16) / max(r>>fixed.Shift, 1))
}

// ticks is a duration in milliseconds as ticks, at least one.
func (a *arena) ticks(ms int64) int32 { return int32(max(ms*a.rate/1000, 1)) }
