// Package input turns keyboard, mouse, gamepad and touch into what a game samples (buttons,
// where to move, where to aim) and into one ui.Input for menus. It knows no game: a game
// describes its Controls, and builds its sim.Input of TakeButtons, MoveVector and AimVector.
// The client has one Devices and calls Poll once a frame. It is not safe for concurrent use.
package input

import (
	"perihelion/client/ui"
	"perihelion/sim"
)

// Device is a kind of input device.
type Device uint8

const (
	Keyboard Device = iota // and mouse
	Gamepad
	Touch
)

// Devices is all input devices together. Use New.
type Devices struct {
	Bindings Bindings
	Options  Options

	controls     *Controls // of the game that is played
	reader       rawReader
	raw          Raw
	active       Device
	latched      sim.Buttons   // pressed since the last TakeButtons
	needRelease  sim.Buttons   // held since RequireRelease: they do not count until they have been released
	ignored      [sources]bool // held when the window lost the focus: they do not count either until released
	mouseTracked bool          // a move of the mouse makes Keyboard the active device
	touch        touchLayout
	menu         menuInput

	keyLabels keyLabels
	unit      float32          // pixels per point
	dragStart [actionCount]Vec // in pixels: where the mouse was when an action was pressed
}

// New returns devices with the controls of a game and their default bindings.
func New(c *Controls) *Devices {
	d := &Devices{}
	d.SetControls(c)
	d.Bindings = c.DefaultBindings()
	return d
}

// SetControls changes to the controls of another game. The caller sets Bindings as well.
func (d *Devices) SetControls(c *Controls) {
	if d.controls != c {
		d.controls = c
		d.latched, d.needRelease = 0, 0
		d.touch.setButtons(c)
	}
}

// Controls are those of the game that is played.
func (d *Devices) Controls() *Controls { return d.controls }

// Subscribe begins to listen to events of the system that Ebitengine does not report,
// such as the loss of the focus. Call it once, before the game runs. Without it, keys that
// are held when the window loses the focus stay held.
func (d *Devices) Subscribe() {
	d.reader.events.subscribe()
	watchKeyboardLayout(&d.keyLabels)
}

// Poll reads the devices. Call it once a frame, before anything else. The window is w by h
// pixels, unit is the pixels per point, and dt is the seconds since the last frame.
func (d *Devices) Poll(w, h int, unit float32, dt float64) {
	d.reader.readAll(&d.raw, &d.Options)
	d.ProcessRaw(float32(w), float32(h), unit, float32(dt))
}

// Raw is the state of the devices. A test or a program that simulates input writes to it
// and calls ProcessRaw instead of Poll.
func (d *Devices) Raw() *Raw { return &d.raw }

// ProcessRaw is Poll without reading the devices: it takes Raw as it is.
func (d *Devices) ProcessRaw(w, h, unit, dt float32) {
	r := &d.raw
	d.handleFocusLoss(r)
	mx, my := d.menu.x, d.menu.y
	d.touch.mirrored = d.Options.LeftHanded
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
	d.mouseTracked = d.active != Touch // browsers move the mouse to where a finger touches
	d.menu.x, d.menu.y = r.MouseX, r.MouseY
	d.recordDragStarts(unit)
	d.needRelease &= d.buttonsIn(&r.Held)
	d.latched |= d.buttonsIn(&r.JustPressed) | d.touch.justPressed
}

// handleFocusLoss ignores keys and mouse buttons that were held when the window lost the
// focus, until they are released. Gamepads are read without the focus too, so their
// buttons cannot get stuck.
func (d *Devices) handleFocusLoss(r *Raw) {
	for s := firstKey; s < firstPad; s++ {
		d.ignored[s] = r.Held[s] && !r.JustPressed[s] && (d.ignored[s] || r.focusLost)
		r.Held[s] = r.Held[s] && !d.ignored[s]
	}
	if r.focusLost {
		d.touch.releaseAll()
		d.latched = 0
		r.touchCancelled = true
	}
}

func (d *Devices) padActive() bool {
	r := &d.raw
	return r.Sticks != [2]Vec{} || r.anyHeld(firstPad, sources)
}

// anyHeld reports whether a source from from up to, but not including, to is held.
func (r *Raw) anyHeld(from, to Source) bool {
	for s := from; s < to; s++ {
		if r.Held[s] {
			return true
		}
	}
	return false
}

// Active is the device that the player used last.
func (d *Devices) Active() Device { return d.active }

// SetActive sets the device to assume until the player uses one.
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

// AnyJustPressed is a source that went down in this frame; ok is false if there is none.
// The settings use it to bind keys.
func (d *Devices) AnyJustPressed() (s Source, ok bool) {
	for s = firstKey; s < sources; s++ {
		if d.raw.JustPressed[s] {
			return s, true
		}
	}
	return 0, false
}

// MenuInput is this frame's input for menus.
func (d *Devices) MenuInput() *ui.Input { return &d.menu.in }

// DiscardPresses drops presses that were not sampled yet. What is still held counts.
func (d *Devices) DiscardPresses() { d.latched = 0 }

// RequireRelease drops presses that were not sampled yet, and ignores the buttons of the
// game until their key, button or finger has been released: what is pressed in a menu is
// meant for the menu. Movement goes on: its keys may be held while a menu is closed.
func (d *Devices) RequireRelease() {
	d.DiscardPresses()
	d.needRelease = d.buttonsIn(&d.raw.Held)
	d.touch.releaseButtons()
}

// buttonsIn are the game's buttons of which a source is in set.
func (d *Devices) buttonsIn(set *[sources]bool) (b sim.Buttons) {
	for i := range d.controls.Actions {
		if g := &d.controls.Actions[i]; g.Button != 0 && d.anySourceIn(set, FirstGameAction+Action(i)) {
			b |= g.Button
		}
	}
	return b
}

// shiftHeld reports whether Shift is held.
func (d *Devices) ShiftHeld() bool { return d.raw.shiftHeld }

// dragRadius is by how many points the mouse or a finger must move for a DragVector of
// length 1.
const dragRadius = 70

// DragVector is by how much the player has moved the mouse, a stick or a finger since a
// was pressed. Mouse and finger may move farther than length 1. held is false once a is
// released.
func (d *Devices) DragVector(a Action) (v Vec, held bool) {
	for i := range d.touch.buttons {
		if b := &d.touch.buttons[i]; b.action == a && b.Held {
			radius := dragRadius * b.Radius / buttonRadius
			return Vec{(b.toX - b.X) / radius, (b.toY - b.Y) / radius}, true
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
	radius := dragRadius * d.unit
	return Vec{(d.raw.MouseX - from.X) / radius, (d.raw.MouseY - from.Y) / radius}, held
}

// Triggered reports whether a was pressed in this frame, by a source or on a touch
// button.
func (d *Devices) Triggered(a Action) bool {
	return d.JustPressed(a) || d.touch.pressedAction == a && d.touch.pressed
}

// recordDragStarts notes where the mouse is when an action is pressed.
func (d *Devices) recordDragStarts(unit float32) {
	d.unit = unit
	for a := range d.dragStart {
		if d.JustPressed(Action(a)) {
			d.dragStart[a] = Vec{d.raw.MouseX, d.raw.MouseY}
		}
	}
}
