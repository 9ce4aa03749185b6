// Package pose reads a netcode.View for those who show it: where things are at
// the moment on the screen, as floats in world units and radians. It is the one
// place of the client that knows how words and private words become pictures.
// Only render, hud and audio use it; it changes nothing and keeps nothing.
package viewstate

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/sim"
)

// Ship is a ship as it should be drawn now.
type Ship struct {
	Player         sim.PlayerID
	X, Y           float32
	VX, VY         float32 // units per second
	Cos, Sin       float32 // the heading
	Thrust, Strafe float32 // -1 to 1, for the flames
	Hull, Shield   float32 // 0 to 100
	Boost          bool
	Protected      bool
	Leader         bool
	Burning        bool
	Opacity        float32 // 1; less while its data is missing
}

const (
	positionUnit  = 1.0 / 16 // world units in a position word
	velocityUnit  = 1.0 / 4  // units per second in a velocity word
	heading8Unit  = math.Pi / 128
	heading16Unit = math.Pi / 32768
	fixedUnit     = 1.0 / 65536 // Q16.16

	fadeTime = 1 // seconds without data after which a thing is gone
)

// ShipOf is the ship s, which must be a KindShip.
func ShipOf(s *netcode.Seen) Ship {
	f := s.To[sim.ShipFlags]
	p := Ship{
		Player: sim.Owner(s.ID),
		VX:     interpolateWord(s, sim.ShipVX) * velocityUnit, VY: interpolateWord(s, sim.ShipVY) * velocityUnit,
		Thrust: interpolateWord(s, sim.ShipThrust), Strafe: interpolateWord(s, sim.ShipStrafe),
		Hull: float32(s.To[sim.ShipHull]), Shield: float32(s.To[sim.ShipShield]),
		Boost: f&sim.FlagBoost != 0, Protected: f&sim.FlagProtected != 0,
		Leader: f&sim.FlagLeader != 0, Burning: f&sim.FlagBurning != 0,
		Opacity: Opacity(s),
	}
	p.X, p.Y = Position(s)
	p.Cos, p.Sin = Heading(s, sim.ShipHeading)
	return p
}

// Position is where s is; every moving kind has its position in its first words.
func Position(s *netcode.Seen) (x, y float32) {
	return interpolateWord(s, sim.ShipX) * positionUnit, interpolateWord(s, sim.ShipY) * positionUnit
}

// Heading is the direction in word w of s, turning by the shorter way.
func Heading(s *netcode.Seen, w int) (cos, sin float32) {
	d := float32(int8(s.To[w] - s.From[w]))
	return unitVector((float32(s.From[w]) + d*s.T) * heading8Unit)
}

// Opacity is how much of s there is to see: data that stays away fades it.
func Opacity(s *netcode.Seen) float32 { return max(0, min(1, 1-s.Stale/fadeTime)) }

func interpolateWord(s *netcode.Seen, w int) float32 {
	a := float32(s.From[w])
	return a + (float32(s.To[w])-a)*s.T
}

func unitVector(a float32) (cos, sin float32) {
	s, c := math.Sincos(float64(a))
	return float32(c), float32(s)
}

// OwnShip is the player's ship as predicted; ok is false while it is dead.
func OwnShip(v *netcode.View) (p Ship, ok bool) {
	p = Ship{
		Player: v.Me,
		VX:     fromFixed(v.Own[sim.OwnVX]), VY: fromFixed(v.Own[sim.OwnVY]),
		Hull: fromFixed(v.Own[sim.OwnHull]), Shield: fromFixed(v.Own[sim.OwnShield]),
		Protected: v.Own[sim.OwnProtected] > 0,
		Opacity:   1,
	}
	p.X, p.Y = ViewPosition(v)
	d := float32(int16(v.Own[sim.OwnHeading] - v.OwnPrev[sim.OwnHeading]))
	p.Cos, p.Sin = unitVector((float32(v.OwnPrev[sim.OwnHeading]) + d*v.OwnFrac) * heading16Unit)
	p.Boost = sim.Buttons(v.Own[sim.OwnHeld])&sim.ButtonBoost != 0 && v.Own[sim.OwnEnergy] > 1<<16
	p.Thrust, p.Strafe = float32(v.Held.Thrust)/127, float32(v.Held.Strafe)/127
	m, _ := Match(v)
	p.Leader = m.Leader == v.Me
	corona := fromFixed64(int64(sim.CoronaRadius(&v.Config)))
	p.Burning = p.X*p.X+p.Y*p.Y < corona*corona
	return p, v.Own[sim.OwnAlive] != 0
}

// ViewPosition is where the player is, or died.
func ViewPosition(v *netcode.View) (x, y float32) {
	return interpolateOwn(v, sim.OwnX) + v.OffsetX, interpolateOwn(v, sim.OwnY) + v.OffsetY
}

// maxTickMove is how far a ship can go in one tick; beyond it blinked or was reborn.
const maxTickMove = 40 << 16

func interpolateOwn(v *netcode.View, w int) float32 {
	a, z := v.OwnPrev[w], v.Own[w]
	if d := int64(z) - int64(a); d > maxTickMove || d < -maxTickMove {
		return fromFixed(z)
	}
	return fromFixed(a) + (fromFixed(z)-fromFixed(a))*v.OwnFrac
}

func fromFixed(n int32) float32   { return float32(n) * fixedUnit }
func fromFixed64(n int64) float32 { return float32(n) * fixedUnit }
