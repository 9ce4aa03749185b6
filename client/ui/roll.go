package ui

import "math"

// Roll shows as many of a number of rows as there is room for, in whole rows, and goes
// through them by wheel, by drag, or where the focus leads. Whoever has one lays out the
// rows from From on.
type Roll struct {
	From int // the first row in sight

	scroll scroll
}

// Update takes in the wheel and drags over box, in which fit of n rows, each high pixels,
// are in sight. What it returns is for the widgets in the rows: while a pointer drags,
// that is nothing but the end of all presses.
func (r *Roll) Update(in *Input, box Rect, n int, high, unit float32) *Input {
	dragged := r.scroll.update(in, box, high*float32(n), unit)
	r.From = int(math.Round(float64(r.scroll.at / high)))
	if !dragged {
		return in
	}
	const away = -1e6
	return &Input{X: away, Y: away, Touch: in.Touch, DT: in.DT, Released: true}
}

// Show goes so far that row i is in sight.
func (r *Roll) Show(i int, box Rect, n int, high float32) {
	r.scroll.show(box, high*float32(n), high*float32(i), high*float32(i+1))
	r.From = int(math.Ceil(float64(r.scroll.at / high)))
	r.scroll.at = high * float32(r.From)
}

// Bar is where the bar beside the rows goes; ok is false where all are in sight.
func (r *Roll) Bar(box Rect, n int, high, width float32) (bar Rect, ok bool) {
	return r.scroll.bar(box, high*float32(n), width)
}
