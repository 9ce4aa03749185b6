package input

import (
	"perihelion/client/ui"
	"perihelion/sim"
)

const (
	stickReach = 62  // points from the middle of a stick to its end
	knob       = 30  // points: half the width of a button
	corner     = 24  // of one in the corner
	slender    = 700 // points: a narrower window has its corner buttons below each other
)

// Stick is a thumb on a touch screen. It begins wherever the thumb comes down.
type Stick struct {
	X, Y     float32 // where it began, or where it would be
	ToX, ToY float32 // where the thumb is
	R        float32 // its reach
	Active   bool
	finger   int
}

// tilt is how far the stick is pushed.
func (s *Stick) tilt() Vec {
	if !s.Active || s.R == 0 {
		return Vec{}
	}
	v := Vec{(s.ToX - s.X) / s.R, (s.ToY - s.Y) / s.R}
	return v.deadened()
}

// Spot is a round button on a touch screen.
type Spot struct {
	X, Y, R float32
	ToX     float32 // where the thumb is that holds it
	ToY     float32
	Held    bool
	Action  Action
	finger  int
}

// ShipSpots is how many of the buttons belong to the ship; they come first.
const ShipSpots = 3

// glass is the controls on a touch screen: a stick to fly, a stick to aim and
// fire, and buttons under the right thumb.
type glass struct {
	sticks [2]Stick
	spots  [5]Spot
	begun  Action // what a new finger came down on, if it
	began  bool   // did
	held   sim.Buttons
	struck sim.Buttons
	menu   bool
	taken  []int // fingers that were down before
	bounds ui.Rect
}

// update lays the controls out and gives every new finger one of them.
func (g *glass) update(fingers []Finger, w, h, unit float32) {
	g.layout(w, h, unit)
	g.held, g.struck, g.menu, g.began = 0, 0, false, false
	g.lift(fingers)
	for _, f := range fingers {
		if !g.known(f.ID) {
			g.touch(f)
		}
		for i := range g.sticks {
			if s := &g.sticks[i]; s.Active && s.finger == f.ID {
				s.ToX, s.ToY = f.X, f.Y
			}
		}
		for i := range g.spots {
			if s := &g.spots[i]; s.Held && s.finger == f.ID {
				s.ToX, s.ToY = f.X, f.Y
			}
		}
	}
	g.taken = g.taken[:0]
	for _, f := range fingers {
		g.taken = append(g.taken, f.ID)
	}
	for i := range g.spots {
		if g.spots[i].Held {
			g.held |= button(g.spots[i].Action)
		}
	}
}

func (g *glass) layout(w, h, unit float32) {
	g.bounds = ui.Rect{W: w, H: h}
	for i := range g.sticks {
		s := &g.sticks[i]
		s.R = stickReach * unit
		if !s.Active {
			s.X, s.Y = 120*unit, h-120*unit
			if i == 1 {
				s.X = w - s.X
			}
			s.ToX, s.ToY = s.X, s.Y
		}
	}
	sayX, sayY := w-96*unit, 34*unit
	if w < slender*unit { // the clock needs the place
		sayX, sayY = w-34*unit, 96*unit
	}
	for i, at := range [5]struct {
		x, y, r float32
		a       Action
	}{
		{w - 245*unit, h - 95*unit, knob, Boost},
		{w - 225*unit, h - 165*unit, knob, Rail},
		{w - 130*unit, h - 232*unit, knob, Item},
		{w - 34*unit, 34 * unit, corner, Menu},
		{sayX, sayY, corner, Quick},
	} {
		g.spots[i].X, g.spots[i].Y, g.spots[i].R, g.spots[i].Action = at.x, at.y, at.r*unit, at.a
	}
}

// lift lets go of what a finger held that is gone.
func (g *glass) lift(fingers []Finger) {
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
	for i := range g.spots {
		g.spots[i].Held = g.spots[i].Held && down(g.spots[i].finger)
	}
}

// disarm takes the stick that fires and the buttons of the ship from the fingers that
// hold them.
func (g *glass) disarm() {
	g.struck, g.held = 0, 0
	g.sticks[1].Active = false
	for i := range g.spots {
		g.spots[i].Held = g.spots[i].Held && button(g.spots[i].Action) == 0
	}
}

// drop takes everything from the fingers. Those that are still down hold nothing until
// they have been lifted.
func (g *glass) drop() {
	g.disarm()
	g.sticks[0].Active = false
	for i := range g.spots {
		g.spots[i].Held = false
	}
}

func (g *glass) known(id int) bool {
	for _, t := range g.taken {
		if t == id {
			return true
		}
	}
	return false
}

// touch gives a new finger what it came down on: a button, or else a stick, the
// left one in the left half of the screen.
func (g *glass) touch(f Finger) {
	for i := range g.spots {
		s := &g.spots[i]
		if dx, dy := f.X-s.X, f.Y-s.Y; dx*dx+dy*dy < s.R*s.R*1.7 {
			s.Held, s.finger = true, f.ID
			s.ToX, s.ToY = s.X, s.Y
			g.begun, g.began = s.Action, true
			g.struck |= button(s.Action)
			g.menu = g.menu || s.Action == Menu
			return
		}
	}
	s := &g.sticks[0]
	if f.X > g.bounds.W/2 {
		s = &g.sticks[1]
	}
	if !s.Active {
		*s = Stick{X: f.X, Y: f.Y, ToX: f.X, ToY: f.Y, R: s.R, Active: true, finger: f.ID}
	}
}

func button(a Action) sim.Buttons {
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

// Glass is what a scene draws for fingers: sticks, and buttons.
func (d *Devices) Glass() (sticks []Stick, spots []Spot) { return d.glass.sticks[:], d.glass.spots[:] }

// MenuTouched reports a tap on the menu button of the touch screen.
func (d *Devices) MenuTouched() bool { return d.glass.menu }
