package hud

import (
	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/sim"
)

// occupancy is what of the window is taken in this frame. What matters more takes its place
// first; what comes later moves aside or stays away, so that no two things are ever
// written over each other.
type occupancy struct{ rects []ui.Rect }

// isFree reports whether nothing lies on r yet.
func (s *occupancy) isFree(r ui.Rect) bool {
	for i := range s.rects {
		t := &s.rects[i]
		if r.X < t.X+t.W && t.X < r.X+r.W && r.Y < t.Y+t.H && t.Y < r.Y+r.H {
			return false
		}
	}
	return true
}

func (s *occupancy) occupy(r ui.Rect) { s.rects = append(s.rects, r) }

// tryOccupy takes r if it is free.
func (s *occupancy) tryOccupy(r ui.Rect) bool {
	if !s.isFree(r) {
		return false
	}
	s.occupy(r)
	return true
}

// reach is how far to the right of r.X one may write within r.
func (s *occupancy) freeWidth(r ui.Rect) float32 {
	right := r.X + r.W
	for i := range s.rects {
		t := &s.rects[i]
		if r.Y < t.Y+t.H && t.Y < r.Y+r.H && t.X+t.W > r.X {
			right = min(right, t.X)
		}
	}
	return right - r.X
}

// insideWindow reports whether r lies in the window as a whole.
func (f *frame) insideWindow(r ui.Rect) bool {
	return r.X >= 0 && r.Y >= 0 && r.X+r.W <= f.w && r.Y+r.H <= f.h
}

// textRect is what a line of a size takes that begins at x and has its middle at y:
// letters reach above capitals, and below the line.
func textRect(x, y, w, size float32) ui.Rect {
	return ui.Rect{X: x - .1*size, Y: y - .66*size, W: w + .2*size, H: 1.32 * size}
}

// shipZone is the middle of the window, where the own ship is: nothing that stays is
// written there.
func (f *frame) shipZone() ui.Rect {
	return ui.Rect{X: f.w/2 - 80*f.u, Y: f.h/2 - 80*f.u, W: 160 * f.u, H: 160 * f.u}
}

const (
	fadeDistance = 40  // HUD units around a panel, from which on it fades for a ship that comes
	fadedOpacity = .22 // of its light is left when the ship is below it
)

// panelOpacity is how much of a panel is shown: little while a ship flies below it, so that
// nobody can hide there.
func (f *frame) panelOpacity(r ui.Rect) float32 {
	k := float32(1)
	if f.alive {
		k = min(k, f.pointDistance(r, f.own.X, f.own.Y))
	}
	for i := range f.v.Seen {
		if e := &f.v.Seen[i]; e.Kind == sim.KindShip {
			k = min(k, f.shipDistance(r, e))
		}
	}
	return fadedOpacity + (1-fadedOpacity)*k
}

func (f *frame) shipDistance(r ui.Rect, e *netcode.Seen) float32 {
	x, y := viewstate.Position(e)
	return f.pointDistance(r, x, y)
}

// pointDistance is how far outside r a place of the world is, from 0 to 1.
func (f *frame) pointDistance(r ui.Rect, wx, wy float32) float32 {
	x, y := f.cam.ToScreen(wx, wy)
	d := max(r.X-x, x-r.X-r.W, r.Y-y, y-r.Y-r.H)
	return max(0, min(1, d/(fadeDistance*f.u)))
}

// A drawPosition is what a pen has gathered since some point.
type drawPosition struct{ shapes, texts int }

func (p *painter) position() drawPosition { return drawPosition{len(p.Vertices), len(p.texts)} }

// fadeSince leaves k of what was gathered since s.
func (p *painter) fadeSince(s drawPosition, k float32) {
	if k >= 1 {
		return
	}
	for i := s.shapes; i < len(p.Vertices); i++ {
		v := &p.Vertices[i]
		v.ColorR, v.ColorG, v.ColorB, v.ColorA = v.ColorR*k, v.ColorG*k, v.ColorB*k, v.ColorA*k
	}
	for i := s.texts; i < len(p.texts); i++ {
		p.texts[i].style.Color = p.texts[i].style.Color.Fade(k)
	}
}
