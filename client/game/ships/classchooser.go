package ships

import (
	"math/bits"

	"perihelion/client/input"
	"perihelion/sim/ships"
)

// classChooser is which class of ship the player has asked for.
type classChooser struct {
	wanted ships.Class
	chosen bool      // the player has asked for one; before, it is what the server says
	held   uint8     // the keys that were held in the last tick, a bit each: a press counts once
	keep   func(int) // is told what the player asks for, from 1; nil: nobody
}

// newClassChooser begins with the n-th class, from 1; 0: with what the server says.
func newClassChooser(n int, keep func(int)) classChooser {
	c := classChooser{keep: keep}
	if n >= 1 && n <= int(ships.Classes) {
		c.wanted, c.chosen = ships.Class(n-1), true
	}
	return c
}

// chooseClass returns what ships.AxisClass says: nothing, once the server has heard of it. touched
// is the class whose card is touched, or -1.
func (c *classChooser) chooseClass(d *input.Devices, own *ships.Own, touched int) int32 {
	if !c.chosen {
		c.wanted = own.Choice
	}
	if n := c.asked(d, touched); n >= 0 && (!own.Alive || own.Offer[0] == ships.NoRefit) { // else the keys choose a refit
		c.wanted, c.chosen = ships.Class(n), true
		if c.keep != nil {
			c.keep(n + 1)
		}
	}
	return ships.Choose(own.Choice, c.wanted)
}

// asked is the class that the player asks for in this tick, or -1.
func (c *classChooser) asked(d *input.Devices, touched int) int {
	before := c.held
	c.held = 0
	for n := range int(ships.Classes) {
		if d.Held(choose1 + input.Action(n)) {
			c.held |= 1 << n
		}
	}
	pressed := c.held &^ before
	switch {
	case pressed == 0:
		return touched
	case d.Active() != input.Gamepad:
		return bits.TrailingZeros8(pressed)
	case pressed&1 != 0:
		return (int(c.wanted) + int(ships.Classes) - 1) % int(ships.Classes)
	}
	return (int(c.wanted) + 1) % int(ships.Classes)
}
