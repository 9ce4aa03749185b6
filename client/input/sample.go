package input

import (
	"perihelion/sim"
	"perihelion/sim/ships"
)

// fireThreshold is how far the right touch stick must be pushed, from 0 to 1, to fire.
const fireThreshold = .45

// Sample is the input for one tick, for a ship with this heading (as in sim.Input) at x, y
// on the screen. What was pressed since the last Sample counts as held, so that a short
// tap between two ticks is not lost.
func (d *Devices) Sample(heading uint16, x, y float32) sim.Input {
	if !d.aimKnown {
		d.aim, d.aimKnown = heading, true
	}
	in := sim.Input{Buttons: d.buttonsIn(&d.raw.Held)&^d.needRelease | d.latched}
	d.latched = 0
	move, aim := d.moveKeys(), Vec{d.raw.MouseX - x, d.raw.MouseY - y}
	onScreen := d.ScreenRelative // move is a direction on the screen, not relative to the ship
	switch d.active {
	case Touch:
		move, aim, onScreen = d.touch.sticks[0].direction(), d.touch.sticks[1].direction(), true
		in.Buttons |= d.touch.held
		if aim.Length() > fireThreshold {
			in.Buttons |= ships.ButtonPulse
		}
	case Gamepad:
		aim = d.raw.Sticks[1]
		if stick := d.raw.Sticks[0]; stick != (Vec{}) {
			move, onScreen = stick, true
		}
	}
	if aim == (Vec{}) && onScreen && d.active != Keyboard {
		aim = move // without a direction to aim in, the ship points where it moves
	}
	if aim != (Vec{}) {
		d.aim = aim.heading()
	}
	in.Axes[ships.AxisAim] = int32(d.aim)
	if onScreen {
		thrust, strafe := move.toThrustStrafe(heading)
		in.Axes[ships.AxisThrust], in.Axes[ships.AxisStrafe] = int32(thrust), int32(strafe)
	} else {
		in.Axes[ships.AxisThrust] = int32(quantiseAxis(float64(-move.Y)))
		in.Axes[ships.AxisStrafe] = int32(quantiseAxis(float64(move.X)))
	}
	return in
}

// moveKeys is the direction of the movement keys, or of the buttons bound to the same
// actions.
func (d *Devices) moveKeys() (v Vec) {
	for _, k := range [...]struct {
		a    Action
		x, y float32
	}{{Forward, 0, -1}, {Back, 0, 1}, {Left, -1, 0}, {Right, 1, 0}} {
		if d.Held(k.a) {
			v.X, v.Y = v.X+k.x, v.Y+k.y
		}
	}
	return v
}

// LookOffset is where the player aims on the screen, each from -1 to 1, for the camera. The
// window is w by h pixels.
func (d *Devices) LookOffset(w, h int) (x, y float32) {
	switch d.active {
	case Touch:
		t := d.touch.sticks[1].direction()
		return t.X, t.Y
	case Gamepad:
		return d.raw.Sticks[1].X, d.raw.Sticks[1].Y
	}
	x = d.raw.MouseX/float32(max(1, w))*2 - 1
	y = d.raw.MouseY/float32(max(1, h))*2 - 1
	return max(-1, min(1, x)), max(-1, min(1, y))
}
