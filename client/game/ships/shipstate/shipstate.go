// Package shipstate reads a netcode.View of the ships for rendering, HUD and sound: where
// things are at the displayed moment, as floats in world units and radians. It wraps the
// readers of sim/ships, which know the words of entities and events. It changes nothing and
// keeps no state, except PulseTracker.
package shipstate

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
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
	Class          ships.Class
	Hull, Shield   float32
	Heat           float32 // 0 to 1
	Boost          bool
	Protected      bool
	Leader         bool
	Burning        bool
	Bounty         bool
	Opacity        float32 // 1; less while snapshots lack it
	Lines          uint8   // on the hull: see deeds.HullLines; of what LinesOf was asked for
}

const (
	velocityUnit  = 1.0 / 4         // units per second per step of a velocity word
	heading16Unit = math.Pi / 32768 // radians per step of a 16 bit heading
	fixedUnit     = 1.0 / 65536     // Q16.16
)

// ShipOf returns the ship of entity s, which must be a ships.KindShip.
func ShipOf(s *netcode.Seen) Ship {
	from, to := ships.ShipOf(&s.From), ships.ShipOf(&s.To)
	p := Ship{
		Player: ships.Owner(s.ID),
		VX:     viewstate.Interpolate(from.VX, to.VX, s.T) * velocityUnit, VY: viewstate.Interpolate(from.VY, to.VY, s.T) * velocityUnit,
		Thrust: viewstate.Interpolate(from.Thrust, to.Thrust, s.T), Strafe: viewstate.Interpolate(from.Strafe, to.Strafe, s.T),
		Class: to.Class, Hull: float32(to.Hull), Shield: float32(to.Shield), Heat: float32(to.Heat) / ships.HeatSteps,
		Boost: to.Boost, Protected: to.Protected, Leader: to.Leader, Burning: to.Burning, Bounty: to.Bounty,
		Opacity: viewstate.Opacity(s),
	}
	p.X, p.Y = Position(s)
	p.Cos, p.Sin = viewstate.InterpolateHeading(from.Heading, to.Heading, s.T)
	return p
}

// Position returns where s is. All moving kinds have their position in the same two words.
func Position(s *netcode.Seen) (x, y float32) {
	from, to := ships.PointOf(&s.From), ships.PointOf(&s.To)
	return viewstate.Interpolate(from.X, to.X, s.T) * viewstate.PositionUnit, viewstate.Interpolate(from.Y, to.Y, s.T) * viewstate.PositionUnit
}

// Units returns a position in words in world units.
func Units(p ships.Point) (x, y float32) {
	return float32(p.X) * viewstate.PositionUnit, float32(p.Y) * viewstate.PositionUnit
}

// SeekerHeading returns the direction of s, which must be a ships.KindSeeker.
func SeekerHeading(s *netcode.Seen) (cos, sin float32) {
	return viewstate.InterpolateHeading(ships.SeekerHeadingOf(&s.From), ships.SeekerHeadingOf(&s.To), s.T)
}

// OwnShip returns the player's predicted ship; ok is false while it is dead.
func OwnShip(v *netcode.View) (p Ship, ok bool) {
	own, before := ships.OwnOf(&v.Own), ships.OwnOf(&v.OwnPrev)
	p = Ship{
		Player: v.Me, Class: own.Class,
		VX: FromFixed(own.Vel.X), VY: FromFixed(own.Vel.Y),
		Hull: FromFixed(own.Hull), Shield: FromFixed(own.Shield), Heat: min(1, FromFixed(own.Heat)/ships.FullHeat),
		Protected: own.Protected > 0,
		Opacity:   1,
	}
	p.X, p.Y = ViewPosition(v)
	d := float32(fixed.AngleDiff(before.Heading, own.Heading))
	p.Cos, p.Sin = viewstate.UnitVector((float32(before.Heading) + d*v.OwnFrac) * heading16Unit)
	p.Boost = own.Held&ships.ButtonBoost != 0 && own.Energy > fixed.One
	p.Thrust, p.Strafe = float32(v.Held.Axes[ships.AxisThrust])/127, float32(v.Held.Axes[ships.AxisStrafe])/127
	m, _ := Match(v)
	p.Leader = m.Leader == v.Me
	p.Burning = ships.Burns(&v.Config, own.Pos, v.OwnTick)
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

// Match returns the state of the match; ok is false until it has been received.
func Match(v *netcode.View) (m viewstate.MatchState, ok bool) {
	for i := len(v.Seen) - 1; i >= 0; i-- {
		s := &v.Seen[i]
		if s.Kind != ships.KindMatch {
			continue
		}
		w := ships.MatchStateOf(&s.To)
		m = viewstate.MatchState{
			Phase: w.Phase, Round: w.Round, Leader: w.Leader, Limit: w.Limit,
			Points: w.Points, Victor: w.Victor, Sudden: w.Sudden,
		}
		if viewstate.ViewerTeam(v) == 2 {
			m.Points[0], m.Points[1] = m.Points[1], m.Points[0]
		}
		if w.Ends != 0 {
			m.Timed = true
			m.Left = viewstate.TicksToDuration(&v.Config, int64(w.Ends)-int64(v.Tick))
		}
		return m, true
	}
	return viewstate.MatchState{Leader: sim.NoPlayer}, false
}

// PlayerName returns the name of p; nobody is the star.
func PlayerName(v *netcode.View, p sim.PlayerID) string {
	if p == sim.NoPlayer {
		return "the star"
	}
	return viewstate.PlayerName(v, p)
}

// LinesOf are the lines on the hull that a player has chosen.
func LinesOf(v *netcode.View, p sim.PlayerID) uint8 {
	line, _ := v.Player(p)
	return line.Looks.Lines
}
