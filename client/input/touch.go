package input

import (
	"slices"

	"perihelion/client/ui"
	"perihelion/sim"
)

// In points:
const (
	stickRadius  = 62
	buttonRadius = 30
	cornerRadius = 24  // of the buttons in the corner
	narrowWidth  = 700 // in a narrower window the corner buttons are below each other
)

const touchDeadZone = .18 // of a stick on a touch screen: a finger does not lie still

// TouchStick is a virtual stick on a touch screen. Its centre is wherever the finger
// comes down. Coordinates are in pixels.
type TouchStick struct {
	X, Y     float32 // the centre; while not Active, where to draw it
	ToX, ToY float32 // where the finger is
	Radius   float32
	Active   bool // a finger is on it
	finger   int  // ID
}

// direction is how far the stick is pushed, and where to.
func (s *TouchStick) direction() Vec {
	if !s.Active || s.Radius == 0 {
		return Vec{}
	}
	v := Vec{(s.ToX - s.X) / s.Radius, (s.ToY - s.Y) / s.Radius}
	return v.withDeadZone(touchDeadZone)
}

// TouchButton is a round button on a touch screen. Coordinates are in pixels.
type TouchButton struct {
	X, Y, Radius float32
	toX, toY     float32 // where the finger is that holds it
	Held         bool
	action       Action
	Label        string
	finger       int // ID
}

// touchLayout is the controls on a touch screen: the left stick moves, the right stick aims,
// and buttons of the game lie near the right thumb, or all of that the other way round. Menu and
// chat are in the corner.
type touchLayout struct {
	controls      *Controls
	mirrored      bool // sticks and buttons of the game have changed sides
	sticks        [2]TouchStick
	buttons       []TouchButton // those of the game, then menu and chat
	pressed       bool          // a button was pressed in this frame
	pressedAction Action        // which; valid if pressed
	held          sim.Buttons
	justPressed   sim.Buttons
	menuTapped    bool
	downBefore    []int   // IDs of the fingers that were down in the last frame
	bounds        ui.Rect // of the window
}

// setButtons makes the buttons for the controls of a game.
func (t *touchLayout) setButtons(c *Controls) {
	t.controls = c
	t.held, t.justPressed, t.pressed = 0, 0, false
	t.buttons = make([]TouchButton, 0, len(c.TouchButtons)+2)
	for i := range c.TouchButtons {
		t.buttons = append(t.buttons, TouchButton{action: c.TouchButtons[i].Action, Label: c.TouchButtons[i].Label})
	}
	t.buttons = append(t.buttons, TouchButton{action: Menu, Label: "II"}, TouchButton{action: Quick, Label: "SAY"})
}

// track places the controls, assigns one to each new finger, and follows the fingers.
func (t *touchLayout) track(fingers []Finger, w, h, unit float32) {
	t.placeControls(w, h, unit)
	t.held, t.justPressed, t.menuTapped, t.pressed = 0, 0, false, false
	t.releaseLifted(fingers)
	for _, f := range fingers {
		if !t.wasDown(f.ID) {
			t.assignFinger(f)
		}
		for i := range t.sticks {
			if s := &t.sticks[i]; s.Active && s.finger == f.ID {
				s.ToX, s.ToY = f.X, f.Y
			}
		}
		for i := range t.buttons {
			if b := &t.buttons[i]; b.Held && b.finger == f.ID {
				b.toX, b.toY = f.X, f.Y
			}
		}
	}
	t.downBefore = t.downBefore[:0]
	for _, f := range fingers {
		t.downBefore = append(t.downBefore, f.ID)
	}
	for i := range t.buttons {
		if t.buttons[i].Held {
			t.held |= t.controls.button(t.buttons[i].action)
		}
	}
}

