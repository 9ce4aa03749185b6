package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships/layout"
)

// star is a body that pulls: a star, or a black hole. A black hole pulls harder near its
// horizon, and does not burn. Within its corona light goes round it and kills count as in one.
type star struct {
	orbit           // its radius is that of what kills
	corona          fixed.Num
	recharge, heat  fixed.Num // within these, energy refills faster and ships heat up
	mass, strongest fixed.Num // units² per second²: the pull times the distance; and the strongest pull
	black           bool
}

func (a *arena) newStar(from *layout.Star, root fixed.Num) star {
	s := star{orbit: a.orbitAt(&from.Orbit, fixed.Mul(fixed.Int(from.Radius), root)), strongest: fixed.Int(maxPull)}
	s.corona = s.radius * coronaSize / 100
	s.recharge, s.heat = s.radius*rechargeSize, s.radius*heatReach
	s.mass = s.radius * fixed.Num(from.Pull)
	if s.black = from.Kind == layout.KindBlack; s.black {
		s.strongest = fixed.Int(maxBlackPull)
	}
	return s
}

// pull is the acceleration toward the star at an offset from it, r away.
func (s *star) pull(off fixed.Vec, r fixed.Num) fixed.Vec {
	if r < fixed.One {
		return fixed.Vec{}
	}
	per := min(fixed.Div(s.mass, r), s.strongest) << 32 / r // 32 bits after the point: far out it is tiny
	return fixed.Vec{X: -(off.X * per >> 32), Y: -(off.Y * per >> 32)}
}

// coronaIn is the radius of the corona while there is a flare, or none.
func (s *star) coronaIn(flare bool) fixed.Num {
	if flare && !s.black {
		return s.corona * FlareSize
	}
	return s.corona
}

// closeness grows from 0 at the distance reach from the star to One at the corona.
func (s *star) closeness(r, reach fixed.Num) fixed.Num {
	if r >= reach {
		return 0
	}
	return min(fixed.Div(reach-r, reach-s.corona), fixed.One)
}

// nearestStar is the star whose corona is nearest to a position, at the distance r from the
// middle; and how far its centre is.
func (a *arena) nearestStar(at fixed.Vec, r fixed.Num, t sim.Tick) (nearest *star, away fixed.Num) {
	for i := range a.starCount {
		s, dist := &a.stars[i], r
		if s.distance != 0 {
			dist = at.Sub(s.position(t)).Len()
		}
		if nearest == nil || dist-s.corona < away-nearest.corona {
			nearest, away = s, dist
		}
	}
	return nearest, away
}

// isInStar reports whether a position is within a star.
func (a *arena) isInStar(at fixed.Vec, t sim.Tick) bool {
	for i := range a.starCount {
		if s := &a.stars[i]; at.Sub(s.centre(t)).Len() < s.radius {
			return true
		}
	}
	return false
}

func (s *star) centre(t sim.Tick) fixed.Vec {
	if s.distance == 0 {
		return fixed.Vec{}
	}
	return s.position(t)
}

// beyondStars is the distance from the middle beyond which nothing comes nearer to a star than
// its corona, enlarged by a percentage.
func (a *arena) beyondStars(percent fixed.Num) (far fixed.Num) {
	for i := range a.starCount {
		s := &a.stars[i]
		far = max(far, s.distance+s.corona*percent/100)
	}
	return far
}

// Body is a star or a black hole at a tick.
type Body struct {
	At             fixed.Vec
	Radius         fixed.Num // of what kills
	Corona, Quiet  fixed.Num // within this a star burns; and without a flare
	Heat, Recharge fixed.Num // within these ships heat up, and energy refills faster
	Black          bool
}

// Bodies are the stars of an arena.
type Bodies struct {
	all   [layout.MaxStars]Body
	count int
}

// All are the stars; valid until b changes.
func (b *Bodies) All() []Body { return b.all[:b.count] }

// BodiesAt is where the stars are at a tick, and how they are.
func BodiesAt(cfg *sim.Config, t sim.Tick) (b Bodies) {
	a := arenaOf(cfg)
	flare := a.flareAt(t).On(t)
	b.count = a.starCount
	for i := range b.count {
		s := &a.stars[i]
		b.all[i] = Body{s.centre(t), s.radius, s.coronaIn(flare), s.corona, s.heat, s.recharge, s.black}
	}
	return b
}

// Burns reports whether a ship at a position is in a corona at a tick.
func Burns(cfg *sim.Config, at fixed.Vec, t sim.Tick) bool {
	a := arenaOf(cfg)
	s, away := a.nearestStar(at, at.Len(), t)
	return s.burns(away, a.flareAt(t).On(t))
}

// burns reports whether a ship that is r away burns.
func (s *star) burns(r fixed.Num, flare bool) bool { return !s.black && r < s.coronaIn(flare) }
