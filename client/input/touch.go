package input

import (
	"perihelion/client/ui"
	"perihelion/sim"
)

const (
	stickRadius  = 62  // points from the middle of a stick to its end
	buttonRadius = 30  // points: half the width of a button
	cornerRadius = 24  // of one in the corner
	narrowWidth  = 700 // points: a narrower window has its corner buttons below each other
)

// TouchStick is a thumb on a touch screen. It begins wherever the thumb comes down.
type TouchStick struct {
	X, Y     float32 // where it began, or where it would be
	ToX, ToY float32 // where the thumb is
	Radius   float32 // its reach
	Active   bool
	finger   int
}

// direction is how far the stick is pushed.
func (s *TouchStick) direction() Vec {
	if !s.Active || s.Radius == 0 {
		return Vec{}
	}
	v := Vec{(s.ToX - s.X) / s.Radius, (s.ToY - s.Y) / s.Radius}
	return v.withDeadZone()
}

// TouchButton is a round button on a touch screen.
type TouchButton struct {
	X, Y, Radius float32
	ToX          float32 // where the thumb is that holds it
	ToY          float32
	Held         bool
	Action       Action
	finger       int
}

// ShipButtons is how many of the buttons belong to the ship; they come first.
const ShipButtons = 3

// touchLayout is the controls on a touch screen: a stick to fly, a stick to aim and
// fire, and buttons under the right thumb.
type touchLayout struct {
	sticks        [2]TouchStick
	buttons       [5]TouchButton
	pressedAction Action // what a new finger came down on, if it
	pressed       bool   // did
	held          sim.Buttons
	justPressed   sim.Buttons
	menuTapped    bool
	downBefore    []int // fingers that were down before
	bounds        ui.Rect
}

// update lays the controls out and gives every new finger one of them.
func (g *touchLayout) track(fingers []Finger, w, h, unit float32) {
	g.placeControls(w, h, unit)
	g.held, g.justPressed, g.menuTapped, g.pressed = 0, 0, false, false
	g.releaseLifted(fingers)
	for _, f := range fingers {
		if !g.wasDown(f.ID) {
			g.assignFinger(f)
		}
		for i := range g.sticks {
			if s := &g.sticks[i]; s.Active && s.finger == f.ID {
				s.ToX, s.ToY = f.X, f.Y
			}
		}
		for i := range g.buttons {
			if s := &g.buttons[i]; s.Held && s.finger == f.ID {
				s.ToX, s.ToY = f.X, f.Y
			}
		}
	}
	g.downBefore = g.downBefore[:0]
	for _, f := range fingers {
		g.downBefore = append(g.downBefore, f.ID)
	}
	for i := range g.buttons {
		if g.buttons[i].Held {
			g.held |= buttonFor(g.buttons[i].Action)
		}
	}
}

func (g *touchLayout) placeControls(w, h, unit float32) {
	g.bounds = ui.Rect{W: w, H: h}
	for i := range g.sticks {
		s := &g.sticks[i]
		s.Radius = stickRadius * unit
		if !s.Active {
			s.X, s.Y = 120*unit, h-120*unit
			if i == 1 {
				s.X = w - s.X
			}
			s.ToX, s.ToY = s.X, s.Y
		}
	}
	sayX, sayY := w-96*unit, 34*unit
	if w < narrowWidth*unit { // the clock needs the place
		sayX, sayY = w-34*unit, 96*unit
	}
	for i, at := range [5]struct {
		x, y, r float32
		a       Action
	}{
		{w - 245*unit, h - 95*unit, buttonRadius, Boost},
		{w - 225*unit, h - 165*unit, buttonRadius, Rail},
		{w - 130*unit, h - 232*unit, buttonRadius, Item},
		{w - 34*unit, 34 * unit, cornerRadius, Menu},
		{sayX, sayY, cornerRadius, Quick},
	} {
		g.buttons[i].X, g.buttons[i].Y, g.buttons[i].Radius, g.buttons[i].Action = at.x, at.y, at.r*unit, at.a
	}
}

// releaseLifted lets go of what a finger held that is gone.
func (g *touchLayout) releaseLifted(fingers []Finger) {
	down := func(id int) bool {
		for _, f := range fingers {
			if f.ID == id {
				return true
			}
		}
		return false
	}
	for i := range g.sticks {
		g.sticks[i].Active = g.sticks[i].Active && down(g.sticks[i].finger)
	}
	for i := range g.buttons {
		g.buttons[i].Held = g.buttons[i].Held && down(g.buttons[i].finger)
	}
}

// releaseWeapons takes the stick that fires and the buttons of the ship from the fingers that
// hold them.
func (g *touchLayout) releaseWeapons() {
	g.justPressed, g.held = 0, 0
	g.sticks[1].Active = false
	for i := range g.buttons {
		g.buttons[i].Held = g.buttons[i].Held && buttonFor(g.buttons[i].Action) == 0
	}
}

// releaseAll takes everything from the fingers. Those that are still down hold nothing until
// they have been lifted.
func (g *touchLayout) releaseAll() {
	g.releaseWeapons()
	g.sticks[0].Active = false
	for i := range g.buttons {
		g.buttons[i].Held = false
	}
}

func (g *touchLayout) wasDown(id int) bool {
	for _, t := range g.downBefore {
		if t == id {
			return true
		}
	}
	return false
}

// assignFinger gives a new finger what it came down on: a button, or else a stick, the
// left one in the left half of the screen.
func (g *touchLayout) assignFinger(f Finger) {
	for i := range g.buttons {
		s := &g.buttons[i]
		if dx, dy := f.X-s.X, f.Y-s.Y; dx*dx+dy*dy < s.Radius*s.Radius*1.7 {
			s.Held, s.finger = true, f.ID
			s.ToX, s.ToY = s.X, s.Y
			g.pressedAction, g.pressed = s.Action, true
			g.justPressed |= buttonFor(s.Action)
			g.menuTapped = g.menuTapped || s.Action == Menu
			return
		}
	}
	s := &g.sticks[0]
	if f.X > g.bounds.W/2 {
		s = &g.sticks[1]
	}
	if !s.Active {
		*s = TouchStick{X: f.X, Y: f.Y, ToX: f.X, ToY: f.Y, Radius: s.Radius, Active: true, finger: f.ID}
	}
}

func buttonFor(a Action) sim.Buttons {
	switch a {
	case Rail:
		return sim.ButtonRail
	case Boost:
		return sim.ButtonBoost
	case Item:
		return sim.ButtonItem
	}
	return 0
}

// TouchControls is what a scene draws for fingers: sticks, and buttons.
func (d *Devices) TouchControls() (sticks []TouchStick, spots []TouchButton) {
	return d.touch.sticks[:], d.touch.buttons[:]
}

// MenuTapped reports a tap on the menu button of the touch screen.
func (d *Devices) MenuTapped() bool { return d.touch.menuTapped }
