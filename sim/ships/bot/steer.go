package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

const (
	fightRing   = 330 // units: the distance a bot likes to fight at
	fightCircle = 190 // units per second around its foe
	travel      = 380 // units per second
	press       = 34  // units per second off the wish at which a bot presses a key
	letGo       = 8   // and at which it lets go

	weak      = 55  // health at which a bot breaks off
	boostFrom = 750 // units of way that are worth boosting
	ahead     = 2   // seconds of own flight that are checked for the star

	dry   = 75  // energy at which a bot that spends it flies to the star
	full  = 90  // and at which it has had enough
	apart = 480 // units to the nearest foe that leave it the time
	sunny = 170 // units outside the corona, where it is warm but nothing burns
)

// steer sets the sticks for the velocity the bot wants.
func (m *mind) steer(in *sim.Input) {
	want := m.wish().Add(m.away.Scale(fixed.Num(m.dodge) * 2 * fixed.One))
	want = m.dodgeRocks(want)
	want = m.keepInside(want)
	want, fleeing := m.keepOut(want)
	push := want.Sub(m.vel)
	heading := m.next(uint16(in.Axes[ships.AxisAim]))
	forward := fixed.Unit(heading)
	in.Axes[ships.AxisThrust] = int32(stick(push.Dot(forward), m.thrust))
	in.Axes[ships.AxisStrafe] = int32(stick(push.Dot(forward.Right()), m.strafe))
	if m.boosts(push, forward, fleeing) {
		in.Buttons |= ships.ButtonBoost
	}
}

// stick is a key that is pressed or not, and was before: a bot plays as most
// people do, and what flies steadily is cheap to foresee for all who watch.
func stick(n fixed.Num, before int32) int8 {
	slack := fixed.Int(press)
	if before != 0 && n > 0 == (before > 0) {
		slack = fixed.Int(letGo)
	}
	switch {
	case n > slack:
		return 127
	case n < -slack:
		return -127
	}
	return 0
}

// wish is the velocity that the bot would like if nothing were in the way.
func (m *mind) wish() fixed.Vec {
	switch {
	case m.thirsty():
		return m.bask()
	case m.prizeAt > 0 && (m.foe.dist == 0 || m.prizeAt < m.foe.dist):
		return toward(m.prize, fixed.Int(travel))
	case m.foe.dist > 0 && m.dodge > 0 && m.health < weak:
		out := unit(m.foe.to)
		return m.foe.vel.Sub(out.Scale(fixed.Int(travel))).Add(m.circle(out))
	case m.foe.dist > 0:
		out := unit(m.foe.to)
		gap := m.foe.dist - fixed.Int(fightRing)
		close := min(max(gap, -fixed.Int(200)), fixed.Int(300))
		return m.foe.vel.Add(out.Scale(close)).Add(m.circle(out))
	case m.farDist > 0:
		return toward(m.far, fixed.Int(travel))
	}
	return m.patrol()
}

// thirsty reports whether it is time to fill up near the star, and safe: a bot that
// has gone there stays until it is worth it.
func (m *mind) thirsty() bool {
	energy := fixed.Num(m.Own[ships.OwnEnergy]).Round()
	if m.spread == 0 || energy > full || m.threat || m.health < weak ||
		m.foe.dist > 0 && m.foe.dist < fixed.Int(apart) {
		return false
	}
	return energy < dry || m.pos.Len() < ships.SunReach(m.Config)*6/10
}

// bask rounds the star a little outside the corona, the way the bot flies already.
func (m *mind) bask() fixed.Vec {
	on := fixed.Quarter / 3
	if m.pos.Right().Dot(m.vel) < 0 {
		on = -on
	}
	ring := ships.CoronaRadius(m.Config) + fixed.Int(sunny)
	return toward(fixed.Unit(m.pos.Direction()+on).Scale(ring).Sub(m.pos), fixed.Int(travel)*2/3)
}

// circle is the part of a fight that goes around the foe; the side changes.
func (m *mind) circle(out fixed.Vec) fixed.Vec {
	side := out.Right().Scale(fixed.Int(fightCircle))
	if m.chance(7, 4, 2) == 0 {
		return fixed.Vec{X: -side.X, Y: -side.Y}
	}
	return side
}

// patrol circles the star at half the arena's width.
func (m *mind) patrol() fixed.Vec {
	half := ships.ArenaRadius(m.Config) / 2
	ahead := fixed.Unit(m.pos.Direction() + fixed.Quarter/4).Scale(half)
	return toward(ahead.Sub(m.pos), fixed.Int(travel)/2)
}

func toward(to fixed.Vec, speed fixed.Num) fixed.Vec { return unit(to).Scale(speed) }

// keepInside turns the wish around near the edge of the arena.
func (m *mind) keepInside(want fixed.Vec) fixed.Vec {
	edge := ships.ArenaRadius(m.Config) * 93 / 100
	if m.pos.Len() < edge {
		return want
	}
	return toward(m.pos, -fixed.Int(travel)/2).Add(want.Scale(fixed.One / 2))
}

// keepOut gives way to the star: if the flight as it is would lead too close,
// nothing else counts.
func (m *mind) keepOut(want fixed.Vec) (fixed.Vec, bool) {
	safe := ships.CoronaRadius(m.Config) + fixed.Int(70)
	way := m.vel.Scale(ahead * fixed.One)
	when := fixed.Num(0)
	if long := way.Dot(way); long > 0 {
		when = min(max(fixed.Div(-m.pos.Dot(way), long), 0), fixed.One)
	}
	near := m.pos.Add(way.Scale(when)).Len()
	r := m.pos.Len()
	if near > safe && r > safe+fixed.Int(60) {
		return want, false
	}
	out := unit(m.pos)
	side := out.Right()
	if side.Dot(m.vel) < 0 {
		side = fixed.Vec{X: -side.X, Y: -side.Y}
	}
	// Round the star rather than back: speed along the orbit is what saves.
	return side.Scale(fixed.Int(260)).Add(out.Scale(fixed.Int(300))), r < safe
}

// dodgeRocks adds a push around the rocks that are in the way.
func (m *mind) dodgeRocks(want fixed.Vec) fixed.Vec {
	low, high := ships.RocksNear(m.Config, m.pos.Len(), fixed.Int(220))
	for i := low; i < high; i++ {
		x, y, radius := ships.RockAt(m.Config, i, m.Tick)
		off := m.pos.Sub(fixed.Vec{X: x, Y: y})
		gap := off.Len() - radius
		if gap > fixed.Int(170) || off.Dot(m.vel) > 0 && gap > fixed.Int(40) {
			continue
		}
		out := unit(off)
		side := out.Right()
		if side.Dot(m.vel) < 0 {
			side = fixed.Vec{X: -side.X, Y: -side.Y}
		}
		want = want.Add(side.Scale(fixed.Int(160))).Add(out.Scale(fixed.Int(200)))
	}
	return want
}

func (m *mind) boosts(push, forward fixed.Vec, fleeing bool) bool {
	energy := fixed.Num(m.Own[ships.OwnEnergy]).Round()
	if push.Dot(forward) < fixed.Int(120) {
		return false
	}
	if fleeing {
		return energy > 3
	}
	return m.foe.dist == 0 && m.farDist > fixed.Int(boostFrom) && energy > 60 && m.spread > 0
}
