package input

import "math"

const deadZone = .18 // of a stick's way: worn sticks do not come back to the middle

func (v Vec) length() float32 { return float32(math.Hypot(float64(v.X), float64(v.Y))) }

// withDeadZone is v without the dead zone in its middle, and no longer than 1.
func (v Vec) withDeadZone() Vec {
	l := v.length()
	if l <= deadZone {
		return Vec{}
	}
	k := min(1, (l-deadZone)/(1-deadZone)) / l
	return Vec{v.X * k, v.Y * k}
}

// heading is the direction of v as the simulation counts it.
func (v Vec) heading() uint16 {
	turns := math.Atan2(float64(v.Y), float64(v.X)) / (2 * math.Pi)
	return uint16(int32(math.Round(turns * 65536)))
}

// toThrustStrafe turns a direction on the screen into thrust and strafe of a ship.
func (v Vec) toThrustStrafe(heading uint16) (thrust, strafe int8) {
	s, c := math.Sincos(float64(heading) / 65536 * 2 * math.Pi)
	x, y := float64(v.X), float64(v.Y)
	return quantiseAxis(x*c + y*s), quantiseAxis(-x*s + y*c)
}

// quantiseAxis is v, from -1 to 1, as an Input carries it.
func quantiseAxis(v float64) int8 { return int8(math.Round(max(-1, min(1, v)) * 127)) }
