package input

import "math"

// Vec is a direction on the screen. For a stick its length is 0 to 1. Y points down.
type Vec struct{ X, Y float32 }

// Length is the length of v.
func (v Vec) Length() float32 { return float32(math.Hypot(float64(v.X), float64(v.Y))) }

// withDeadZone is v with a length up to zone mapped to zero, and with a length of at most 1.
func (v Vec) withDeadZone(zone float32) Vec {
	l := v.Length()
	if l <= zone {
		return Vec{}
	}
	k := min(1, (l-zone)/(1-zone)) / l
	return Vec{v.X * k, v.Y * k}
}

// Heading is the direction of v in the units of the simulation: 65536 are a full turn.
func (v Vec) Heading() uint16 {
	turns := math.Atan2(float64(v.Y), float64(v.X)) / (2 * math.Pi)
	return uint16(int32(math.Round(turns * 65536)))
}

// QuantiseAxis converts an axis from -1 to 1 to the unit of a signed axis of sim.Input that
// is not wide: -127 to 127.
func QuantiseAxis(v float64) int8 { return int8(math.Round(max(-1, min(1, v)) * 127)) }
