package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// forecast is the motion model: it advances the words of an entity of kind k by some
// ticks, using only the words and the arena. The codec sends differences from it, and
// clients extrapolate with it.
func (a *arena) forecast(k sim.Kind, words *sim.Words, ticks int) {
	if ticks <= 0 {
		return
	}
	switch k {
	case KindShip:
		pos := fromWords(words[ShipX], words[ShipY], posShift)
		vel := fromWords(words[ShipVX], words[ShipVY], velShift)
		heading := fixed.Angle(words[ShipHeading]) << headingShift
		e := engine{
			classes[classOf(words[ShipClass])].Thrust,
			stick(words[ShipThrust]), stick(words[ShipStrafe]), words[ShipFlags]&FlagBoost != 0,
		}
		pos, vel = a.coast(pos, vel, a.pull(pos, vel, 0).Add(e.pull(heading)), ticks)
		words[ShipX], words[ShipY] = posWord(pos.X), posWord(pos.Y)
		words[ShipVX], words[ShipVY] = velWord(vel.X), velWord(vel.Y)
	case KindSeeker:
		pos := fromWords(words[SeekerX], words[SeekerY], posShift)
		vel := fromWords(words[SeekerVX], words[SeekerVY], velShift)
		pos, _ = a.coast(pos, vel, fixed.Vec{}, ticks)
		words[SeekerX], words[SeekerY] = posWord(pos.X), posWord(pos.Y)
	}
}

// birth guesses the words of a pulse that was fired back ticks before tick t, at which its ship had
// the words of ship.
func (a *arena) birth(ship *sim.Words, t sim.Tick, back int) sim.Words {
	pos := fromWords(ship[ShipX], ship[ShipY], posShift)
	vel := fromWords(ship[ShipVX], ship[ShipVY], velShift)
	dir := fixed.Unit(fixed.Angle(ship[ShipHeading]) << headingShift)
	pos.X -= vel.X * fixed.Num(back) / fixed.Num(a.rate)
	pos.Y -= vel.Y * fixed.Num(back) / fixed.Num(a.rate)
	pos, vel = pos.Add(dir.Scale(fixed.Int(muzzleDistance))), vel.Add(dir.Scale(fixed.Int(PulseSpeed)))
	return sim.Words{
		PulseBorn: int32(t-sim.Tick(back)) & birthMask,
		PulseX:    posWord(pos.X), PulseY: posWord(pos.Y),
		PulseVX: velWord(vel.X), PulseVY: velWord(vel.Y), PulseHeat: ship[ShipHeat],
	}
}

// stick converts a direction in a word (-1, 0, 1) to an axis of an Input.
func stick(word int32) int8 { return int8(min(max(word, -1), 1) * 127) }

// coast advances a position and a velocity by some ticks under a constant acceleration in
// one step; the result is the sum of what one step per tick would do.
func (a *arena) coast(pos, vel, pull fixed.Vec, ticks int) (fixed.Vec, fixed.Vec) {
	n := fixed.Num(min(int64(ticks), a.rate)) // after a second an extrapolation is worth nothing
	step := pull.DivInt(a.rate)
	pos.X += (vel.X*n + step.X*n*(n+1)/2) / fixed.Num(a.rate)
	pos.Y += (vel.Y*n + step.Y*n*(n+1)/2) / fixed.Num(a.rate)
	return pos, vel.Add(fixed.Vec{X: step.X * n, Y: step.Y * n})
}
