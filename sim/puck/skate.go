package puck

import "perihelion/sim/fixed"

// control takes what a skater's player holds in this tick. Skaters who wait for a
// face-off only turn.
func (b *body) control(c controls, t *timing, frozen bool) {
	if b.swing > 0 {
		c.aim = b.aim // it was chosen when the kick was let go
	}
	b.controls = c
	b.turnStick(t)
	b.boosting = false
	b.rest = max(b.rest-1, 0)
	if frozen {
		b.charge, b.swing = 0, 0
		return
	}
	b.spendEnergy(t)
	b.chargeKick(t)
}

func (b *body) turnStick(t *timing) {
	most := int32(turnRate/t.rate) &^ (angleStep - 1)
	way := int32(fixed.AngleDiff(b.heading, b.aim))
	b.heading += fixed.Angle(min(max(way, -most), most))
}

// spendEnergy decides whether the skater boosts. A boost that is held never refills, or an
// empty skater would stutter between one tick of boost and one of refilling.
func (b *body) spendEnergy(t *timing) {
	cost := int32(boostCost * energyUnit / t.rate)
	held := b.held&ButtonBoost != 0
	switch {
	case held && b.energy >= cost && (b.pushX|b.pushY) != 0:
		b.boosting = true
		b.energy -= cost
	case !held:
		b.energy = min(b.energy+int32(refill*energyUnit/t.rate), FullEnergy*energyUnit)
	}
}

// chargeKick winds a kick up while its button is held, and swings when it is let go. A
// swing waits a little for a puck that is about to come.
func (b *body) chargeKick(t *timing) {
	switch {
	case b.swing > 0:
		if b.swing--; b.swing == 0 {
			b.endKick(t)
		}
	case b.rest > 0:
		b.charge = 0
	case b.held&ButtonKick != 0:
		b.charge = min(b.charge+1, t.slap)
	case b.charge > 0:
		b.swing = t.swing
	}
}

func (b *body) endKick(t *timing) { b.charge, b.swing, b.rest = 0, 0, t.rest }

// skate moves a body by one sub-step, as if it were alone in the rink.
func (b *body) skate(t *timing) (hit impact) {
	pull, push := b.pull()
	drag := glideDrag
	if push {
		drag = pushDrag
	}
	b.vel = b.vel.Add(pull.DivInt(t.per))
	b.vel = b.vel.Sub(fixed.Vec{X: percent(b.vel.X, drag), Y: percent(b.vel.Y, drag)}.DivInt(t.per))
	if !push {
		b.vel = slow(b.vel, fixed.Int(glideStop)/fixed.Num(t.per))
	}
	b.vel = limit(b.vel, fixed.Int(TopSpeed))
	b.pos = b.pos.Add(b.vel.DivInt(t.per))
	return b.board()
}

// pull is the acceleration of a skater by its own will.
func (b *body) pull() (a fixed.Vec, push bool) {
	x, y := int64(b.pushX), int64(b.pushY)
	if x|y == 0 {
		return a, false
	}
	// A diagonal is no stronger than a straight push.
	length := max(fixed.Root(uint64(x*x+y*y)<<32), pushMost<<fixed.Shift)
	strength := fixed.Int(pushPull)
	if b.boosting {
		strength += fixed.Int(boostPull)
	}
	if b.charge > 0 && b.swing == 0 {
		strength = percent(strength, windUp)
	}
	per := fixed.Div(strength, fixed.Num(length))
	return fixed.Vec{X: per * fixed.Num(x), Y: per * fixed.Num(y)}, true
}

// board keeps a skater in the rink.
func (b *body) board() (hit impact) {
	pos, normal, out := confine(b.pos, fixed.Int(SkaterRadius))
	if !out {
		return hit
	}
	b.pos = pos
	b.vel, hit.force = bounce(b.vel, normal, bounceRink)
	hit.at = b.pos
	return hit
}

// stick is where the skater holds the puck.
func (b *body) stick() fixed.Vec {
	return b.pos.Add(scale(facing(b.heading), fixed.Int(StickReach)))
}

// kickSpeed is how fast the puck leaves.
func (b *body) kickSpeed(t *timing) fixed.Num {
	return fixed.Int(TapSpeed) + fixed.Int(slapSpeed-TapSpeed)*fixed.Num(b.charge)/fixed.Num(t.slap)
}

// strength is the charge of a kick in 1/maxStrength.
func (b *body) strength(t *timing) int32 { return b.charge * maxStrength / t.slap }

// maxStrength is the strength of the hardest kick, in the words of events.
const maxStrength = 15

// slow takes some speed off v, down to nothing.
func slow(v fixed.Vec, loss fixed.Num) fixed.Vec {
	speed := length(v)
	if speed <= loss {
		return fixed.Vec{}
	}
	return scale(v, fixed.Div(speed-loss, speed))
}
