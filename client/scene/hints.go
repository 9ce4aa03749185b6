package scene

import (
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/sim"
)

// hint is one line for somebody who flies for the first time. It goes when it
// was followed, or when it was there for long enough.
type hint struct {
	text     func(in *input.Devices, d input.Device) string
	followed func(in sim.Input) bool
	ticks    int     // of following it
	most     float64 // seconds on the screen
}

var lessons = [...]hint{
	{fly, func(in sim.Input) bool { return in.Thrust|in.Strafe != 0 }, 80, 20},
	{shoot, func(in sim.Input) bool { return in.Buttons&sim.ButtonPulse != 0 }, 40, 20},
	{snipe, func(in sim.Input) bool { return in.Buttons&sim.ButtonRail != 0 }, 2, 14},
	{rush, func(in sim.Input) bool { return in.Buttons&sim.ButtonBoost != 0 }, 30, 14},
	{beware, nil, 0, 8},
	{explore, nil, 0, 7},
}

func fly(in *input.Devices, d input.Device) string {
	switch d {
	case input.Touch:
		return "Left thumb: fly"
	case input.Gamepad:
		return "Left stick: fly"
	}
	return keys(in, d, input.Forward, input.Left, input.Back, input.Right) + ": fly.  The mouse aims"
}

func shoot(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return "Right thumb: aim and fire"
	}
	return keys(in, d, input.Pulse) + ": pulse cannon.  Gravity bends its shots"
}

func snipe(in *input.Devices, d input.Device) string {
	return key(in, d, input.Rail, "RAIL") + ": a beam that hits at once, for energy"
}

func rush(in *input.Devices, d input.Device) string {
	return key(in, d, input.Boost, "BOOST") + ": boost.  Energy comes back faster near the star"
}

func beware(*input.Devices, input.Device) string {
	return "The corona burns, and to touch the star is death"
}

func explore(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return "Fly through what glows: shields, mines, missiles, a leap.  ITEM uses it"
	}
	return keys(in, d, input.Item) + " uses what you pick up   ·   " + keys(in, d, input.Scoreboard) + " scores   ·   " + keys(in, d, input.Chat) + " chat"
}

func key(in *input.Devices, d input.Device, a input.Action, touch string) string {
	if d == input.Touch {
		return touch
	}
	return keys(in, d, a)
}

func keys(in *input.Devices, d input.Device, list ...input.Action) (s string) {
	for i, a := range list {
		if i > 0 {
			s += " "
		}
		s += in.KeyLabel(a, d)
	}
	return s
}

// hints teaches one lesson after another, once in a player's life.
type hints struct {
	learned int // lessons behind us
	ticks   int
	shown   float64
	fresh   float64 // seconds since the last lesson ended
	text    string
	of      int
	device  input.Device
}

// hear follows what the player does.
func (h *hints) hear(in sim.Input) {
	if h.learned < len(lessons) && lessons[h.learned].followed != nil && lessons[h.learned].followed(in) {
		h.ticks++
	}
}

// update lets dt seconds of flying pass; seen says whether the lesson could be read in
// them, or something else was told. It reports that a lesson was learned.
func (h *hints) update(v *netcode.View, dt float64, seen bool) bool {
	if h.learned >= len(lessons) || v.Own[sim.OwnAlive] == 0 {
		return false
	}
	h.fresh += dt
	if h.fresh < 1 {
		return false
	}
	if seen || h.shown == 0 {
		h.shown += dt
	}
	l := &lessons[h.learned]
	if h.shown < l.most && (l.followed == nil || h.ticks < l.ticks) {
		return false
	}
	h.learned++
	h.ticks, h.shown, h.fresh = 0, 0, 0
	return true
}

// line is the text of the lesson at hand; it is written once.
func (h *hints) line(in *input.Devices, d input.Device) string {
	if h.text == "" || h.of != h.learned || h.device != d {
		h.text, h.of, h.device = lessons[h.learned].text(in, d), h.learned, d
	}
	return h.text
}

// display is the lesson at hand and how much of it is to be seen: nothing while a bot
// flies, or the player looks at something else.
func (h *hints) display(m *match) (text string, k float32) {
	if h.learned >= len(lessons) || h.shown == 0 || m.kit.autopilot() || m.view.Own[sim.OwnAlive] == 0 || m.board || m.wheel.open || m.chat.open {
		return "", 0
	}
	d := m.kit.Devices
	return h.line(d, d.Active()), float32(max(0, min(1, h.shown*3, (lessons[h.learned].most-h.shown)*3)))
}
