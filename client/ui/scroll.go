package ui

import "math"

const (
	dragBegins  = 7   // points that a finger may tremble before it drags
	wheelStep   = 48  // points that a notch of the wheel moves
	flingFading = 5.0 // part of its speed that a fling loses in a second, as an exponent
)

// scroll is how far what is longer than its window has been moved up, by wheel,
// by drag, or by the fling at the end of one.
type scroll struct {
	at       float32 // pixels
	speed    float32 // pixels a second, after a fling
	held     bool    // a pointer that came down in the window is down
	dragging bool    // and has moved so far that it presses nothing
	y, from  float32 // of the pointer: in the last frame, and where it came down
}

// update moves content of a length behind box. It reports whether the pointer
// drags, and so presses nothing.
func (s *scroll) update(in *Input, box Rect, length, unit float32) bool {
	was := s.dragging
	if in.Pressed {
		s.held, s.dragging = box.Has(in.X, in.Y), false
		s.y, s.from, s.speed = in.Y, in.Y, 0
	}
	if box.Has(in.X, in.Y) && in.Wheel != 0 {
		s.at, s.speed = s.at-in.Wheel*wheelStep*unit, 0
	}
	if s.held && in.Down {
		s.drag(in, unit)
	}
	if in.Released || !in.Down {
		s.held, s.dragging = false, false
	}
	if !s.held {
		s.at += s.speed * in.DT
		s.speed *= float32(math.Exp(-flingFading * float64(in.DT)))
	}
	if bounded := s.bound(box, length); bounded != s.at {
		s.at, s.speed = bounded, 0
	}
	return s.dragging || was && in.Released
}

func (s *scroll) drag(in *Input, unit float32) {
	if d := in.Y - s.from; !s.dragging && (d > dragBegins*unit || d < -dragBegins*unit) {
		s.dragging = true
	}
	if s.dragging {
		s.at -= in.Y - s.y
		if in.DT > 0 {
			s.speed = (s.y - in.Y) / in.DT
		}
	}
	s.y = in.Y
}

func (s *scroll) bound(box Rect, length float32) float32 {
	return max(0, min(s.at, length-box.H))
}

// show moves so far that the part from top to bottom can be seen.
func (s *scroll) show(box Rect, length, top, bottom float32) {
	s.speed = 0
	s.at = min(top, max(s.at, bottom-box.H))
	s.at = s.bound(box, length)
}

// bar is where the bar beside the content goes; ok is false where all is in sight.
func (s *scroll) bar(box Rect, length, width float32) (r Rect, ok bool) {
	if length <= box.H || box.H <= 0 {
		return r, false
	}
	h := max(width*4, box.H*box.H/length)
	y := box.Y + (box.H-h)*s.at/(length-box.H)
	return Rect{box.X + box.W - width, y, width, h}, true
}
