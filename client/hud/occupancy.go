package hud

import "perihelion/client/ui"

// Occupancy is the list of areas that are used in this frame. Important parts take
// their area first; later parts move or are left out, so that nothing overlaps.
type Occupancy struct{ rects []ui.Rect }

// IsFree reports whether r overlaps no used area.
func (s *Occupancy) IsFree(r ui.Rect) bool {
	for i := range s.rects {
		t := &s.rects[i]
		if r.X < t.X+t.W && t.X < r.X+r.W && r.Y < t.Y+t.H && t.Y < r.Y+r.H {
			return false
		}
	}
	return true
}

// Occupy marks r as used.
func (s *Occupancy) Occupy(r ui.Rect) { s.rects = append(s.rects, r) }

// TryOccupy occupies r if it is free, and reports whether it was.
func (s *Occupancy) TryOccupy(r ui.Rect) bool {
	if !s.IsFree(r) {
		return false
	}
	s.Occupy(r)
	return true
}

// freeWidth returns how much of r is free, measured from its left edge.
func (s *Occupancy) freeWidth(r ui.Rect) float32 {
	right := r.X + r.W
	for i := range s.rects {
		t := &s.rects[i]
		if r.Y < t.Y+t.H && t.Y < r.Y+r.H && t.X+t.W > r.X {
			right = min(right, t.X)
		}
	}
	return right - r.X
}

// InsideWindow reports whether all of r is inside the window.
func (f *Frame) InsideWindow(r ui.Rect) bool {
	return r.X >= 0 && r.Y >= 0 && r.X+r.W <= f.W && r.Y+r.H <= f.H
}

// TextRect returns the area of a line of text of the given size that begins at x and has
// its middle at y. Accents rise above the capitals and some letters go below the line.
func TextRect(x, y, w, size float32) ui.Rect {
	return ui.Rect{X: x - .1*size, Y: y - .66*size, W: w + .2*size, H: 1.32 * size}
}

// middleZone is the middle of the window, where the own avatar is. Text that stays for long
// must not be drawn there.
func (f *Frame) middleZone() ui.Rect {
	return ui.Rect{X: f.W/2 - 80*f.Unit, Y: f.H/2 - 80*f.Unit, W: 160 * f.Unit, H: 160 * f.Unit}
}

const (
	fadeDistance = 40  // HUD units from a panel at which it begins to fade for a player
	fadedOpacity = .22 // opacity of a panel with a player under it
)

// PanelOpacity returns the opacity of the panel at r. A panel fades while a player is under
// it, so that nobody can hide there.
func (f *Frame) PanelOpacity(r ui.Rect) float32 {
	k := float32(1)
	for i := range f.places {
		k = min(k, f.pointDistance(r, f.places[i].X, f.places[i].Y))
	}
	return fadedOpacity + (1-fadedOpacity)*k
}

// pointDistance returns how far a world point is outside r: 0 inside, 1 at fadeDistance
// and beyond.
func (f *Frame) pointDistance(r ui.Rect, wx, wy float32) float32 {
	x, y := f.Camera.ToScreen(wx, wy)
	d := max(r.X-x, x-r.X-r.W, r.Y-y, y-r.Y-r.H)
	return max(0, min(1, d/(fadeDistance*f.Unit)))
}

// DrawnAmount is how much a painter had collected at some moment.
type DrawnAmount struct{ shapes, texts int }

// DrawnSoFar returns how much is collected now, for FadeSince.
func (p *Painter) DrawnSoFar() DrawnAmount { return DrawnAmount{len(p.Vertices), len(p.texts)} }

// FadeSince multiplies the opacity of all that was added after s by k.
func (p *Painter) FadeSince(s DrawnAmount, k float32) {
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
