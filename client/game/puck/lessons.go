package puck

import (
	"strings"

	"perihelion/client/game"
	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render/sprites"
	"perihelion/sim"
	"perihelion/sim/puck"
)

// lessons teach a new player to play.
var lessons = []game.Lesson{
	{
		Name: "skate", Icon: sprites.Chevron, Text: lang.Key("Skate"), Keys: skateKeys,
		Done: func(v *netcode.View) bool { return v.Held.Axes[puck.AxisX]|v.Held.Axes[puck.AxisY] != 0 }, DoneSeconds: 1.5, ShownSeconds: 20,
	},
	{
		Name: "kick", Icon: sprites.Bolt, Text: lang.Key("Hold, then let go: kick"), Keys: kickKeys,
		Useful: carriesPuck, Done: func(v *netcode.View) bool { return v.Held.Buttons&puck.ButtonKick != 0 }, DoneSeconds: .5, ShownSeconds: 20,
	},
	{
		Name: "puck", Icon: sprites.Disc, Text: lang.Key("Drive into the puck: it sticks"),
		Useful: isPuckFree, Where: puckPlace, Done: carriesPuck, ShownSeconds: 25,
	},
	{
		Name: "boost", Icon: sprites.Flame, Text: lang.Key("Boost"), Keys: boostKeys,
		Done: func(v *netcode.View) bool { return v.Held.Buttons&puck.ButtonBoost != 0 }, DoneSeconds: .5, ShownSeconds: 14,
	},
	{
		Name: "goal", Icon: sprites.Flare, Text: lang.Key("Score in the other team's goal"),
		Useful: carriesPuck, Where: goalPlace, Done: hasScored, ShownSeconds: 20,
	},
}

func skateKeys(in *input.Devices, d input.Device) string {
	switch d {
	case input.Touch:
		return lang.T("Left thumb")
	case input.Gamepad:
		return lang.T("Left stick")
	}
	return movementKeys(in)
}

func kickKeys(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return lang.T("Right thumb")
	}
	return in.KeyLabel(kick, d)
}

func boostKeys(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return lang.T("BOOST")
	}
	return in.KeyLabel(boost, d)
}

func carriesPuck(v *netcode.View) bool {
	d, ok := discOf(v)
	return ok && d.carrier == v.Me
}

func isPuckFree(v *netcode.View) bool {
	d, ok := discOf(v)
	return ok && d.carrier == sim.NoPlayer
}

func puckPlace(v *netcode.View) (x, y float32, ok bool) {
	d, ok := discOf(v)
	return d.x, d.y, ok
}

// goalPlace is where the goal is into which the player's team shoots.
func goalPlace(v *netcode.View) (x, y float32, ok bool) {
	if v.Config.TeamOf(v.Me) == 2 {
		return -puck.HalfLength, 0, true
	}
	return puck.HalfLength, 0, true
}

func hasScored(v *netcode.View) bool {
	for i := range v.Events {
		if g, ok := puck.GoalOf(&v.Events[i]); ok && g.Scorer == v.Me {
			return true
		}
	}
	return false
}

// movementKeys are the labels of the movement keys, such as WASD.
func movementKeys(d *input.Devices) string {
	var keys []string
	for _, a := range []input.Action{input.Forward, input.Left, input.Back, input.Right} {
		keys = append(keys, d.KeyLabel(a, input.Keyboard))
	}
	if all := strings.Join(keys, ""); len(all) == len(keys) {
		return all
	}
	return strings.Join(keys, " ")
}
