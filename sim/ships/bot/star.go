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
	longWay      = 900 // units: a longer way leads past the star, which speeds it up and heats

	braveDepth = 85 // units within the corona: a bot climbs out of that before it burns, however large the star

	coverDistance = 420 // units to a rock that a hurt bot hides behind
	coverGap      = 60  // units that it stays behind that
)

// dangerRadius is the distance from the star that a bot keeps: the corona, or that of the
// flare that is under way or announced. Half of the bots that do not dodge see a flare only when
// it burns.
func (b *brain) dangerRadius() fixed.Num {
	f := ships.FlareAt(b.Config, b.Tick)
	if b.Tick >= f.Notice && b.Tick < f.End && (b.dodge > 0 || b.randomBelow(9, 9, 2) == 0) {
		return ships.CoronaRadiusAt(b.Config, f.Begin)
	}
	return ships.CoronaRadiusAt(b.Config, b.Tick)
}

// needsStar reports whether it is time to fetch energy and heat near the star, and safe. A
// bot that is already there stays until it has enough.
func (b *brain) needsStar() bool {
	energy, heat := b.own.Energy.Round(), b.own.Heat.Round()
	if b.spread == 0 || energy > enoughEnergy && heat > b.hot || b.threat || b.health < retreatHealth ||
		b.enemy.dist > 0 && b.enemy.dist < fixed.Int(diveDistance) || b.danger > ships.CoronaRadius(b.Config) {
		return false
	}
	return energy < lowEnergy || heat < b.lowHeat || b.pos.Len() < ships.HeatRadius(b.Config)*6/10
}

// diveVelocity circles the star a little outside the corona, in the direction in which the
// bot flies already.
func (b *brain) diveVelocity() fixed.Vec {
	on := fixed.Quarter / 3
	if b.pos.Right().Dot(b.vel) < 0 {
		on = -on
	}
	ring := b.danger + fixed.Int(coronaMargin)
	return toward(fixed.Unit(b.pos.Direction()+on).Scale(ring).Sub(b.pos), fixed.Int(travelSpeed)*2/3)
}

// slingshot is where to fly first for a long way that leads near the star: close past it, on
// the side where the way is. Any other way is as it was.
func (b *brain) slingshot(to fixed.Vec, dist fixed.Num) fixed.Vec {
	if dist < fixed.Int(longWay) || b.spread == 0 {
		return to
	}
	dir := fixed.Vec{X: fixed.Div(to.X, dist), Y: fixed.Div(to.Y, dist)}
	along := -b.pos.Dot(dir) // to where the way is nearest to the star
	if along < 0 || along > dist {
		return to
	}
	near := b.pos.Add(dir.Scale(along))
	if near.Len() > ships.HeatRadius(b.Config) {
		return to
	}
	side := unit(near)
	if near.Len() < fixed.One {
		side = dir.Right()
	}
	return side.Scale(b.danger + fixed.Int(coronaMargin)).Sub(b.pos)
}

// keepAway is how near to the star a bot flies: into the corona while it fights and can bear
// it, for a kill counts double there.
func (b *brain) keepAway() fixed.Num {
	if b.enemy.dist > 0 && b.health > b.brave && b.danger == ships.CoronaRadius(b.Config) {
		return b.danger - fixed.Int(braveDepth)
	}
	return b.danger - fixed.Int(b.careless)
}

// avoidStar replaces the wanted velocity if the present flight leads too close to the
// star. It also reports whether the bot is already too close.
func (b *brain) avoidStar(want fixed.Vec) (fixed.Vec, bool) {
	safe := b.keepAway()
	way := b.vel.Scale(lookahead * fixed.One)
	when := fixed.Num(0)
	if long := way.Dot(way); long > 0 {
		when = min(max(fixed.Div(-b.pos.Dot(way), long), 0), fixed.One)
	}
	near := b.pos.Add(way.Scale(when)).Len()
	r := b.pos.Len()
	if near > safe && r > safe+fixed.Int(40) {
		return want, false
	}
	out := unit(b.pos)
	side := out.Right()
	if side.Dot(b.vel) < 0 {
		side = fixed.Vec{X: -side.X, Y: -side.Y}
	}
	// Around the star rather than back: speed along the orbit is what helps.
	return side.Scale(fixed.Int(260)).Add(out.Scale(fixed.Int(300))), r < safe
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
	return ships.Gravity(b.Config, middle).Scale(fixed.Mul(when, when) / 2)
}
