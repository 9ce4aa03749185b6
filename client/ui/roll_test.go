package ui

import "testing"

func TestRowsAreRolledThroughAndNotPressedByADrag(t *testing.T) {
	const rows, high = 20, 40
	box := Rect{W: 300, H: 5 * high}
	var r RowScroller
	b := Button{Rect: Rect{W: 300, H: high}}
	pass := func(in Input) bool {
		in.DT = 1. / 60
		return b.Update(r.Update(&in, box, rows, high, 1), false)
	}
	if pass(Input{X: 20, Y: 20, Down: true, Pressed: true}) || !pass(Input{X: 20, Y: 20, Released: true}) {
		t.Fatal("a press of a row is not one")
	}
	pass(Input{X: 20, Y: 150, Down: true, Pressed: true})
	for y := float32(150); y > 30; y -= 10 {
		if pass(Input{X: 20, Y: y, Down: true}) {
			t.Fatal("a drag presses what it passes")
		}
	}
	if pass(Input{X: 20, Y: 20, Released: true}) {
		t.Error("the end of a drag presses what is below it")
	}
	if r.First == 0 {
		t.Error("a drag of 120 pixels rolls nothing")
	}
	pass(Input{X: 20, Y: 20, Wheel: -100})
	if r.First != rows-5 {
		t.Errorf("the wheel ends at row %d, want the last five in sight", r.First)
	}
}

func TestTheFocusBringsItsRowIntoSight(t *testing.T) {
	const rows, high, fit = 20, 40, 5
	box := Rect{W: 300, H: fit * high}
	var r RowScroller
	for _, i := range []int{0, 4, 5, 19, 7, 0} {
		if r.ScrollTo(i, box, rows, high); i < r.First || i >= r.First+fit {
			t.Errorf("row %d is not among the %d from %d on", i, fit, r.First)
		}
	}
}
