package ui

import "math"

const (
	dragThreshold = 7   // points that a finger may move before it drags
	wheelStep     = 48  // points per notch of the wheel
	flingFriction = 5.0 // per second: the speed of a fling falls as exp(-flingFriction*t)
)

// scrollState is the position of content that is longer than the box that shows it. It
// is moved by the wheel, by dragging, and by the fling at the end of a drag.
type scrollState struct {
	offset   float32 // pixels that the content is moved up
	speed    float32 // pixels per second, after a fling
	grabbed  bool    // the pointer is down, and was pressed inside the box
	dragging bool    // the pointer has moved beyond dragThreshold, so it presses nothing
	lastY    float32 // of the pointer, in the last frame
	pressY   float32 // where it was pressed
}

// handleInput moves content of a length, in pixels, inside box. unit is the pixels per
// point. It reports whether the pointer drags: then it must not press what it is over.
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
	if clamped := s.clampOffset(box, length); clamped != s.offset {
		s.offset, s.speed = clamped, 0
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

// scrollTo makes the part of the content from top to bottom visible, with the shortest
// move.
func (s *scrollState) scrollTo(box Rect, length, top, bottom float32) {
	s.speed = 0
	s.offset = min(top, max(s.offset, bottom-box.H))
	s.offset = s.clampOffset(box, length)
}

// scrollbarRect is where the scrollbar goes; ok is false if all of the content is
// visible.
func (s *scrollState) scrollbarRect(box Rect, length, width float32) (r Rect, ok bool) {
	if length <= box.H || box.H <= 0 {
		return r, false
	}
	h := max(width*4, box.H*box.H/length)
	y := box.Y + (box.H-h)*s.offset/(length-box.H)
	return Rect{box.X + box.W - width, y, width, h}, true
}

// RowScroller scrolls through rows in whole rows. It draws nothing and has no widgets:
// the scene lays out its own rows, beginning with First.
type RowScroller struct {
	First int // index of the first visible row

	scroll scrollState
}

// Update handles wheel and drags over box, which shows a part of n rows of the given
// height in pixels. unit is the pixels per point. The widgets in the rows must be
// updated with the Input that it returns: during a drag that is one that releases the
// pointer far away, so that no row is pressed.
func (r *RowScroller) Update(in *Input, box Rect, n int, height, unit float32) *Input {
	dragged := r.scroll.handleInput(in, box, height*float32(n), unit)
	r.First = int(math.Round(float64(r.scroll.offset / height)))
	if !dragged {
		return in
	}
	const outside = -1e6
	return &Input{X: outside, Y: outside, Touch: in.Touch, DT: in.DT, Released: true}
}

// ScrollTo makes row i visible.
func (r *RowScroller) ScrollTo(i int, box Rect, n int, height float32) {
	r.scroll.scrollTo(box, height*float32(n), height*float32(i), height*float32(i+1))
	r.First = int(math.Ceil(float64(r.scroll.offset / height)))
	r.scroll.offset = height * float32(r.First)
}

// ScrollbarRect is where the scrollbar goes; ok is false if all rows are visible.
func (r *RowScroller) ScrollbarRect(box Rect, n int, height, width float32) (bar Rect, ok bool) {
	return r.scroll.scrollbarRect(box, height*float32(n), width)
}
