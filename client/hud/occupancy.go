package hud

import (
	"perihelion/client/netcode"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/sim/ships"
)

// occupancy is the list of areas that are used in this frame. Important parts take
// their area first; later parts move or are left out, so that nothing overlaps.
type occupancy struct{ rects []ui.Rect }

// isFree reports whether r overlaps no used area.
func (s *occupancy) isFree(r ui.Rect) bool {
	for i := range s.rects {
		t := &s.rects[i]
		if r.X < t.X+t.W && t.X < r.X+r.W && r.Y < t.Y+t.H && t.Y < r.Y+r.H {
			return false
		}
	}
	return true
}

// occupy marks r as used.
func (s *occupancy) occupy(r ui.Rect) { s.rects = append(s.rects, r) }

// tryOccupy occupies r if it is free, and reports whether it was.
func (s *occupancy) tryOccupy(r ui.Rect) bool {
	if !s.isFree(r) {
		return false
	}
	s.occupy(r)
	return true
}

// freeWidth returns how much of r is free, measured from its left edge.
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

// insideWindow reports whether all of r is inside the window.
func (f *frame) insideWindow(r ui.Rect) bool {
	return r.X >= 0 && r.Y >= 0 && r.X+r.W <= f.w && r.Y+r.H <= f.h
}

// textRect returns the area of a line of text of the given size that begins at x and has
// its middle at y. Accents rise above the capitals and some letters go below the line.
func textRect(x, y, w, size float32) ui.Rect {
	return ui.Rect{X: x - .1*size, Y: y - .66*size, W: w + .2*size, H: 1.32 * size}
}

// shipZone is the middle of the window, where the own ship is. Text that stays for long
// must not be drawn there.
func (f *frame) shipZone() ui.Rect {
	return ui.Rect{X: f.w/2 - 80*f.u, Y: f.h/2 - 80*f.u, W: 160 * f.u, H: 160 * f.u}
}

const (
	fadeDistance = 40  // HUD units from a panel at which it begins to fade for a ship
	fadedOpacity = .22 // opacity of a panel with a ship under it
)

// panelOpacity returns the opacity of the panel at r. A panel fades while a ship is under
// it, so that no ship can hide there.
func (f *frame) panelOpacity(r ui.Rect) float32 {
	k := float32(1)
	if f.alive {
		k = min(k, f.pointDistance(r, f.own.X, f.own.Y))
	}
	for i := range f.v.Seen {
		if e := &f.v.Seen[i]; e.Kind == ships.KindShip {
			k = min(k, f.shipDistance(r, e))
		}
	}
	return fadedOpacity + (1-fadedOpacity)*k
}

// shipDistance is pointDistance for the ship e.
func (f *frame) shipDistance(r ui.Rect, e *netcode.Seen) float32 {
	x, y := viewstate.Position(e)
	return f.pointDistance(r, x, y)
}

// pointDistance returns how far a world point is outside r: 0 inside, 1 at fadeDistance
// and beyond.
func (f *frame) pointDistance(r ui.Rect, wx, wy float32) float32 {
	x, y := f.cam.ToScreen(wx, wy)
	d := max(r.X-x, x-r.X-r.W, r.Y-y, y-r.Y-r.H)
	return max(0, min(1, d/(fadeDistance*f.u)))
}

// drawPosition is how much a painter had collected at some moment.
type drawPosition struct{ shapes, texts int }

// position returns how much is collected now, for fadeSince.
func (p *painter) position() drawPosition { return drawPosition{len(p.Vertices), len(p.texts)} }

// fadeSince multiplies the opacity of all that was added after s by k.
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
