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
	Bindings       Bindings
	ScreenRelative bool // keys push in the directions of the screen, not of the ship

	reader       rawReader
	raw          Raw
	active       Device
	latched      sim.Buttons   // struck since the last Sample
	needRelease  sim.Buttons   // held since a Disarm: they count once they have been let go
	ignored      [sources]bool // held when the window lost the focus: the same
	aim          uint16
	aimKnown     bool
	mouseTracked bool        // the mouse may change the device in use
	touch        touchLayout // the controls on a touch screen
	menu         menuInput

	keyLabels keyLabels
	unit      float32      // pixels of a point
	dragStart [Actions]Vec // where the mouse was when an action was struck
}

// New returns devices with these bindings.
func New(b Bindings) *Devices { return &Devices{Bindings: b} }

// Watch begins to listen to what the system says beside keys, buttons and fingers. It
// is called once, before the game runs; without it nothing that is held ends by itself.
func (d *Devices) Subscribe() {
	d.reader.events.subscribe()
	watchKeyboardLayout(&d.keyLabels)
}

// Poll reads the devices. Call it once an Update, before anything else. The
// window is w by h pixels; unit of them make a point; dt seconds have passed.
func (d *Devices) Poll(w, h int, unit float32, dt float64) {
	d.reader.readAll(&d.raw)
	d.ProcessRaw(float32(w), float32(h), unit, float32(dt))
}

// Raw is what the devices said last. A program that plays by hand, such as a test,
// writes there and calls Take where a game calls Poll.
func (d *Devices) Raw() *Raw { return &d.raw }

// ProcessRaw is Poll with Raw already read.
func (d *Devices) ProcessRaw(w, h, unit, dt float32) {
	r := &d.raw
	d.handleFocusLoss(r)
	mx, my := d.menu.x, d.menu.y
	d.touch.track(r.Fingers, w, h, unit)
	d.menu.build(r, dt)
	switch {
	case len(r.Fingers) > 0:
		d.active = Touch
	case d.padActive():
		d.active = Gamepad
	case r.anyHeld(firstKey, firstPad), d.mouseTracked && (mx != r.MouseX || my != r.MouseY):
		d.active = Keyboard
	}
	d.mouseTracked = d.active != Touch // a finger moves the mouse, too
	d.menu.x, d.menu.y = r.MouseX, r.MouseY
	d.recordDragStarts(unit)
	d.needRelease &= d.buttonsIn(&r.Held)
	d.latched |= d.buttonsIn(&r.JustPressed) | d.touch.justPressed
}

// handleFocusLoss ends whatever was held when the window lost the focus, until it has been up.
// A pad is read whoever has the focus, so nothing on it can get stuck.
func (d *Devices) handleFocusLoss(r *Raw) {
	for s := firstKey; s < firstPad; s++ {
		d.ignored[s] = r.Held[s] && !r.JustPressed[s] && (d.ignored[s] || r.FocusLost)
		r.Held[s] = r.Held[s] && !d.ignored[s]
	}
	if r.FocusLost {
		d.touch.releaseAll()
		d.latched = 0
		r.TouchCancelled = true
	}
}

func (d *Devices) padActive() bool {
	r := &d.raw
	return r.Sticks != [2]Vec{} || r.anyHeld(firstPad, sources)
}

// anyHeld reports whether a source between from and to is held.
func (r *Raw) anyHeld(from, to Source) bool {
	for s := from; s < to; s++ {
		if r.Held[s] {
			return true
		}
	}
	return false
}

// Active is the device that the player touched last.
func (d *Devices) Active() Device { return d.active }

// SetActive says what the player is likely to touch first.
func (d *Devices) SetActive(dev Device) { d.active = dev }

// Held reports whether a source of a is held.
func (d *Devices) Held(a Action) bool { return d.anySourceIn(&d.raw.Held, a) }

// JustPressed reports whether a source of a went down in this frame.
func (d *Devices) JustPressed(a Action) bool { return d.anySourceIn(&d.raw.JustPressed, a) }

func (d *Devices) anySourceIn(set *[sources]bool, a Action) bool {
	for _, s := range d.Bindings[a] {
		if s != 0 && set[s] {
			return true
		}
	}
	return false
}

// AnyJustPressed is the source that went down in this frame, for whoever binds keys.
func (d *Devices) AnyJustPressed() (Source, bool) {
	for s := firstKey; s < sources; s++ {
		if d.raw.JustPressed[s] {
			return s, true
		}
	}
	return 0, false
}

// MenuInput is this frame's input for menus.
func (d *Devices) MenuInput() *ui.Input { return &d.menu.in }

// Forget drops what was struck and not yet sampled. What is held counts on.
func (d *Devices) DiscardPresses() { d.latched = 0 }

// RequireRelease drops what was struck and not yet sampled, and lets every weapon, boost and
// item rest until its key, button or finger has been up: whoever presses one in a menu
// means the menu, not the ship. Axes go on: one may hold the thrust through a menu.
func (d *Devices) RequireRelease() {
	d.DiscardPresses()
	d.needRelease = d.buttonsIn(&d.raw.Held)
	d.touch.releaseWeapons()
}

func (d *Devices) buttonsIn(set *[sources]bool) (b sim.Buttons) {
	for action, button := range [Actions]sim.Buttons{
		Pulse: sim.ButtonPulse, Rail: sim.ButtonRail, Boost: sim.ButtonBoost, Item: sim.ButtonItem,
	} {
		if button != 0 && d.anySourceIn(set, Action(action)) {
			b |= button
		}
	}
	return b
}
