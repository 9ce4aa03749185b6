package ships

import (
	"perihelion/client/input"
	"perihelion/sim/ships"
)

// classChooser is which class of ship the player has asked for.
type classChooser struct {
	wanted ships.Class
	chosen bool // the player has asked for one; before, it is what the server says
	turned int  // the direction in which a gamepad turned last: a press counts once
}

// chooseClass returns what ships.AxisClass says: nothing, once the server has heard of it. touched
// is the class whose card is touched, or -1.
func (c *classChooser) chooseClass(d *input.Devices, own *ships.Own, touched int) int32 {
	if !c.chosen {
		c.wanted = own.Choice
	}
	if n := c.asked(d, touched); n >= 0 {
		c.wanted, c.chosen = ships.Class(n), true
	}
	return ships.Choose(own.Choice, c.wanted)
}

// asked is the class that the player asks for in this frame, or -1.
func (c *classChooser) asked(d *input.Devices, touched int) int {
	if d.Active() != input.Gamepad {
		for n := range int(ships.Classes) {
			if d.Held(choose1 + input.Action(n)) {
				return n
			}
		}
		return touched
	}
	turn := 0
	switch {
	case d.Held(choose1):
		turn = -1
	case d.Held(choose1 + 1):
		turn = 1
	}
	before := c.turned
	c.turned = turn
	if turn == 0 || turn == before {
		return -1
	}
	return (int(c.wanted) + turn + int(ships.Classes)) % int(ships.Classes)
}
