package puck

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
)

// The axes of an Input. A skater moves where its player pushes, as on the screen: +X is
// right, +Y is down.
const (
	AxisX   = iota // -127 to 127
	AxisY          // -127 to 127
	AxisAim        // where the stick points and kicks; a full turn is 65536, from +X towards +Y
)

// The buttons of an Input.
const (
	ButtonKick  sim.Buttons = 1 << iota // hold to wind up, let go to kick
	ButtonBoost                         // while it is held and there is energy

	buttons    = 2
	allButtons = 1<<buttons - 1
)

// A player's aim is in 1/4096 turn: on a screen less than a pixel of the mouse. A stick has 32 positions.
const (
	aimCoarse   = 4
	stickCoarse = 3
)

// inputs describes the inputs of the game. Both buttons repeat: a kick happens when its
// button is let go, which a late input must not seem to do.
var inputs = &sim.InputSchema{
	Axes: []sim.InputAxis{
		AxisX:   {Name: "x", Signed: true, Coarse: stickCoarse},
		AxisY:   {Name: "y", Signed: true, Coarse: stickCoarse},
		AxisAim: {Name: "aim", Wide: true, Kept: true, Coarse: aimCoarse},
	},
	Buttons:  buttons,
	Repeated: ButtonKick | ButtonBoost,
	Merged:   ButtonKick,
}

// Axes is the axes of an Input.
func Axes(x, y int8, aim uint16) [sim.InputAxes]int32 {
	return [sim.InputAxes]int32{AxisX: int32(x), AxisY: int32(y), AxisAim: int32(aim)}
}

// controls is an input at the resolution of the wire.
type controls struct {
	pushX, pushY int8 // -pushMost to pushMost
	aim          fixed.Angle
	held         sim.Buttons
}

const pushMost = 7

func controlsOf(in *sim.Input) controls {
	return controls{
		pushX: pushLevel(in.Axes[AxisX]), pushY: pushLevel(in.Axes[AxisY]),
		aim: roundAngle(fixed.Angle(in.Axes[AxisAim])), held: in.Buttons & allButtons,
	}
}

// pushLevel rounds an axis, alike on both sides of zero.
func pushLevel(axis int32) int8 {
	if axis < 0 {
		return -pushLevel(-axis)
	}
	return int8((min(axis, 127)*pushMost*2 + 127) / 254)
}
