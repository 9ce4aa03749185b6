package input

import "perihelion/sim"

const fireAt = .45 // of a touch stick's way: beyond it the cannon fires

// Sample is what the player holds for one tick, flying a ship that points along
// heading and is at x, y on the screen. What was struck since the last Sample
// counts as held, so that no tap falls between two ticks.
func (d *Devices) Sample(heading uint16, x, y float32) sim.Input {
	if !d.aimed {
		d.aim, d.aimed = heading, true
	}
	in := sim.Input{Buttons: d.buttons(&d.raw.Held)&^d.spent | d.latch}
	d.latch = 0
	move, look := d.keys(), Vec{d.raw.MouseX - x, d.raw.MouseY - y}
	free := d.Screen // the move is a direction on the screen
	switch d.inUse {
	case Touch:
		move, look, free = d.glass.sticks[0].tilt(), d.glass.sticks[1].tilt(), true
		in.Buttons |= d.glass.held
		if look.length() > fireAt {
			in.Buttons |= sim.ButtonPulse
		}
	case Gamepad:
		look = d.raw.Sticks[1]
		if stick := d.raw.Sticks[0]; stick != (Vec{}) {
			move, free = stick, true
		}
	}
	if look == (Vec{}) && free && d.inUse != Keyboard {
		look = move // with nothing to aim at, the ship looks where it goes
	}
	if look != (Vec{}) {
		d.aim = look.heading()
	}
	in.Aim = d.aim
	if free {
		in.Thrust, in.Strafe = move.ahead(heading)
	} else {
		in.Thrust, in.Strafe = axis(float64(-move.Y)), axis(float64(move.X))
	}
	return in
}

// keys is the direction that the keys of the keyboard, or the cross of a pad, push.
func (d *Devices) keys() (v Vec) {
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

// Lean is where the player looks, from -1 to 1 over the screen, for the camera.
func (d *Devices) Lean(w, h int) (x, y float32) {
	switch d.inUse {
	case Touch:
		t := d.glass.sticks[1].tilt()
		return t.X, t.Y
	case Gamepad:
		return d.raw.Sticks[1].X, d.raw.Sticks[1].Y
	}
	x = d.raw.MouseX/float32(max(1, w))*2 - 1
	y = d.raw.MouseY/float32(max(1, h))*2 - 1
	return max(-1, min(1, x)), max(-1, min(1, y))
}