// placeControls places sticks and buttons for the size of the window. A stick that a finger
// holds keeps its centre.
func (t *touchLayout) placeControls(w, h, unit float32) {
	t.bounds = ui.Rect{W: w, H: h}
	for i := range t.sticks {
		s := &t.sticks[i]
		s.Radius = stickRadius * unit
		if !s.Active {
			s.X, s.Y = 120*unit, h-120*unit
			if (i == 1) != t.mirrored {
				s.X = w - s.X
			}
			s.ToX, s.ToY = s.X, s.Y
		}
	}
	chatX, chatY := w-96*unit, 34*unit
	if w < narrowWidth*unit { // the clock of the match is there
		chatX, chatY = w-34*unit, 96*unit
	}
	for i := range t.controls.TouchButtons {
		at := &t.controls.TouchButtons[i]
		x := at.Right * unit
		if !t.mirrored {
			x = w - x
		}
		t.buttons[i].placeAt(x, h-at.Bottom*unit, buttonRadius*unit)
	}
	corner := t.buttons[len(t.controls.TouchButtons):]
	corner[0].placeAt(w-34*unit, 34*unit, cornerRadius*unit)
	corner[1].placeAt(chatX, chatY, cornerRadius*unit)
}

// placeAt places the button, in pixels.
func (b *TouchButton) placeAt(x, y, radius float32) { b.X, b.Y, b.Radius = x, y, radius }

// releaseLifted releases sticks and buttons whose finger is no longer down.
func (t *touchLayout) releaseLifted(fingers []Finger) {
	down := func(id int) bool {
		for _, f := range fingers {
			if f.ID == id {
				return true
			}
		}
		return false
	}
	for i := range t.sticks {
		t.sticks[i].Active = t.sticks[i].Active && down(t.sticks[i].finger)
	}
	for i := range t.buttons {
		t.buttons[i].Held = t.buttons[i].Held && down(t.buttons[i].finger)
	}
}

// releaseButtons releases the right stick, which can hold buttons, and those of the game.
func (t *touchLayout) releaseButtons() {
	t.justPressed, t.held = 0, 0
	t.sticks[1].Active = false
	for i := range t.buttons {
		t.buttons[i].Held = t.buttons[i].Held && t.controls.button(t.buttons[i].action) == 0
	}
}

// releaseAll releases everything. Fingers that are still down get nothing until they are
// lifted and come down again.
func (t *touchLayout) releaseAll() {
	t.releaseButtons()
	t.sticks[0].Active = false
	for i := range t.buttons {
		t.buttons[i].Held = false
	}
}

func (t *touchLayout) wasDown(id int) bool {
	return slices.Contains(t.downBefore, id)
}

// assignFinger gives a new finger the button that it came down on, or else the stick of
// its half of the screen if that is free.
func (t *touchLayout) assignFinger(f Finger) {
	for i := range t.buttons {
		b := &t.buttons[i]
		if dx, dy := f.X-b.X, f.Y-b.Y; dx*dx+dy*dy < b.Radius*b.Radius*1.7 {
			b.Held, b.finger = true, f.ID
			b.toX, b.toY = b.X, b.Y
			t.pressedAction, t.pressed = b.action, true
			t.justPressed |= t.controls.button(b.action)
			t.menuTapped = t.menuTapped || b.action == Menu
			return
		}
	}
	s := &t.sticks[0]
	if (f.X > t.bounds.W/2) != t.mirrored {
		s = &t.sticks[1]
	}
	if !s.Active {
		*s = TouchStick{X: f.X, Y: f.Y, ToX: f.X, ToY: f.Y, Radius: s.Radius, Active: true, finger: f.ID}
	}
}

// TouchControls are the controls to draw on a touch screen: the sticks, all buttons, and
// those of the corner, of which the menu is the first.
func (d *Devices) TouchControls() (sticks []TouchStick, buttons, corner []TouchButton) {
	n := len(d.controls.TouchButtons)
	return d.touch.sticks[:], d.touch.buttons, d.touch.buttons[n:]
}

// MenuTapped reports that the menu button of the touch screen was pressed in this frame.
func (d *Devices) MenuTapped() bool { return d.touch.menuTapped }
