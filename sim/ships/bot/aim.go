package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

const (
	pulseRange  = 800   // units within which a shot makes sense
	railRange   = 1_150 // units
	railReserve = 20    // energy that is kept
)

// aimAndFire turns the ship and fires.
func (b *brain) aimAndFire(in *sim.Input) {
	if b.racesOn() {
		in.Axes[ships.AxisAim] = int32(uint16(b.raceVelocity().Direction()))
		return
	}
	if b.enemy.dist == 0 {
		in.Axes[ships.AxisAim] = int32(uint16(b.vel.Direction()))
		if b.blipDist > 0 {
			in.Axes[ships.AxisAim] = int32(uint16(b.blip.Direction()))
		}
		return
	}
	if b.railReady() && b.aimRail(in) {
		return
	}
	b.aimPulse(in)
}

// aimPulse aims ahead of the enemy by the time that a pulse needs to reach it, and away from
// the star by as much as the shot is bent.
func (b *brain) aimPulse(in *sim.Input) {
	rel := b.enemy.vel.Sub(b.vel)
	at := b.enemy.offset
	for range 2 {
		when := at.Len() / fixed.Num(b.own.Stats.PulseSpeed) * fixed.Num(b.lead) / 100
		at = b.enemy.offset.Add(rel.Scale(when)).Sub(b.drop(at, when))
	}
	want := at.Direction()
	in.Axes[ships.AxisAim] = int32(uint16(want) + uint16(b.aimError(b.wobble, 1)))
	if at.Len() > fixed.Int(pulseRange) || b.randomBelow(5, 2, 100) < b.pausePercent {
		return
	}
	off := fixed.Num(angleBetween(b.nextHeading(uint16(in.Axes[ships.AxisAim])), fixed.Angle(uint16(in.Axes[ships.AxisAim]))))
	// An angle of n/65536 turn is an arc of n·2π/65536 radii.
	if off*at.Len()/10_430 < fixed.Int(int(b.trigger)) {
		in.Buttons |= ships.ButtonPulse
	}
}

// aimError is the error of the aim, at most most to either side. It drifts, as a hand does,
// from one random error to the next.
func (b *brain) aimError(most int32, salt uint64) int32 {
	from := b.randomAt(b.Tick>>b.wobbleShift, salt, 2*most+1)
	to := b.randomAt(b.Tick>>b.wobbleShift+1, salt, 2*most+1)
	part := int32(b.Tick & (1<<b.wobbleShift - 1))
	return from + (to-from)*part>>b.wobbleShift - most
}

// nextHeading is the heading after one tick of turning toward aim.
func (b *brain) nextHeading(aim uint16) fixed.Angle {
	most := int32(ships.TurnRate / b.rate)
	way := int32(fixed.AngleDiff(b.heading, fixed.Angle(aim)))
	return b.heading + fixed.Angle(min(max(way, -most), most))
}

func angleBetween(a, b fixed.Angle) int32 {
	n := int32(fixed.AngleDiff(a, b))
	return max(n, -n)
}

// railReady reports whether the bot may use the rail now. It does so in some of the periods
// of two seconds only: a bot that always used the rail would be no fun to play against.
func (b *brain) railReady() bool {
	soon := int32(b.rate / 8) // ticks to turn from the aim ahead to the enemy itself
	return b.spread > 0 && b.randomBelow(7, 7, b.railTimes) == 0 && b.own.RailWait <= soon &&
		b.own.Energy >= b.own.RailCost+fixed.Int(railReserve) && b.enemy.dist < fixed.Int(railRange)
}

// aimRail aims where the enemy is seen, since the server rewinds to what was seen. It
// reports whether the aim is close enough to wait for the shot.
func (b *brain) aimRail(in *sim.Input) bool {
	from := b.vel.DivInt(b.rate) // the ship moves before it fires
	want := b.enemy.offset.Sub(from).Direction()
	aim := uint16(want) + uint16(b.aimError(b.spread, 3))
	if angleBetween(b.heading, fixed.Angle(aim)) > int32(ships.TurnRate/6) {
		return false
	}
	in.Axes[ships.AxisAim] = int32(aim)
	if b.own.RailWait <= 1 && b.nextHeading(aim) == fixed.Angle(aim) {
		in.Buttons |= ships.ButtonRail
	}
	return true
}

// useItem uses the carried item when it is worth most.
func (b *brain) useItem(in *sim.Input) {
	if b.enemy.dist == 0 || b.simple || b.own.Held&ships.ButtonItem != 0 || b.own.ItemWait > 0 {
		return // the button must be released, and a pause be over, before it counts again
	}
	near := b.enemy.dist < fixed.Int(600)
	use := false
	switch b.own.Item {
	case ships.ItemOvershield:
		use = near && b.own.Shield < fixed.Int(35)
	case ships.ItemBlink:
		use = b.threat && b.health < 120 && b.blinkIsSafe()
	case ships.ItemMine:
		use = b.enemy.dist < fixed.Int(400)
	case ships.ItemSeeker:
		use = near && angleBetween(b.heading, b.enemy.offset.Direction()) < 6_000
	}
	if use {
		in.Buttons |= ships.ButtonItem
	}
}

// blinkIsSafe is false if a blink would end in or behind the star.
func (b *brain) blinkIsSafe() bool {
	way := fixed.Unit(b.heading).Scale(fixed.Int(ships.BlinkDistance + 40))
	return b.off.Add(way).Len() > b.danger && b.pos.Add(way).Len() < ships.ArenaRadius(b.Config)
}

// chooseRefit takes the refit of an offer that the bot likes better, once it has thought about it.
func (b *brain) chooseRefit(in *sim.Input) {
	const both = ships.ButtonFirst | ships.ButtonSecond
	if b.own.Offer[0] == ships.NoRefit || b.own.Held&both != 0 || b.randomBelow(5, 11, 3) != 0 {
		return
	}
	in.Buttons |= ships.ButtonFirst
	for _, r := range b.refits {
		switch r {
		case b.own.Offer[0]:
			return
		case b.own.Offer[1]:
			in.Buttons ^= both
			return
		}
	}
}
