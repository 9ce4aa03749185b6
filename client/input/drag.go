package input

// dragRadius is how many points the mouse, or a thumb, must move for a whole pull.
const dragRadius = 70

// DragVector is where the player pulls while an action is held, from where the pointer
// was when it was struck: with the mouse, a stick or a thumb. The pull is over when
// held is false.
func (d *Devices) DragVector(a Action) (v Vec, held bool) {
	for i := range d.touch.buttons {
		if s := &d.touch.buttons[i]; s.Action == a && s.Held {
			reach := dragRadius * s.Radius / buttonRadius
			return Vec{(s.ToX - s.X) / reach, (s.ToY - s.Y) / reach}, true
		}
	}
	held = d.Held(a)
	if d.active == Gamepad {
		if v = d.raw.Sticks[1]; v == (Vec{}) {
			v = d.raw.Sticks[0]
		}
		return v, held
	}
	from := d.dragStart[a]
	reach := dragRadius * d.unit
	return Vec{(d.raw.MouseX - from.X) / reach, (d.raw.MouseY - from.Y) / reach}, held
}

// Triggered reports whether a was struck in this frame, by a key or a thumb.
func (d *Devices) Triggered(a Action) bool {
	return d.JustPressed(a) || d.touch.pressedAction == a && d.touch.pressed
}

// begin notes where the pointer is when an action is struck.
func (d *Devices) recordDragStarts(unit float32) {
	d.unit = unit
	for a := range d.dragStart {
		if d.JustPressed(Action(a)) {
			d.dragStart[a] = Vec{d.raw.MouseX, d.raw.MouseY}
		}
	}
}

// Length is how far v reaches.
func (v Vec) Length() float32 { return v.length() }

// ShiftHeld reports whether Shift is held.
func (d *Devices) ShiftHeld() bool { return d.raw.ShiftHeld }
