// Package viewstate reads a netcode.View for rendering, HUD and sound: where things are at
// the displayed moment, as floats in world units and radians. It wraps the
// readers of sim/ships, which know the words of entities and events.
// Only render, hud, audio and scene use it. It changes nothing and keeps no state,
// except PulseTracker.
package viewstate

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
)

// Ship is a ship at the displayed moment.
type Ship struct {
	Player         sim.PlayerID
	X, Y           float32
	VX, VY         float32 // units per second
	Cos, Sin       float32 // unit vector of the heading
	Thrust, Strafe float32 // -1 to 1
	Hull, Shield   float32 // 0 to 100
	Boost          bool
	Protected      bool
	Leader         bool
	Burning        bool
	Opacity        float32 // 1; less while snapshots lack it
}

const (
	positionUnit  = 1.0 / 16        // world units per step of a position word
	velocityUnit  = 1.0 / 4         // units per second per step of a velocity word
	heading8Unit  = math.Pi / 128   // radians per step of an 8 bit heading
	heading16Unit = math.Pi / 32768 // radians per step of a 16 bit heading
	fixedUnit     = 1.0 / 65536     // Q16.16

	fadeTime = 1 // seconds without data until an entity is invisible
)

// ShipOf returns the ship of entity s, which must be a ships.KindShip.
func ShipOf(s *netcode.Seen) Ship {
	from, to := ships.ShipOf(&s.From), ships.ShipOf(&s.To)
	p := Ship{
		Player: ships.Owner(s.ID),
		VX:     interpolate(from.VX, to.VX, s.T) * velocityUnit, VY: interpolate(from.VY, to.VY, s.T) * velocityUnit,
		Thrust: interpolate(from.Thrust, to.Thrust, s.T), Strafe: interpolate(from.Strafe, to.Strafe, s.T),
		Hull: float32(to.Hull), Shield: float32(to.Shield),
		Boost: to.Boost, Protected: to.Protected, Leader: to.Leader, Burning: to.Burning,
		Opacity: Opacity(s),
	}
	p.X, p.Y = Position(s)
	p.Cos, p.Sin = interpolateHeading(from.Heading, to.Heading, s.T)
	return p
}

// Position returns where s is. All moving kinds have their position in the same two words.
func Position(s *netcode.Seen) (x, y float32) {
	from, to := ships.PointOf(&s.From), ships.PointOf(&s.To)
	return interpolate(from.X, to.X, s.T) * positionUnit, interpolate(from.Y, to.Y, s.T) * positionUnit
}

// Units returns a position in words in world units.
func Units(p ships.Point) (x, y float32) {
	return float32(p.X) * positionUnit, float32(p.Y) * positionUnit
}

// SeekerHeading returns the direction of s, which must be a ships.KindSeeker.
func SeekerHeading(s *netcode.Seen) (cos, sin float32) {
	return interpolateHeading(ships.SeekerHeadingOf(&s.From), ships.SeekerHeadingOf(&s.To), s.T)
}

// interpolateHeading interpolates two headings along the shorter turn.
func interpolateHeading(from, to uint8, t float32) (cos, sin float32) {
	d := float32(int8(to - from))
	return unitVector((float32(from) + d*t) * heading8Unit)
}

// Opacity returns 1, or less if the data of s is old.
func Opacity(s *netcode.Seen) float32 { return max(0, min(1, 1-s.Stale/fadeTime)) }

// interpolate returns the value at t between two words.
func interpolate(from, to int32, t float32) float32 {
	a := float32(from)
	return a + (float32(to)-a)*t
}

// unitVector returns the unit vector at an angle in radians.
func unitVector(a float32) (cos, sin float32) {
	s, c := math.Sincos(float64(a))
	return float32(c), float32(s)
}

// OwnShip returns the player's predicted ship; ok is false while it is dead.
func OwnShip(v *netcode.View) (p Ship, ok bool) {
	own, before := ships.OwnOf(&v.Own), ships.OwnOf(&v.OwnPrev)
	p = Ship{
		Player: v.Me,
		VX:     FromFixed(own.Vel.X), VY: FromFixed(own.Vel.Y),
		Hull: FromFixed(own.Hull), Shield: FromFixed(own.Shield),
		Protected: own.Protected > 0,
		Opacity:   1,
	}
	p.X, p.Y = ViewPosition(v)
	d := float32(fixed.AngleDiff(before.Heading, own.Heading))
	p.Cos, p.Sin = unitVector((float32(before.Heading) + d*v.OwnFrac) * heading16Unit)
	p.Boost = own.Held&ships.ButtonBoost != 0 && own.Energy > fixed.One
	p.Thrust, p.Strafe = float32(v.Held.Axes[ships.AxisThrust])/127, float32(v.Held.Axes[ships.AxisStrafe])/127
	m, _ := Match(v)
	p.Leader = m.Leader == v.Me
	corona := FromFixed(ships.CoronaRadius(&v.Config))
	p.Burning = p.X*p.X+p.Y*p.Y < corona*corona
	return p, own.Alive
}

// ViewPosition returns where the own ship is, or where it died.
func ViewPosition(v *netcode.View) (x, y float32) {
	from, to := ships.OwnOf(&v.OwnPrev).Pos, ships.OwnOf(&v.Own).Pos
	if !to.Sub(from).Within(fixed.Int(ships.Leap)) {
		from = to // a blink or a respawn is not interpolated
	}
	return interpolateFixed(from.X, to.X, v.OwnFrac) + v.OffsetX, interpolateFixed(from.Y, to.Y, v.OwnFrac) + v.OffsetY
}

// FromFixed converts a number of the simulation.
func FromFixed(n fixed.Num) float32 { return float32(n) * fixedUnit }
