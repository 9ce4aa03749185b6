// Package viewstate reads a netcode.View for rendering, HUD and sound: where things are at
// the displayed moment, as floats in world units and radians. It is the only place of the
// client that interprets entity words and the private words of the own ship for display.
// Only render, hud, audio and scene use it. It changes nothing and keeps no state,
// except PulseTracker.
package viewstate

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/sim"
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
	f := s.To[ships.ShipFlags]
	p := Ship{
		Player: ships.Owner(s.ID),
		VX:     interpolateWord(s, ships.ShipVX) * velocityUnit, VY: interpolateWord(s, ships.ShipVY) * velocityUnit,
		Thrust: interpolateWord(s, ships.ShipThrust), Strafe: interpolateWord(s, ships.ShipStrafe),
		Hull: float32(s.To[ships.ShipHull]), Shield: float32(s.To[ships.ShipShield]),
		Boost: f&ships.FlagBoost != 0, Protected: f&ships.FlagProtected != 0,
		Leader: f&ships.FlagLeader != 0, Burning: f&ships.FlagBurning != 0,
		Opacity: Opacity(s),
	}
	p.X, p.Y = Position(s)
	p.Cos, p.Sin = Heading(s, ships.ShipHeading)
	return p
}

// Position returns where s is. All moving kinds have their position in the same two words.
func Position(s *netcode.Seen) (x, y float32) {
	return interpolateWord(s, ships.ShipX) * positionUnit, interpolateWord(s, ships.ShipY) * positionUnit
}

// Heading returns the direction in word w of s, interpolated along the shorter turn.
func Heading(s *netcode.Seen, w int) (cos, sin float32) {
	d := float32(int8(s.To[w] - s.From[w]))
	return unitVector((float32(s.From[w]) + d*s.T) * heading8Unit)
}

// Opacity returns 1, or less if the data of s is old.
func Opacity(s *netcode.Seen) float32 { return max(0, min(1, 1-s.Stale/fadeTime)) }

// interpolateWord returns word w of s at the displayed moment.
func interpolateWord(s *netcode.Seen, w int) float32 {
	a := float32(s.From[w])
	return a + (float32(s.To[w])-a)*s.T
}

// unitVector returns the unit vector at an angle in radians.
func unitVector(a float32) (cos, sin float32) {
	s, c := math.Sincos(float64(a))
	return float32(c), float32(s)
}

// OwnShip returns the player's predicted ship; ok is false while it is dead.
func OwnShip(v *netcode.View) (p Ship, ok bool) {
	p = Ship{
		Player: v.Me,
		VX:     fromFixed(v.Own[ships.OwnVX]), VY: fromFixed(v.Own[ships.OwnVY]),
		Hull: fromFixed(v.Own[ships.OwnHull]), Shield: fromFixed(v.Own[ships.OwnShield]),
		Protected: v.Own[ships.OwnProtected] > 0,
		Opacity:   1,
	}
	p.X, p.Y = ViewPosition(v)
	d := float32(int16(v.Own[ships.OwnHeading] - v.OwnPrev[ships.OwnHeading]))
	p.Cos, p.Sin = unitVector((float32(v.OwnPrev[ships.OwnHeading]) + d*v.OwnFrac) * heading16Unit)
	p.Boost = sim.Buttons(v.Own[ships.OwnHeld])&ships.ButtonBoost != 0 && v.Own[ships.OwnEnergy] > 1<<16
	p.Thrust, p.Strafe = float32(v.Held.Axes[ships.AxisThrust])/127, float32(v.Held.Axes[ships.AxisStrafe])/127
	m, _ := Match(v)
	p.Leader = m.Leader == v.Me
	corona := fromFixed64(int64(ships.CoronaRadius(&v.Config)))
	p.Burning = p.X*p.X+p.Y*p.Y < corona*corona
	return p, v.Own[ships.OwnAlive] != 0
}

// ViewPosition returns where the own ship is, or where it died.
func ViewPosition(v *netcode.View) (x, y float32) {
	return interpolateOwn(v, ships.OwnX) + v.OffsetX, interpolateOwn(v, ships.OwnY) + v.OffsetY
}

// maxTickMove, in Q16.16 units, is more than a ship flies in one tick. A larger move is a
// blink or a respawn and is not interpolated.
const maxTickMove = 40 << 16

// interpolateOwn returns word w of the own ship between the last two predicted ticks.
func interpolateOwn(v *netcode.View, w int) float32 {
	a, z := v.OwnPrev[w], v.Own[w]
	if d := int64(z) - int64(a); d > maxTickMove || d < -maxTickMove {
		return fromFixed(z)
	}
	return fromFixed(a) + (fromFixed(z)-fromFixed(a))*v.OwnFrac
}

// fromFixed converts Q16.16.
func fromFixed(n int32) float32   { return float32(n) * fixedUnit }
func fromFixed64(n int64) float32 { return float32(n) * fixedUnit }
