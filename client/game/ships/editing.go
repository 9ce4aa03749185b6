package ships

import (
	"perihelion/sim"
	"perihelion/sim/ships"
)

// Edits implements game.Editable.
func (p *Play) Edits(own sim.Private) bool { return ships.OwnOf(&own).Edits }

// EditingInput implements game.Editable: until the ship is out of play it asks for that.
func (p *Play) EditingInput(own sim.Private) sim.Input {
	s := ships.OwnOf(&own)
	in := sim.Input{Axes: ships.Axes(0, 0, uint16(s.Heading))}
	if !s.Edits {
		in.Axes[ships.AxisClass] = ships.StartEditing
	}
	return in
}
