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

	wallSpring = 6   // units per second² for each unit behind the edge
	wallDepth  = 400 // units: no ship gets further behind the edge
)

// ArenaRadius is the distance from the star at which the soft edge begins.
func ArenaRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).radius }

// StarRadius is the radius of the star. A ship that touches the star dies.
func StarRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).star }

// CoronaRadius is the distance from the star within which ships burn while there is no
// flare.
func CoronaRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).corona }

// HeatRadius is the distance from the star within which ships heat up.
func HeatRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).heat }

// RechargeRadius is the distance from the star within which energy refills faster.
func RechargeRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).recharge }

// Gravity is the acceleration toward the star at a position, in units per second².
func Gravity(cfg *sim.Config, at fixed.Vec) fixed.Vec {
	a := arenaOf(cfg)
	return a.gravity(at, at.Len())
}

// arena holds what follows from a Config about the place, computed once.
type arena struct {
	seed                 uint64
	rate                 int64 // ticks per second
	radius, star, corona fixed.Num
	recharge, heat       fixed.Num // within these, energy refills faster and ships heat up
	mass                 fixed.Num // units² per second²: the pull times the distance
	rocks, pads          int
	hasTeams             bool // there are two teams, and the arena is symmetric
}

func arenaOf(cfg *sim.Config) (a arena) {
	a.seed, a.rate = cfg.Seed, int64(cfg.TicksPerSecond())
	root := fixed.Sqrt(fixed.Int(cfg.Seats))
	a.radius = min(max(root*arenaPerSeat, fixed.Int(smallestArena)), fixed.Int(largestArena))
	a.star = fixed.Mul(fixed.Int(starSize), fixed.Sqrt(a.radius/smallestArena))
	a.corona = a.star * coronaSize / 100
	a.recharge, a.heat = a.star*rechargeSize, a.star*heatReach
	a.mass = a.star * starPull
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
	per := min(fixed.Div(a.mass, r), fixed.Int(maxPull)) << 32 / r // 32 bits after the point: far out it is tiny
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

// orbitSpeed is the speed of a circular orbit: as the pull falls with the distance, it is
// the same at each.
func (a *arena) orbitSpeed() fixed.Num { return fixed.Sqrt(a.mass) }

// closeness grows from 0 at the distance reach from the star to One at the corona.
func (a *arena) closeness(r, reach fixed.Num) fixed.Num {
	if r >= reach {
		return 0
	}
	return min(fixed.Div(reach-r, reach-a.corona), fixed.One)
}

// ticks converts milliseconds to ticks, at least one.
func (a *arena) ticks(ms int64) int32 { return int32(max(ms*a.rate/1000, 1)) }
