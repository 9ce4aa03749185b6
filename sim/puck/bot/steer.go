package bot

import (
	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/puck"
)

// input is what the bot holds, turned back to the rink.
func (m *mind) input() sim.Input {
	push, aim := m.rotate(m.push), m.aim
	if m.turned {
		aim += 2 * fixed.Quarter
	}
	in := sim.Input{Axes: puck.Axes(m.axis(push.X), m.axis(push.Y), uint16(aim)), View: m.Tick}
	if m.kick {
		in.Buttons |= puck.ButtonKick
	}
	if m.boost {
		in.Buttons |= puck.ButtonBoost
	}
	return in
}

func (m *mind) axis(n fixed.Num) int8 {
	n = min(max(n, -fixed.One), fixed.One) * fixed.Num(m.trait.push) / 100
	return int8(n * 127 / fixed.One) // towards zero, so that both teams push alike
}
