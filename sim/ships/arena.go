package ships

import (
	"perihelion/sim"

	"perihelion/sim/fixed"
)

const (
	arenaPerSeat  = 450    // units, times the square root of the seats: the same area for each player
	smallestArena = 1_500  // units
	largestArena  = 24_000 // units: positions, also behind the edge, stay within 16 bits

	starSize   = 120 // units, in the smallest arena; grows with the root of the arena
	coronaSize = 270 // percent of the star's radius

	// surfaceGravity is the acceleration at the star's surface, but maxGravity limits it to
	// less than a ship's thrust, so that a ship can always climb out.
	surfaceGravity = 1_220 // units per second²; makes an orbit at 400 units take 12 s
	maxGravity     = 380   // units per second²

	wallSpring = 6   // units per second² for each unit behind the edge
	wallDepth  = 400 // units: no ship gets further behind the edge
)

// ArenaRadius is the distance from the star at which the soft edge begins.
func ArenaRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).radius }

// StarRadius is the radius of the star. A ship that touches the star dies.
func StarRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).star }

// CoronaRadius is the distance from the star within which ships burn.
func CoronaRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).corona }

// RechargeRadius is the distance from the star within which energy refills faster.
func RechargeRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).recharge }

// Gravity is the acceleration toward the star at a position, in units per second².
func Gravity(cfg *sim.Config, at fixed.Vec) fixed.Vec {
	a := arenaOf(cfg)
	return a.gravity(at, at.Len())
}

// arena holds what follows from a Config about the place, computed once.
type arena struct {
	rate                           int64 // ticks per second
	radius, star, corona, recharge fixed.Num
	mass                           int64 // units³ per second²: the pull times the square of the distance
	rocks, pads                    int
	hasTeams                       bool // there are two teams, and the arena is symmetric
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
		a.rocks, a.pads = a.rocks&^1, a.pads&^1 // even numbers: each has its mirror image across the star
	}
	return a
}

// gravity is the acceleration toward the star at a position whose distance from the star
// is r.
func (a *arena) gravity(at fixed.Vec, r fixed.Num) fixed.Vec {
	if r < fixed.One {
		return fixed.Vec{}
	}
	near := int64(r >> 8)
	pull := min(a.mass<<16/max(near*near>>16, 1), maxGravity<<16)
	per := fixed.Num(pull<<32) / r // 32 bits after the point: far out it is tiny
	return fixed.Vec{X: -(at.X * per >> 32), Y: -(at.Y * per >> 32)}
}

// edgePush is the acceleration back inside, at a position whose distance from the star is
// r.
func (a *arena) edgePush(at fixed.Vec, r fixed.Num) fixed.Vec {
	if r <= a.radius {
		return fixed.Vec{}
	}
	per := fixed.Div((r-a.radius)*wallSpring, r)
	return fixed.Vec{X: -fixed.Mul(at.X, per), Y: -fixed.Mul(at.Y, per)}
}

// orbitSpeed is the speed of a circular orbit at distance r from the star.
func (a *arena) orbitSpeed(r fixed.Num) fixed.Num {
	return fixed.Sqrt(fixed.Num(a.mass<<16) / max(r>>fixed.Shift, 1))
}

// ticks converts milliseconds to ticks, at least one.
func (a *arena) ticks(ms int64) int32 { return int32(max(ms*a.rate/1000, 1)) }
