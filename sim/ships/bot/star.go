package bot

import (
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

const (
	lowEnergy    = 60  // energy below which a bot that needs it flies to the star
	enoughEnergy = 90  // energy at which it has enough
	diveDistance = 520 // units to the nearest enemy that leave it the time
	coronaMargin = 100 // units outside the corona: near, but not burning
	lookahead    = 2   // seconds of flight that are checked for the star
	gateWorth    = 65  // percent of the way that is left for a gate to be worth it
	longWay      = 900 // units: a longer way leads past the star, which speeds it up and heats

	braveDepth = 85 // units within the corona: a bot climbs out of that before it burns, however large the star

	coverDistance = 420 // units to a rock that a hurt bot hides behind
	coverGap      = 60  // units that it stays behind that
)

// noticeStars finds the nearest star, and what it must keep away from.
func (b *brain) noticeStars() {
	f := ships.FlareAt(b.Config, b.Tick)
	b.flare = b.Tick >= f.Notice && b.Tick < f.End && (b.dodge > 0 || b.randomBelow(9, 9, 2) == 0)
	b.stars = ships.BodiesAt(b.Config, b.Tick)
	best := fixed.Num(0)
	for i := range b.stars.All() {
		s := &b.stars.All()[i]
		off, danger := b.pos.Sub(s.At), b.dangerOf(s)
		gap := off.Len() - s.Quiet
		if i == 0 || gap < best {
			best, b.sun, b.off, b.danger = gap, *s, off, danger
		}
		b.outside = max(b.outside, s.At.Len()+danger)
	}
}

// dangerOf is the distance from a star that a bot keeps: the corona, or that of the flare that is
// under way or announced. Half of the bots that do not dodge see a flare only when it burns.
func (b *brain) dangerOf(s *ships.Body) fixed.Num {
	if b.flare && !s.Black {
		return s.Quiet * ships.FlareSize
	}
	return s.Corona
}

// needsStar reports whether it is time to fetch energy and heat near the star, and safe. A
// bot that is already there stays until it has enough.
func (b *brain) needsStar() bool {
	energy, heat := b.own.Energy.Round(), b.own.Heat.Round()
	if b.spread == 0 || energy > enoughEnergy && heat > b.hot || b.threat || b.health < retreatHealth ||
		b.enemy.dist > 0 && b.enemy.dist < fixed.Int(diveDistance) || b.danger > b.sun.Quiet {
		return false
	}
	return energy < lowEnergy || heat < b.lowHeat || b.off.Len() < b.sun.Heat*6/10
}

// diveVelocity circles the star a little outside the corona, in the direction in which the
// bot flies already.
func (b *brain) diveVelocity() fixed.Vec {
	on := fixed.Quarter / 3
	if b.off.Right().Dot(b.vel) < 0 {
		on = -on
	}
	ring := b.danger + fixed.Int(coronaMargin)
	return toward(fixed.Unit(b.off.Direction()+on).Scale(ring).Sub(b.off), fixed.Int(travelSpeed)*2/3)
}

// slingshot is where to fly first for a long way that leads near the star: close past it, on
// the side where the way is. Any other way is as it was.
func (b *brain) slingshot(to fixed.Vec, dist fixed.Num) fixed.Vec {
	to, dist = b.throughGate(to, dist)
	if dist < fixed.Int(longWay) || b.spread == 0 {
		return to
	}
	dir := fixed.Vec{X: fixed.Div(to.X, dist), Y: fixed.Div(to.Y, dist)}
	along := -b.off.Dot(dir) // to where the way is nearest to the star
	if along < 0 || along > dist {
		return to
	}
	near := b.off.Add(dir.Scale(along))
	if near.Len() > b.sun.Heat {
		return to
	}
	side := unit(near)
	if near.Len() < fixed.One {
		side = dir.Right()
	}
	return side.Scale(b.danger + fixed.Int(b.slingshotMargin())).Sub(b.off)
}

// slingshotMargin is how far outside what burns a bot passes the star: a race is won there.
func (b *brain) slingshotMargin() int {
	if b.race.dist > 0 {
		return raceMargin
	}
	return coronaMargin
}

// throughGate is the way to a gate, if a place far away is much nearer through it. Any other way
// is as it was.
func (b *brain) throughGate(to fixed.Vec, dist fixed.Num) (fixed.Vec, fixed.Num) {
	if dist < fixed.Int(longWay) {
		return to, dist
	}
	gates := ships.GatesAt(b.Config, b.Tick)
	all, goal, best := gates.All(), b.pos.Add(to), dist*gateWorth/100
	for i := range all {
		in := all[i].At.Sub(b.pos)
		if way := in.Len() + all[all[i].To].At.Sub(goal).Len(); way < best {
			best, to, dist = way, in, in.Len()
		}
	}
	return to, dist
}

// keepAway is how near to a star a bot flies: into the corona while it fights and can bear
// it, for a kill counts double there.
func (b *brain) keepAway(s *ships.Body) fixed.Num {
	danger := b.dangerOf(s)
	if b.enemy.dist > 0 && b.health > b.brave && danger == s.Quiet {
		return danger - fixed.Int(braveDepth)
	}
	return danger - fixed.Int(b.careless)
}

// avoidStars replaces the wanted velocity if the present flight leads too close to a star. It
// also reports whether the bot is already too close.
func (b *brain) avoidStars(want fixed.Vec) (fixed.Vec, bool) {
	for i := range b.stars.All() {
		if out, near, close := b.avoidStar(&b.stars.All()[i]); near {
			return out, close
		}
	}
	return want, false
}

func (b *brain) avoidStar(s *ships.Body) (want fixed.Vec, near, close bool) {
	safe, off := b.keepAway(s), b.pos.Sub(s.At)
	way := b.vel.Scale(lookahead * fixed.One)
	when := fixed.Num(0)
	if long := way.Dot(way); long > 0 {
		when = min(max(fixed.Div(-off.Dot(way), long), 0), fixed.One)
	}
	r := off.Len()
	if off.Add(way.Scale(when)).Len() > safe && r > safe+fixed.Int(40) {
		return want, false, false
	}
	out := unit(off)
	side := out.Right()
	if side.Dot(b.vel) < 0 {
		side = fixed.Vec{X: -side.X, Y: -side.Y}
	}
	// Around the star rather than back: speed along the orbit is what helps.
	return side.Scale(fixed.Int(260)).Add(out.Scale(fixed.Int(300))), true, r < safe
}

// cover is the way to the far side of the nearest rock, seen from the enemy: no rail and no
// seeker finds the bot there. ok is false if no rock is near.
func (b *brain) cover() (to fixed.Vec, ok bool) {
	best := fixed.Int(coverDistance)
	low, high := ships.RocksNear(b.Config, b.pos.Len(), best)
	for i := low; i < high; i++ {
		x, y, radius := ships.RockAt(b.Config, i, b.Tick)
		off := fixed.Vec{X: x, Y: y}.Sub(b.pos)
		if dist := off.Len(); dist < best && dist > radius && b.broken&(1<<uint(i&63)) == 0 {
			best, ok = dist, true
			to = off.Add(toward(off.Sub(b.enemy.offset), radius+fixed.Int(coverGap)))
		}
	}
	return to, ok
}

// drop is how far the star bends a shot at something at an offset that it reaches after a
// time, in seconds.
func (b *brain) drop(at fixed.Vec, when fixed.Num) fixed.Vec {
	middle := b.pos.Add(fixed.Vec{X: at.X / 2, Y: at.Y / 2})
	return ships.Gravity(b.Config, middle, b.Tick).Scale(fixed.Mul(when, when) / 2)
}
