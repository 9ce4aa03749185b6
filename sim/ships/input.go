package ships

import "perihelion/sim"

// The axes of an Input.
const (
	AxisThrust = iota // along the ship's own heading, -127 to 127
	AxisStrafe        // across it
	AxisAim           // wanted heading; a full turn is 65536, from +X towards +Y
)

// The buttons of an Input.
const (
	ButtonPulse sim.Buttons = 1 << iota
	ButtonRail
	ButtonBoost
	ButtonItem

	buttons    = 4
	allButtons = 1<<buttons - 1
)

// Inputs describes the inputs of the game. The button of the item repeats: held
// on, it does nothing, but released by us and held by the player it would count
// as pressed a second time.
var Inputs = &sim.InputSchema{
	Axes: []sim.InputAxis{
		AxisThrust: {Name: "thrust", Signed: true},
		AxisStrafe: {Name: "strafe", Signed: true},
		AxisAim:    {Name: "aim", Wide: true, Kept: true},
	},
	Buttons:  buttons,
	Repeated: ButtonBoost | ButtonItem,
	Merged:   ButtonPulse | ButtonRail | ButtonItem,
}

// Axes is the axes of an Input: thrust and strafe from -127 to 127, and the wanted
// heading, in 1/65536 turn.
func Axes(thrust, strafe int8, aim uint16) [sim.InputAxes]int32 {
	return [sim.InputAxes]int32{AxisThrust: int32(thrust), AxisStrafe: int32(strafe), AxisAim: int32(aim)}
}
