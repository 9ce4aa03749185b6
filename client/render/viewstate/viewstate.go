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
	Fade           float32 // 1; less while its data is missing
}

const (
	wireUnit = 1.0 / 16 // world units in a position word
	wireVel  = 1.0 / 4  // units per second in a velocity word
	turn8    = math.Pi / 128
	turn16   = math.Pi / 32768
	exact    = 1.0 / 65536 // Q16.16

	fadeTime = 1 // seconds without data after which a thing is gone
)

// Of is the ship s, which must be a KindShip.
func Of(s *netcode.Seen) Ship {
	f := s.To[sim.ShipFlags]
	p := Ship{
		Player: sim.Owner(s.ID),
		VX:     lerp(s, sim.ShipVX) * wireVel, VY: lerp(s, sim.ShipVY) * wireVel,
		Thrust: lerp(s, sim.ShipThrust), Strafe: lerp(s, sim.ShipStrafe),
		Hull: float32(s.To[sim.ShipHull]), Shield: float32(s.To[sim.ShipShield]),
		Boost: f&sim.FlagBoost != 0, Protected: f&sim.FlagProtected != 0,
		Leader: f&sim.FlagLeader != 0, Burning: f&sim.FlagBurning != 0,
		Fade: Fade(s),
	}
	p.X, p.Y = Place(s)
	p.Cos, p.Sin = Heading(s, sim.ShipHeading)
	return p
}

// Place is where s is; every moving kind has its position in its first words.
func Place(s *netcode.Seen) (x, y float32) {
	return lerp(s, sim.ShipX) * wireUnit, lerp(s, sim.ShipY) * wireUnit
}

// Heading is the direction in word w of s, turning by the shorter way.
func Heading(s *netcode.Seen, w int) (cos, sin float32) {
	d := float32(int8(s.To[w] - s.From[w]))
	return unit((float32(s.From[w]) + d*s.T) * turn8)
}

// Fade is how much of s there is to see: data that stays away fades it.
func Fade(s *netcode.Seen) float32 { return max(0, min(1, 1-s.Stale/fadeTime)) }

func lerp(s *netcode.Seen, w int) float32 {
	a := float32(s.From[w])
	return a + (float32(s.To[w])-a)*s.T
}

func unit(a float32) (cos, sin float32) {
	s, c := math.Sincos(float64(a))
	return float32(c), float32(s)
}

// Own is the player's ship as predicted; ok is false while it is dead.
func Own(v *netcode.View) (p Ship, ok bool) {
	p = Ship{
		Player: v.Me,
		VX:     exactly(v.Own[sim.OwnVX]), VY: exactly(v.Own[sim.OwnVY]),
		Hull: exactly(v.Own[sim.OwnHull]), Shield: exactly(v.Own[sim.OwnShield]),
		Protected: v.Own[sim.OwnProtected] > 0,
		Fade:      1,
	}
	p.X, p.Y = Eye(v)
	d := float32(int16(v.Own[sim.OwnHeading] - v.OwnPrev[sim.OwnHeading]))
	p.Cos, p.Sin = unit((float32(v.OwnPrev[sim.OwnHeading]) + d*v.OwnFrac) * turn16)
	p.Boost = sim.Buttons(v.Own[sim.OwnHeld])&sim.ButtonBoost != 0 && v.Own[sim.OwnEnergy] > 1<<16
	p.Thrust, p.Strafe = float32(v.Held.Thrust)/127, float32(v.Held.Strafe)/127
	m, _ := Match(v)
	p.Leader = m.Leader == v.Me
	corona := exactly64(int64(sim.CoronaRadius(&v.Config)))
	p.Burning = p.X*p.X+p.Y*p.Y < corona*corona
	return p, v.Own[sim.OwnAlive] != 0
}

// Eye is where the player is, or died.
func Eye(v *netcode.View) (x, y float32) {
	return between(v, sim.OwnX) + v.OffsetX, between(v, sim.OwnY) + v.OffsetY
}

// leap is how far a ship can go in one tick; beyond it blinked or was reborn.
const leap = 40 << 16

func between(v *netcode.View, w int) float32 {
	a, z := v.OwnPrev[w], v.Own[w]
	if d := int64(z) - int64(a); d > leap || d < -leap {
		return exactly(z)
	}
	return exactly(a) + (exactly(z)-exactly(a))*v.OwnFrac
}

func exactly(n int32) float32   { return float32(n) * exact }
func exactly64(n int64) float32 { return float32(n) * exact }
