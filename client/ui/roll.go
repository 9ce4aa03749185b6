package ui

import "math"

// RowScroller shows as many of a number of rows as there is room for, in whole rows, and goes
// through them by wheel, by drag, or where the focus leads. Whoever has one lays out the
// rows from From on.
type RowScroller struct {
	First int // the first row in sight

	scroll scrollState
}

// Update takes in the wheel and drags over box, in which fit of n rows, each high pixels,
// are in sight. What it returns is for the widgets in the rows: while a pointer drags,
// that is nothing but the end of all presses.
func (r *RowScroller) Update(in *Input, box Rect, n int, high, unit float32) *Input {
	dragged := r.scroll.handleInput(in, box, high*float32(n), unit)
	r.First = int(math.Round(float64(r.scroll.offset / high)))
	if !dragged {
		return in
	}
	const away = -1e6
	return &Input{X: away, Y: away, Touch: in.Touch, DT: in.DT, Released: true}
}

// ScrollTo goes so far that row i is in sight.
func (r *RowScroller) ScrollTo(i int, box Rect, n int, high float32) {
	r.scroll.scrollTo(box, high*float32(n), high*float32(i), high*float32(i+1))
	r.First = int(math.Ceil(float64(r.scroll.offset / high)))
	r.scroll.offset = high * float32(r.First)
}

// ScrollbarRect is where the bar beside the rows goes; ok is false where all are in sight.
func (r *RowScroller) ScrollbarRect(box Rect, n int, high, width float32) (bar Rect, ok bool) {
	return r.scroll.scrollbarRect(box, high*float32(n), width)
}
