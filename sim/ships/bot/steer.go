package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

const (
	circleSpeed  = 190 // units per second around its enemy
	travelSpeed  = 380 // units per second
	pressSpeed   = 34  // units per second: a key is pressed if the velocity is off by more
	releaseSpeed = 8   // and released if it is off by less

	retreatHealth = 55  // health below which a bot retreats
	boostDistance = 750 // units: a longer way is worth boosting
)

// setSticks sets thrust, strafe and boost for the velocity that the bot wants.
func (b *brain) setSticks(in *sim.Input) {
	want := b.desiredVelocity().Add(b.avoid.Scale(fixed.Num(b.dodge) * 2 * fixed.One))
	want = b.avoidRocks(want.Scale(fixed.Num(b.push) * fixed.One / 100))
	want = b.avoidEdge(want)
	want, fleeing := b.avoidStars(want)
	push := want.Sub(b.vel)
	heading := b.nextHeading(uint16(in.Axes[ships.AxisAim]))
	forward := fixed.Unit(heading)
	in.Axes[ships.AxisThrust] = int32(stick(push.Dot(forward), b.thrust))
	in.Axes[ships.AxisStrafe] = int32(stick(push.Dot(forward.Right()), b.strafe))
	if b.wantsBoost(push, forward, fleeing) {
		in.Buttons |= ships.ButtonBoost
	}
}

// stick is the state of a key that was or was not pressed before. A bot holds keys down as
// most people do: a ship that flies steadily costs little bandwidth.
func stick(n fixed.Num, before int32) int8 {
	slack := fixed.Int(pressSpeed)
	if before != 0 && n > 0 == (before > 0) {
		slack = fixed.Int(releaseSpeed)
	}
	switch {
	case n > slack:
		return 127
	case n < -slack:
		return -127
	}
	return 0
}

// desiredVelocity is the velocity that the bot wants if nothing is in the way.
func (b *brain) desiredVelocity() fixed.Vec {
	if b.race.dist > 0 {
		return b.raceVelocity()
	}
	if want, ok := b.goalVelocity(); ok {
		return want
	}
	if want, ok := b.powerupVelocity(); ok {
		return want
	}
	switch {
	case b.simple && b.enemy.dist > 0:
		return toward(b.enemy.offset, min(b.enemy.dist-fixed.Int(int(b.distance)), fixed.Int(travelSpeed)))
	case b.pickupDist > 0 && (b.enemy.dist == 0 || b.pickupDist < b.enemy.dist*fixed.Num(b.loot)/100):
		return toward(b.pickup, fixed.Int(travelSpeed))
	case b.needsStar():
		return b.diveVelocity()
	case b.enemy.dist > 0 && b.dodge > 0 && b.health < retreatHealth:
		if to, ok := b.cover(); ok {
			return toward(to, fixed.Int(travelSpeed))
		}
		out := unit(b.enemy.offset)
		return b.enemy.vel.Sub(out.Scale(fixed.Int(travelSpeed))).Add(b.circleVelocity(out))
	case b.enemy.dist > 0:
		out := unit(b.enemy.offset)
		gap := b.enemy.dist - fixed.Int(int(b.distance))
		close := min(max(gap, -fixed.Int(200)), fixed.Int(300))
		return b.enemy.vel.Add(out.Scale(close)).Add(b.circleVelocity(out))
	case b.blipDist > 0:
		return toward(b.slingshot(b.blip, b.blipDist), fixed.Int(travelSpeed))
	}
	return b.patrolVelocity()
}

// circleVelocity is the part of the velocity that circles the enemy; its direction changes
// from time to time.
func (b *brain) circleVelocity(out fixed.Vec) fixed.Vec {
	side := out.Right().Scale(fixed.Int(circleSpeed))
	if b.randomBelow(7, 4, 2) == 0 {
		return fixed.Vec{X: -side.X, Y: -side.Y}
	}
	return side
}

// patrolVelocity circles the star at half the radius of the arena.
func (b *brain) patrolVelocity() fixed.Vec {
	half := ships.ArenaRadius(b.Config) / 2
	ahead := fixed.Unit(b.pos.Direction() + fixed.Quarter/4).Scale(half)
	return toward(ahead.Sub(b.pos), fixed.Int(travelSpeed)/2)
}

func toward(to fixed.Vec, speed fixed.Num) fixed.Vec { return unit(to).Scale(speed) }

// avoidEdge turns the wanted velocity inward near the edge of the arena.
func (b *brain) avoidEdge(want fixed.Vec) fixed.Vec {
	edge := ships.ArenaRadius(b.Config) * 93 / 100
	if b.pos.Len() < edge {
		return want
	}
	return toward(b.pos, -fixed.Int(travelSpeed)/2).Add(want.Scale(fixed.One / 2))
}

// avoidRocks adds a push around rocks that are in the way.
func (b *brain) avoidRocks(want fixed.Vec) fixed.Vec {
	low, high := ships.RocksNear(b.Config, b.pos.Len(), fixed.Int(220))
	for i := low; i < high; i++ {
		x, y, radius := ships.RockAt(b.Config, i, b.Tick)
		off := b.pos.Sub(fixed.Vec{X: x, Y: y})
		gap := off.Len() - radius
		if gap > fixed.Int(170) || off.Dot(b.vel) > 0 && gap > fixed.Int(40) {
			continue
		}
		out := unit(off)
		side := out.Right()
		if side.Dot(b.vel) < 0 {
			side = fixed.Vec{X: -side.X, Y: -side.Y}
		}
		want = want.Add(side.Scale(fixed.Int(160))).Add(out.Scale(fixed.Int(200)))
	}
	return want
}

func (b *brain) wantsBoost(push, forward fixed.Vec, fleeing bool) bool {
	energy := b.own.Energy.Round()
	if push.Dot(forward) < fixed.Int(120) {
		return false
	}
	if fleeing {
		return energy > 3
	}
	if b.race.dist > 0 {
		return energy > raceEnergy && !b.simple
	}
	return b.enemy.dist == 0 && b.blipDist > fixed.Int(boostDistance) && energy > 60 && b.spread > 0
}
