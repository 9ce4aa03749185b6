package ships

import "perihelion/sim"

// The axes of an Input.
const (
	AxisThrust = iota // along the ship's own heading, -127 to 127
	AxisStrafe        // across it
	AxisAim           // wanted heading; a full turn is 65536, from +X towards +Y
	AxisClass         // a Class and one more: chooses that of the next life; 0: as it was
)

// In an Editable match AxisClass also says that the player edits, or flies again. Who edits is out of
// play: there is no ship of theirs.
const (
	StartEditing = 120
	StopEditing  = 121
)

// The buttons of an Input.
const (
	ButtonPulse sim.Buttons = 1 << iota
	ButtonRail
	ButtonBoost
	ButtonItem
	ButtonBounty // flies under a bounty: it is to be seen, and who destroys the ship has more of it
	ButtonFirst  // chooses the first refit of an offer
	ButtonSecond // the second

	buttons    = 7
	allButtons = 1<<buttons - 1
)

// A player's aim is in 1/4096 turn: on a screen less than a pixel of the mouse. A stick has 32 positions.
const (
	aimCoarse   = 4
	stickCoarse = 3
)

// Inputs describes the inputs of the game. The buttons of the item and of
// the refits are in Repeated: while they stay held they do nothing, but if a late input were replaced by one without it, the next
// input would count as a second press.
var Inputs = &sim.InputSchema{
	Axes: []sim.InputAxis{
		AxisThrust: {Name: "thrust", Signed: true, Coarse: stickCoarse},
		AxisStrafe: {Name: "strafe", Signed: true, Coarse: stickCoarse},
		AxisAim:    {Name: "aim", Wide: true, Kept: true, Coarse: aimCoarse},
		AxisClass:  {Name: "class", Edit: StartEditing},
	},
	Buttons:  buttons,
	Repeated: ButtonBoost | ButtonItem | ButtonFirst | ButtonSecond,
	Merged:   ButtonPulse | ButtonRail | ButtonItem | ButtonFirst | ButtonSecond,
	Reserved: ButtonBounty,
}

// Axes makes the axes of an Input: thrust and strafe from -127 to 127, and the wanted
// heading in 1/65536 turn.
func Axes(thrust, strafe int8, aim uint16) [sim.InputAxes]int32 {
	return [sim.InputAxes]int32{AxisThrust: int32(thrust), AxisStrafe: int32(strafe), AxisAim: int32(aim)}
}
