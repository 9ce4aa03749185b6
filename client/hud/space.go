package hud

import (
	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/sim"
)

// space is what of the window is taken in this frame. What matters more takes its place
// first; what comes later moves aside or stays away, so that no two things are ever
// written over each other.
type space struct{ taken []ui.Rect }

// free reports whether nothing lies on r yet.
func (s *space) free(r ui.Rect) bool {
	for i := range s.taken {
		t := &s.taken[i]
		if r.X < t.X+t.W && t.X < r.X+r.W && r.Y < t.Y+t.H && t.Y < r.Y+r.H {
			return false
		}
	}
	return true
}

func (s *space) take(r ui.Rect) { s.taken = append(s.taken, r) }

// claim takes r if it is free.
func (s *space) claim(r ui.Rect) bool {
	if !s.free(r) {
		return false
	}
	s.take(r)
	return true
}

// reach is how far to the right of r.X one may write within r.
func (s *space) reach(r ui.Rect) float32 {
	right := r.X + r.W
	for i := range s.taken {
		t := &s.taken[i]
		if r.Y < t.Y+t.H && t.Y < r.Y+r.H && t.X+t.W > r.X {
			right = min(right, t.X)
		}
	}
	return right - r.X
}

// within reports whether r lies in the window as a whole.
func (f *frame) within(r ui.Rect) bool {
	return r.X >= 0 && r.Y >= 0 && r.X+r.W <= f.w && r.Y+r.H <= f.h
}

// lineRect is what a line of a size takes that begins at x and has its middle at y:
// letters reach above capitals, and below the line.
func lineRect(x, y, w, size float32) ui.Rect {
	return ui.Rect{X: x - .1*size, Y: y - .66*size, W: w + .2*size, H: 1.32 * size}
}

// heart is the middle of the window, where the own ship is: nothing that stays is
// written there.
func (f *frame) heart() ui.Rect {
	return ui.Rect{X: f.w/2 - 80*f.u, Y: f.h/2 - 80*f.u, W: 160 * f.u, H: 160 * f.u}
}

const (
	yieldFrom = 40  // HUD units around a panel, from which on it fades for a ship that comes
	yieldTo   = .22 // of its light is left when the ship is below it
)

// yield is how much of a panel is shown: little while a ship flies below it, so that
// nobody can hide there.
func (f *frame) yield(r ui.Rect) float32 {
	k := float32(1)
	if f.alive {
		k = min(k, f.away(r, f.own.X, f.own.Y))
	}
	for i := range f.v.Seen {
		if e := &f.v.Seen[i]; e.Kind == sim.KindShip {
			k = min(k, f.past(r, e))
		}
	}
	return yieldTo + (1-yieldTo)*k
}

func (f *frame) past(r ui.Rect, e *netcode.Seen) float32 {
	x, y := viewstate.Place(e)
	return f.away(r, x, y)
}

// away is how far outside r a place of the world is, from 0 to 1.
func (f *frame) away(r ui.Rect, wx, wy float32) float32 {
	x, y := f.cam.ToScreen(wx, wy)
	d := max(r.X-x, x-r.X-r.W, r.Y-y, y-r.Y-r.H)
	return max(0, min(1, d/(yieldFrom*f.u)))
}

// A stretch is what a pen has gathered since some point.
type stretch struct{ shapes, lines int }

func (p *pen) here() stretch { return stretch{len(p.V), len(p.lines)} }

// dim leaves k of what was gathered since s.
func (p *pen) dim(s stretch, k float32) {
	if k >= 1 {
		return
	}
	for i := s.shapes; i < len(p.V); i++ {
		v := &p.V[i]
		v.ColorR, v.ColorG, v.ColorB, v.ColorA = v.ColorR*k, v.ColorG*k, v.ColorB*k, v.ColorA*k
	}
	for i := s.lines; i < len(p.lines); i++ {
		p.lines[i].style.Color = p.lines[i].style.Color.Fade(k)
	}
}
