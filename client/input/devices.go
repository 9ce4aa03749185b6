// Package input turns what the player holds into what the simulation and the
// menus understand. Scenes own a Devices and Poll it once an Update; keyboard,
// mouse, gamepad and fingers all end up as one sim.Input and one ui.Input. It is
// not safe for concurrent use.
package input

import (
	"perihelion/client/ui"
	"perihelion/sim"
)

// Device is what the player has in hand.
type Device uint8

const (
	Keyboard Device = iota // and mouse
	Gamepad
	Touch
)

// Devices is everything a player can touch. The zero value has no bindings; use New.
type Devices struct {
	Bindings Bindings
	Screen   bool // keys push in the directions of the screen, not of the ship

	hands hands
	raw   Raw
	inUse Device
	latch sim.Buttons   // struck since the last Sample
	spent sim.Buttons   // held since a Disarm: they count once they have been let go
	stale [sources]bool // held when the window lost the focus: the same
	aim   uint16
	aimed bool
	moved bool  // the mouse may change the device in use
	glass glass // the controls on a touch screen
	menu  menu

	keycaps keycaps
	unit    float32      // pixels of a point
	pulled  [Actions]Vec // where the mouse was when an action was struck
}

// New returns devices with these bindings.
func New(b Bindings) *Devices { return &Devices{Bindings: b} }

// Watch begins to listen to what the system says beside keys, buttons and fingers. It
// is called once, before the game runs; without it nothing that is held ends by itself.
func (d *Devices) Watch() {
	d.hands.watch.begin()
	readKeycaps(&d.keycaps)
}

// Poll reads the devices. Call it once an Update, before anything else. The
// window is w by h pixels; unit of them make a point; dt seconds have passed.
func (d *Devices) Poll(w, h int, unit float32, dt float64) {
	d.hands.read(&d.raw)
	d.Take(float32(w), float32(h), unit, float32(dt))
}

// Raw is what the devices said last. A program that plays by hand, such as a test,
// writes there and calls Take where a game calls Poll.
func (d *Devices) Raw() *Raw { return &d.raw }

// Take is Poll with Raw already read.
func (d *Devices) Take(w, h, unit, dt float32) {
	r := &d.raw
	d.letGo(r)
	mx, my := d.menu.x, d.menu.y
	d.glass.update(r.Fingers, w, h, unit)
	d.menu.update(r, dt)
	switch {
	case len(r.Fingers) > 0:
		d.inUse = Touch
	case d.padded():
		d.inUse = Gamepad
	case r.any(firstKey, firstPad), d.moved && (mx != r.MouseX || my != r.MouseY):
		d.inUse = Keyboard
	}
	d.moved = d.inUse != Touch // a finger moves the mouse, too
	d.menu.x, d.menu.y = r.MouseX, r.MouseY
	d.begin(unit)
	d.spent &= d.buttons(&r.Held)
	d.latch |= d.buttons(&r.Struck) | d.glass.struck
}

// letGo ends whatever was held when the window lost the focus, until it has been up.
// A pad is read whoever has the focus, so nothing on it can get stuck.
func (d *Devices) letGo(r *Raw) {
	for s := firstKey; s < firstPad; s++ {
		d.stale[s] = r.Held[s] && !r.Struck[s] && (d.stale[s] || r.Left)
		r.Held[s] = r.Held[s] && !d.stale[s]
	}
	if r.Left {
		d.glass.drop()
		d.latch = 0
		r.Cancelled = true
	}
}

func (d *Devices) padded() bool {
	r := &d.raw
	return r.Sticks != [2]Vec{} || r.any(firstPad, sources)
}

// any reports whether a source between from and to is held.
func (r *Raw) any(from, to Source) bool {
	for s := from; s < to; s++ {
		if r.Held[s] {
			return true
		}
	}
	return false
}

// InUse is the device that the player touched last.
func (d *Devices) InUse() Device { return d.inUse }

// Expect says what the player is likely to touch first.
func (d *Devices) Expect(dev Device) { d.inUse = dev }

// Held reports whether a source of a is held.
func (d *Devices) Held(a Action) bool { return d.among(&d.raw.Held, a) }

// Struck reports whether a source of a went down in this frame.
func (d *Devices) Struck(a Action) bool { return d.among(&d.raw.Struck, a) }

func (d *Devices) among(set *[sources]bool, a Action) bool {
	for _, s := range d.Bindings[a] {
		if s != 0 && set[s] {
			return true
		}
	}
	return false
}

// Any is the source that went down in this frame, for whoever binds keys.
func (d *Devices) Any() (Source, bool) {
	for s := firstKey; s < sources; s++ {
		if d.raw.Struck[s] {
			return s, true
		}
	}
	return 0, false
}

// UI is this frame's input for menus.
func (d *Devices) UI() *ui.Input { return &d.menu.in }

// Forget drops what was struck and not yet sampled. What is held counts on.
func (d *Devices) Forget() { d.latch = 0 }

// Disarm drops what was struck and not yet sampled, and lets every weapon, boost and
// item rest until its key, button or finger has been up: whoever presses one in a menu
// means the menu, not the ship. Axes go on: one may hold the thrust through a menu.
func (d *Devices) Disarm() {
	d.Forget()
	d.spent = d.buttons(&d.raw.Held)
	d.glass.disarm()
}

func (d *Devices) buttons(set *[sources]bool) (b sim.Buttons) {
	for action, button := range [Actions]sim.Buttons{
		Pulse: sim.ButtonPulse, Rail: sim.ButtonRail, Boost: sim.ButtonBoost, Item: sim.ButtonItem,
	} {
		if button != 0 && d.among(set, Action(action)) {
			b |= button
		}
	}
	return b
}
