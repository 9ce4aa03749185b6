package ships

import (
	"perihelion/client/game"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// hints teach a new player to fly.
var hints = []game.Hint{
	{Text: flyHint, Performed: func(in sim.Input) bool { return in.Axes[ships.AxisThrust]|in.Axes[ships.AxisStrafe] != 0 }, MinTicks: 80, MaxSeconds: 20},
	{Text: fireHint, Performed: func(in sim.Input) bool { return in.Buttons&ships.ButtonPulse != 0 }, MinTicks: 40, MaxSeconds: 20},
	{Text: railHint, Performed: func(in sim.Input) bool { return in.Buttons&ships.ButtonRail != 0 }, MinTicks: 2, MaxSeconds: 14},
	{Text: boostHint, Performed: func(in sim.Input) bool { return in.Buttons&ships.ButtonBoost != 0 }, MinTicks: 30, MaxSeconds: 14},
	{Text: starHint, MaxSeconds: 8},
	{Text: itemHint, MaxSeconds: 7},
	{Text: classHint, MaxSeconds: 8},
}

func flyHint(in *input.Devices, d input.Device) string {
	switch d {
	case input.Touch:
		return lang.T("Left thumb: fly")
	case input.Gamepad:
		return lang.T("Left stick: fly")
	}
	return lang.F("%s: fly.  The mouse aims", keyLabels(in, d, input.Forward, input.Left, input.Back, input.Right))
}

func fireHint(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return lang.T("Right thumb: aim and fire")
	}
	return lang.F("%s: pulse cannon.  Gravity bends its shots", keyLabels(in, d, pulse))
}

func railHint(in *input.Devices, d input.Device) string {
	return lang.F("%s: a beam that hits at once, for energy", keyOrTouchLabel(in, d, rail, lang.T("RAIL")))
}

func boostHint(in *input.Devices, d input.Device) string {
	return lang.F("%s: boost.  Energy comes back faster near the star", keyOrTouchLabel(in, d, boost, lang.T("BOOST")))
}

func starHint(*input.Devices, input.Device) string {
	return lang.T("Near the star you heat up: hot shots hit harder.  To touch it is death")
}

func itemHint(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return lang.T("Fly through what glows: shields, mines, missiles, a leap.  ITEM uses it")
	}
	return lang.F("%s uses what you pick up   ·   %s scores   ·   %s chat", keyLabels(in, d, item), keyLabels(in, d, input.Scoreboard), keyLabels(in, d, input.Chat))
}

func classHint(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return lang.T("While you wait for a ship, touch the card of another one")
	}
	return lang.F("%s: another ship for your next life", keyLabels(in, d, choose1, choose1+1))
}

func keyOrTouchLabel(in *input.Devices, d input.Device, a input.Action, touch string) string {
	if d == input.Touch {
		return touch
	}
	return keyLabels(in, d, a)
}

func keyLabels(in *input.Devices, d input.Device, list ...input.Action) (s string) {
	for i, a := range list {
		if i > 0 {
			s += " "
		}
		s += in.KeyLabel(a, d)
	}
	return s
}
