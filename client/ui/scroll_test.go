package ui

import "testing"

func TestADragScrollsRowsAndPressesNone(t *testing.T) {
	const rows, height = 20, 40
	box := Rect{W: 300, H: 5 * height}
	var r RowScroller
	b := Button{Rect: Rect{W: 300, H: height}}
	update := func(in Input) bool {
		in.DT = 1. / 60
		return b.Update(r.Update(&in, box, rows, height, 1), false)
	}
	if update(Input{X: 20, Y: 20, Down: true, Pressed: true}) || !update(Input{X: 20, Y: 20, Released: true}) {
		t.Fatal("a press on a row does not fire its button")
	}
	update(Input{X: 20, Y: 150, Down: true, Pressed: true})
	for y := float32(150); y > 30; y -= 10 {
		if update(Input{X: 20, Y: y, Down: true}) {
			t.Fatal("a drag presses the rows that it passes")
		}
	}
	if update(Input{X: 20, Y: 20, Released: true}) {
		t.Error("the end of a drag presses the row below it")
	}
	if r.First == 0 {
		t.Error("a drag of 120 pixels scrolls nothing")
	}
	update(Input{X: 20, Y: 20, Wheel: -100})
	if r.First != rows-5 {
		t.Errorf("the wheel ends at row %d, want the last five visible", r.First)
	}
}

func TestScrollToMakesTheRowVisible(t *testing.T) {
	const rows, height, fit = 20, 40, 5
	box := Rect{W: 300, H: fit * height}
	var r RowScroller
	for _, i := range []int{0, 4, 5, 19, 7, 0} {
		if r.ScrollTo(i, box, rows, height); i < r.First || i >= r.First+fit {
			t.Errorf("row %d is not among the %d from %d on", i, fit, r.First)
		}
	}
}
