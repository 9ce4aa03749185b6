package ui

import "math"

const (
	dragThreshold = 7   // points that a finger may tremble before it drags
	wheelStep     = 48  // points that a notch of the wheel moves
	flingFriction = 5.0 // part of its speed that a fling loses in a second, as an exponent
)

// scrollState is how far what is longer than its window has been moved up, by wheel,
// by drag, or by the fling at the end of one.
type scrollState struct {
	offset        float32 // pixels
	speed         float32 // pixels a second, after a fling
	grabbed       bool    // a pointer that came down in the window is down
	dragging      bool    // and has moved so far that it presses nothing
	lastY, pressY float32 // of the pointer: in the last frame, and where it came down
}

// update moves content of a length behind box. It reports whether the pointer
// drags, and so presses nothing.
func (s *scrollState) handleInput(in *Input, box Rect, length, unit float32) bool {
	was := s.dragging
	if in.Pressed {
		s.grabbed, s.dragging = box.Contains(in.X, in.Y), false
		s.lastY, s.pressY, s.speed = in.Y, in.Y, 0
	}
	if box.Contains(in.X, in.Y) && in.Wheel != 0 {
		s.offset, s.speed = s.offset-in.Wheel*wheelStep*unit, 0
	}
	if s.grabbed && in.Down {
		s.dragBy(in, unit)
	}
	if in.Released || !in.Down {
		s.grabbed, s.dragging = false, false
	}
	if !s.grabbed {
		s.offset += s.speed * in.DT
		s.speed *= float32(math.Exp(-flingFriction * float64(in.DT)))
	}
	if bounded := s.clampOffset(box, length); bounded != s.offset {
		s.offset, s.speed = bounded, 0
	}
	return s.dragging || was && in.Released
}

func (s *scrollState) dragBy(in *Input, unit float32) {
	if d := in.Y - s.pressY; !s.dragging && (d > dragThreshold*unit || d < -dragThreshold*unit) {
		s.dragging = true
	}
	if s.dragging {
		s.offset -= in.Y - s.lastY
		if in.DT > 0 {
			s.speed = (s.lastY - in.Y) / in.DT
		}
	}
	s.lastY = in.Y
}

func (s *scrollState) clampOffset(box Rect, length float32) float32 {
	return max(0, min(s.offset, length-box.H))
}

// scrollTo moves so far that the part from top to bottom can be seen.
func (s *scrollState) scrollTo(box Rect, length, top, bottom float32) {
	s.speed = 0
	s.offset = min(top, max(s.offset, bottom-box.H))
	s.offset = s.clampOffset(box, length)
}

// scrollbarRect is where the bar beside the content goes; ok is false where all is in sight.
func (s *scrollState) scrollbarRect(box Rect, length, width float32) (r Rect, ok bool) {
	if length <= box.H || box.H <= 0 {
		return r, false
	}
	h := max(width*4, box.H*box.H/length)
	y := box.Y + (box.H-h)*s.offset/(length-box.H)
	return Rect{box.X + box.W - width, y, width, h}, true
}
