// Package viewstate reads a netcode.View for rendering, HUD and sound, in any game: words of
// entities at the displayed moment, teams and names. It changes nothing and keeps no state.
package viewstate

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/sim"
)

const (
	// PositionUnit is the world units per step of a position word.
	PositionUnit = 1.0 / (1 << sim.PositionShift)

	heading8Unit = math.Pi / 128 // radians per step of an 8 bit heading

	fadeTime = 1 // seconds without data until an entity is invisible
)

// Position returns where s is in world units; x and y are the words of its position.
func Position(s *netcode.Seen, x, y int) (wx, wy float32) {
	return Interpolate(s.From[x], s.To[x], s.T) * PositionUnit, Interpolate(s.From[y], s.To[y], s.T) * PositionUnit
}

// InterpolateHeading interpolates two headings, of which 256 are a full turn, along the
// shorter turn.
func InterpolateHeading(from, to uint8, t float32) (cos, sin float32) {
	d := float32(int8(to - from))
	return UnitVector((float32(from) + d*t) * heading8Unit)
}

// Opacity returns 1, or less if the data of s is old.
func Opacity(s *netcode.Seen) float32 { return max(0, min(1, 1-s.Stale/fadeTime)) }

// Interpolate returns the value at t between two words.
func Interpolate(from, to int32, t float32) float32 {
	a := float32(from)
	return a + (float32(to)-a)*t
}

// UnitVector returns the unit vector at an angle in radians.
func UnitVector(a float32) (cos, sin float32) {
	s, c := math.Sincos(float64(a))
	return float32(c), float32(s)
}
