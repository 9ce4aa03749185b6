package ships

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// Forecast is the motion model: it advances the words of an entity of kind k by some
// ticks, using only the words and cfg. The codec sends differences from it, and clients
// extrapolate with it.
func Forecast(cfg *sim.Config, k sim.Kind, words *sim.Words, ticks int) {
	a := arenaOf(cfg)
	a.forecast(k, words, ticks)
}

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
		pos, vel = a.coast(pos, vel, a.pull(pos, vel).Add(e.pull(heading)), ticks)
		words[ShipX], words[ShipY] = posWord(pos.X), posWord(pos.Y)
		words[ShipVX], words[ShipVY] = velWord(vel.X), velWord(vel.Y)
	case KindSeeker:
		pos := fromWords(words[SeekerX], words[SeekerY], posShift)
		vel := fromWords(words[SeekerVX], words[SeekerVY], velShift)
		pos, _ = a.coast(pos, vel, fixed.Vec{}, ticks)
		words[SeekerX], words[SeekerY] = posWord(pos.X), posWord(pos.Y)
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
