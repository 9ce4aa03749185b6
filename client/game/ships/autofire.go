package ships

import (
	"math"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// How the game aims and fires for players who have asked for that.
const (
	autoFireRange = 650  // units
	autoFireAngle = 1200 // of 65536: how far off the nose a target may be, about 7°
)

// autoFire fires the pulse cannon of in at what is in front of the ship, and aims at the
// nearest opponent where the player does not aim. With a mouse the player always does.
func (s *sampler) autoFire(d *input.Devices, v *netcode.View, heading uint16, in *sim.Input) {
	target, ok := nearestTarget(v)
	if !ok {
		return
	}
	if d.Active() != input.Keyboard && d.AimVector(0, 0) == (input.Vec{}) {
		s.aim = target
		in.Axes[ships.AxisAim] = int32(target)
	}
	if off := int16(target - heading); off > -autoFireAngle && off < autoFireAngle {
		in.Buttons |= ships.ButtonPulse
	}
}

// nearestTarget is the direction, as in sim.Input, in which a pulse meets the nearest opponent
// who can be hurt; ok is false if there is none in range.
func nearestTarget(v *netcode.View) (aim uint16, ok bool) {
	own, alive := shipstate.OwnShip(v)
	if !alive {
		return 0, false
	}
	nearest := float32(autoFireRange)
	for i := range v.Seen {
		e := &v.Seen[i]
		if e.Kind != ships.KindShip || !isOpponent(v, ships.Owner(e.ID)) {
			continue
		}
		other := shipstate.ShipOf(e)
		x, y := other.X-own.X, other.Y-own.Y
		if distance := float32(math.Hypot(float64(x), float64(y))); distance < nearest && !other.Protected {
			nearest, ok = distance, true
			soon := distance / ships.PulseSpeed
			aim = input.Vec{X: x + (other.VX-own.VX)*soon, Y: y + (other.VY-own.VY)*soon}.Heading()
		}
	}
	return aim, ok
}

// isOpponent reports whether p plays against the viewer of v.
func isOpponent(v *netcode.View, p sim.PlayerID) bool {
	team := v.Config.TeamOf(p)
	return p != v.Me && (team == sim.NoTeam || team != v.Config.TeamOf(v.Me))
}
