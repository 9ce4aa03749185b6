package ships

import (
	"perihelion/client/game"
	"perihelion/client/input"
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
		return "Left thumb: fly"
	case input.Gamepad:
		return "Left stick: fly"
	}
	return keyLabels(in, d, input.Forward, input.Left, input.Back, input.Right) + ": fly.  The mouse aims"
}

func fireHint(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return "Right thumb: aim and fire"
	}
	return keyLabels(in, d, pulse) + ": pulse cannon.  Gravity bends its shots"
}

func railHint(in *input.Devices, d input.Device) string {
	return keyOrTouchLabel(in, d, rail, "RAIL") + ": a beam that hits at once, for energy"
}

func boostHint(in *input.Devices, d input.Device) string {
	return keyOrTouchLabel(in, d, boost, "BOOST") + ": boost.  Energy comes back faster near the star"
}

func starHint(*input.Devices, input.Device) string {
	return "Near the star you heat up: hot shots hit harder.  To touch it is death"
}

func itemHint(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return "Fly through what glows: shields, mines, missiles, a leap.  ITEM uses it"
	}
	return keyLabels(in, d, item) + " uses what you pick up   ·   " + keyLabels(in, d, input.Scoreboard) + " scores   ·   " + keyLabels(in, d, input.Chat) + " chat"
}

func classHint(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return "While you wait for a ship, touch the card of another one"
	}
	return keyLabels(in, d, choose1, choose1+1) + ": another ship for your next life"
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
