package input

import "perihelion/sim"

// aimThreshold is how far the right touch stick must be pushed, from 0 to 1, to hold
// Controls.AimButtons.
const aimThreshold = .45

// TakeButtons returns the buttons for one tick. What was pressed since the last call counts
// as held, so that a short tap between two ticks is not lost.
func (d *Devices) TakeButtons() sim.Buttons {
	b := d.buttonsIn(&d.raw.Held)&^d.needRelease | d.latched
	d.latched = 0
	if d.active == Touch {
		b |= d.touch.held
		if d.touch.sticks[1].direction().Length() > aimThreshold {
			b |= d.controls.AimButtons
		}
	}
	return b
}

// MoveVector is where the player wants to move, with a length of at most 1 from a stick and
// of up to √2 from keys. onScreen: it is a direction on the screen. Else it is relative to
// where the avatar points: Y = -1 is ahead, X = 1 to its right.
func (d *Devices) MoveVector() (v Vec, onScreen bool) {
	switch d.active {
	case Touch:
		return d.touch.sticks[0].direction(), true
	case Gamepad:
		if stick := d.raw.Sticks[0]; stick != (Vec{}) {
			return stick, true
		}
	}
	return d.moveKeys(), d.Options.ScreenRelative
}

// AimVector is the direction on the screen in which the player aims, from the pixel x, y,
// where the avatar is. It is zero if a stick is not pushed.
func (d *Devices) AimVector(x, y float32) Vec {
	switch d.active {
	case Touch:
		return d.touch.sticks[1].direction()
	case Gamepad:
		return d.raw.Sticks[1]
	}
	return Vec{d.raw.MouseX - x, d.raw.MouseY - y}
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
