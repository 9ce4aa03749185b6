package input

import "perihelion/sim"

const fireThreshold = .45 // of a touch stick's way: beyond it the cannon fires

// Sample is what the player holds for one tick, flying a ship that points along
// heading and is at x, y on the screen. What was struck since the last Sample
// counts as held, so that no tap falls between two ticks.
func (d *Devices) Sample(heading uint16, x, y float32) sim.Input {
	if !d.aimKnown {
		d.aim, d.aimKnown = heading, true
	}
	in := sim.Input{Buttons: d.buttonsIn(&d.raw.Held)&^d.needRelease | d.latched}
	d.latched = 0
	move, look := d.moveKeys(), Vec{d.raw.MouseX - x, d.raw.MouseY - y}
	free := d.ScreenRelative // the move is a direction on the screen
	switch d.active {
	case Touch:
		move, look, free = d.touch.sticks[0].direction(), d.touch.sticks[1].direction(), true
		in.Buttons |= d.touch.held
		if look.length() > fireThreshold {
			in.Buttons |= sim.ButtonPulse
		}
	case Gamepad:
		look = d.raw.Sticks[1]
		if stick := d.raw.Sticks[0]; stick != (Vec{}) {
			move, free = stick, true
		}
	}
	if look == (Vec{}) && free && d.active != Keyboard {
		look = move // with nothing to aim at, the ship looks where it goes
	}
	if look != (Vec{}) {
		d.aim = look.heading()
	}
	in.Aim = d.aim
	if free {
		in.Thrust, in.Strafe = move.toThrustStrafe(heading)
	} else {
		in.Thrust, in.Strafe = quantiseAxis(float64(-move.Y)), quantiseAxis(float64(move.X))
	}
	return in
}

// moveKeys is the direction that the keys of the keyboard, or the cross of a pad, push.
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

// LookOffset is where the player looks, from -1 to 1 over the screen, for the camera.
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
