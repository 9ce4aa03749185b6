package scene

import (
	"perihelion/client/input"
	"perihelion/client/netcode"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// hint is one line of instructions for new players. It disappears once the player has done
// what it says, or after some time.
type hint struct {
	text       func(in *input.Devices, d input.Device) string
	performed  func(in sim.Input) bool
	minTicks   int     // ticks of doing it
	maxSeconds float64 // seconds on the screen
}

var hintList = [...]hint{
	{flyHint, func(in sim.Input) bool { return in.Axes[ships.AxisThrust]|in.Axes[ships.AxisStrafe] != 0 }, 80, 20},
	{fireHint, func(in sim.Input) bool { return in.Buttons&ships.ButtonPulse != 0 }, 40, 20},
	{railHint, func(in sim.Input) bool { return in.Buttons&ships.ButtonRail != 0 }, 2, 14},
	{boostHint, func(in sim.Input) bool { return in.Buttons&ships.ButtonBoost != 0 }, 30, 14},
	{starHint, nil, 0, 8},
	{itemHint, nil, 0, 7},
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
	return keyLabels(in, d, input.Pulse) + ": pulse cannon.  Gravity bends its shots"
}

func railHint(in *input.Devices, d input.Device) string {
	return keyOrTouchLabel(in, d, input.Rail, "RAIL") + ": a beam that hits at once, for energy"
}

func boostHint(in *input.Devices, d input.Device) string {
	return keyOrTouchLabel(in, d, input.Boost, "BOOST") + ": boost.  Energy comes back faster near the star"
}

func starHint(*input.Devices, input.Device) string {
	return "The corona burns, and to touch the star is death"
}

func itemHint(in *input.Devices, d input.Device) string {
	if d == input.Touch {
		return "Fly through what glows: shields, mines, missiles, a leap.  ITEM uses it"
	}
	return keyLabels(in, d, input.Item) + " uses what you pick up   ·   " + keyLabels(in, d, input.Scoreboard) + " scores   ·   " + keyLabels(in, d, input.Chat) + " chat"
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

// hintProgress shows one hint after another. A player sees each only once.
type hintProgress struct {
	finished       int // number of finished hints
	performedTicks int
	shownFor       float64
	sinceLast      float64 // seconds since the last hint ended
	text           string
	textFor        int
	device         input.Device
}

// countInput checks whether the player does what the hint says.
func (h *hintProgress) countInput(in sim.Input) {
	if h.finished < len(hintList) && hintList[h.finished].performed != nil && hintList[h.finished].performed(in) {
		h.performedTicks++
	}
}

// advanceHint counts dt seconds of flight; seen is false if something else hid the hint.
// It reports that a hint was finished.
func (h *hintProgress) advanceHint(v *netcode.View, dt float64, seen bool) bool {
	if h.finished >= len(hintList) || v.Own[ships.OwnAlive] == 0 {
		return false
	}
	h.sinceLast += dt
	if h.sinceLast < 1 {
		return false
	}
	if seen || h.shownFor == 0 {
		h.shownFor += dt
	}
	l := &hintList[h.finished]
	if h.shownFor < l.maxSeconds && (l.performed == nil || h.performedTicks < l.minTicks) {
		return false
	}
	h.finished++
	h.performedTicks, h.shownFor, h.sinceLast = 0, 0, 0
	return true
}

// hintText is the text of the current hint. It is cached, because building it allocates.
func (h *hintProgress) hintText(in *input.Devices, d input.Device) string {
	if h.text == "" || h.textFor != h.finished || h.device != d {
		h.text, h.textFor, h.device = hintList[h.finished].text(in, d), h.finished, d
	}
	return h.text
}

// visibleHint is the current hint and its opacity. There is none while a bot flies, or
// while something else is open.
func (h *hintProgress) visibleHint(m *matchScene) (text string, k float32) {
	if h.finished >= len(hintList) || h.shownFor == 0 || m.deps.autopilotOn() || m.view.Own[ships.OwnAlive] == 0 || m.showScores || m.wheel.open || m.chat.open {
		return "", 0
	}
	d := m.deps.Devices
	return h.hintText(d, d.Active()), float32(max(0, min(1, h.shownFor*3, (hintList[h.finished].maxSeconds-h.shownFor)*3)))
}
