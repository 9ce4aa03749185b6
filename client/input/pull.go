package input

// pullReach is how many points the mouse, or a thumb, must move for a whole pull.
const pullReach = 70

// Pull is where the player pulls while an action is held, from where the pointer
// was when it was struck: with the mouse, a stick or a thumb. The pull is over when
// held is false.
func (d *Devices) Pull(a Action) (v Vec, held bool) {
	for i := range d.glass.spots {
		if s := &d.glass.spots[i]; s.Action == a && s.Held {
			reach := pullReach * s.R / knob
			return Vec{(s.ToX - s.X) / reach, (s.ToY - s.Y) / reach}, true
		}
	}
	held = d.Held(a)
	if d.inUse == Gamepad {
		if v = d.raw.Sticks[1]; v == (Vec{}) {
			v = d.raw.Sticks[0]
		}
		return v, held
	}
	from := d.pulled[a]
	reach := pullReach * d.unit
	return Vec{(d.raw.MouseX - from.X) / reach, (d.raw.MouseY - from.Y) / reach}, held
}

// Begun reports whether a was struck in this frame, by a key or a thumb.
func (d *Devices) Begun(a Action) bool { return d.Struck(a) || d.glass.begun == a && d.glass.began }

// begin notes where the pointer is when an action is struck.
func (d *Devices) begin(unit float32) {
	d.unit = unit
	for a := range d.pulled {
		if d.Struck(Action(a)) {
			d.pulled[a] = Vec{d.raw.MouseX, d.raw.MouseY}
		}
	}
}

// Length is how far v reaches.
func (v Vec) Length() float32 { return v.length() }

// Shifted reports whether Shift is held.
func (d *Devices) Shifted() bool { return d.raw.Shift }
