package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships/layout"
)

const (
	largestArena = 24_000 // units: positions, also behind the edge, stay within 16 bits

	coronaSize = 270 // percent of the star's radius

	wallSpring = 6   // units per second² for each unit behind the edge
	wallDepth  = 400 // units: no ship gets further behind the edge
)

// ArenaRadius is the distance from the middle at which the soft edge begins.
func ArenaRadius(cfg *sim.Config) fixed.Num { return arenaOf(cfg).radius }

// Gravity is the acceleration by all stars at a position and a tick, in units per second².
func Gravity(cfg *sim.Config, at fixed.Vec, t sim.Tick) fixed.Vec {
	a := arenaOf(cfg)
	return a.gravity(at, at.Len(), t)
}

// arena holds what follows from a Config about the place, computed once.
type arena struct {
	layout    *layout.Arena
	seed      uint64
	rate      int64 // ticks per second
	radius    fixed.Num
	largest   fixed.Num // radius that it may have had in the match
	stars     [layout.MaxStars]star
	starCount int
	mass      fixed.Num // of all stars
	hasTeams  bool      // there are two teams, and the arena is symmetric
	isRace    bool
}

func arenaOf(cfg *sim.Config) arena {
	l := layoutOf(cfg)
	return newArena(cfg, l, radiusOf(cfg, l))
}

// outlineOf is an arena in which pads can be found, but no stars nor what they pull: bots ask for each pad
// that they see.
func outlineOf(cfg *sim.Config) arena {
	l := layoutOf(cfg)
	return newOutline(cfg, l, radiusOf(cfg, l))
}

func newOutline(cfg *sim.Config, l *layout.Arena, radius fixed.Num) (a arena) {
	a.layout, a.seed, a.rate, a.radius = l, cfg.Seed, int64(cfg.TicksPerSecond()), radius
	a.hasTeams = cfg.Mode != nil && cfg.Mode.Teams > 0
	a.isRace = cfg.Mode == Race
	return a
}

func newArena(cfg *sim.Config, l *layout.Arena, radius fixed.Num) arena {
	a := newOutline(cfg, l, radius)
	if a.largest = radius; cfg.Editable {
		a.largest = editableRadius(cfg)
	}
	root := fixed.Sqrt(radius / fixed.Num(l.Radius))
	a.starCount = len(l.Stars)
	for i := range l.Stars {
		a.stars[i] = a.newStar(&l.Stars[i], root)
		a.mass += a.stars[i].mass
	}
	return a
}

// radiusOf is the radius of an arena for the seats of a match: the same area for each player.
func radiusOf(cfg *sim.Config, l *layout.Arena) fixed.Num {
	root := fixed.Sqrt(fixed.Int(cfg.Seats))
	return min(max(root*fixed.Num(l.PerSeat), fixed.Int(l.Radius)), fixed.Int(largestArena))
}

// wireArena is the arena of the forecasts on the wire: the game's first arena in any match, and
// as large as the largest one of the match. So whoever reads snapshots need not know where the
// match is just now.
func wireArena(cfg *sim.Config) arena {
	first := ownArenas[0].Layout.(*layout.Arena)
	radius := radiusOf(cfg, first)
	switch {
	case cfg.Editable:
		radius = editableRadius(cfg)
	case cfg.Arenas != nil:
		radius = 0
		for _, a := range *cfg.Arenas {
			radius = max(radius, radiusOf(cfg, a.Layout.(*layout.Arena)))
		}
	}
	return newArena(cfg, first, radius)
}

// RadarRadius is half the width of what a radar shows: that of the largest arena of a match.
func RadarRadius(cfg *sim.Config) fixed.Num { return wireArena(cfg).radius }

// share is a part of the radius, in 1/1000.
func (a *arena) share(of int) fixed.Num { return a.radius * fixed.Num(of) / 1_000 }

// orbitAt is the way of something that goes round the middle.
func (a *arena) orbitAt(o *layout.Orbit, radius fixed.Num) orbit {
	l := orbit{distance: a.share(o.Distance), radius: radius, phase: uint32(o.Phase) << 16}
	if o.Period != 0 {
		l.speed = uint32(int64(1<<32) / (int64(o.Period) * a.rate))
	}
	return l
}

// gravity is the acceleration by all stars at a position whose distance from the middle is r.
func (a *arena) gravity(at fixed.Vec, r fixed.Num, t sim.Tick) (sum fixed.Vec) {
	for i := range a.starCount {
		s := &a.stars[i]
		if s.distance == 0 {
			sum = sum.Add(s.pull(at, r))
			continue
		}
		off := at.Sub(s.position(t))
		sum = sum.Add(s.pull(off, off.Len()))
	}
	return sum
}

// edgePush is the acceleration back inside, at a position whose distance from the middle is
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

// ticks converts milliseconds to ticks, at least one.
func (a *arena) ticks(ms int64) int32 { return int32(max(ms*a.rate/1000, 1)) }
