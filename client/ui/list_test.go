package ui

import (
	"slices"
	"testing"
)

// newList is a list of n rows of 20 pixels, of which five are visible.
func newList(n int) *List { return &List{Rect: Rect{0, 0, 100, 100}, Count: n, RowHeight: 20} }

func TestListRowsAreChosen(t *testing.T) {
	tests := []struct {
		name string
		n    int
		in   []Input
		at   int
		want bool
	}{
		{"a click", 5, []Input{{X: 50, Y: 45, Pressed: true, Down: true}, {X: 50, Y: 45, Released: true}}, 2, true},
		{"down on one row and up on another", 5, []Input{{X: 50, Y: 25, Pressed: true, Down: true}, {X: 50, Y: 29, Down: true}, {X: 50, Y: 41, Released: true}}, 0, false},
		{"below the last row", 2, []Input{{X: 50, Y: 90, Pressed: true, Down: true}, {X: 50, Y: 90, Released: true}}, 0, false},
		{"arrows and Enter", 9, []Input{{Nav: NavDown}, {Nav: NavDown}, {Nav: NavUp}, {Accept: true}}, 1, true},
		{"Enter where there are no rows", 0, []Input{{Accept: true}}, 0, false},
		{"a drag chooses nothing", 9, []Input{{X: 50, Y: 90, Pressed: true, Down: true, Touch: true}, {X: 50, Y: 50, Down: true, Touch: true}, {X: 50, Y: 50, Released: true, Touch: true}}, 0, false},
		{"what was scrolled here", 20, []Input{{X: 50, Y: 50, Wheel: -1}, {X: 50, Y: 5, Pressed: true, Down: true}, {X: 50, Y: 5, Released: true}}, 1, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s, chosen := newList(tt.n), false
			for i := range tt.in {
				chosen = s.Update(&tt.in[i], true)
			}
			if chosen != tt.want || s.Selected != tt.at {
				t.Errorf("chosen %v at %d, want %v at %d", chosen, s.Selected, tt.want, tt.at)
			}
		})
	}
}

func TestArrowsScrollTheListAndLeaveAtItsEnd(t *testing.T) {
	s := newList(8)
	for range 7 {
		if !s.CapturesNav(NavDown) {
			t.Fatal("the focus leaves before the last row")
		}
		s.Update(&Input{Nav: NavDown}, true)
	}
	if r := s.rowRect(s.Selected); r.Y < 0 || r.Y+r.H > s.H {
		t.Errorf("row %d lies at %v, out of sight", s.Selected, r)
	}
	if s.CapturesNav(NavDown) || !s.CapturesNav(NavUp) {
		t.Error("at the last row, want Down to leave and Up to stay")
	}
}

func TestAFlingStopsInsideTheList(t *testing.T) {
	s := newList(50)
	s.Update(&Input{X: 50, Y: 90, Pressed: true, Down: true, DT: .02}, false)
	s.Update(&Input{X: 50, Y: 30, Down: true, DT: .02}, false)
	s.Update(&Input{X: 50, Y: 30, Released: true, DT: .02}, false)
	dragged := s.rowRect(0).Y
	for range 500 {
		s.Update(&Input{DT: .02}, false)
	}
	rest := s.rowRect(0).Y
	s.Update(&Input{DT: .02}, false)
	if rest >= dragged || s.rowRect(0).Y < rest-.01 || s.rowRect(49).Y+20 < s.H {
		t.Errorf("dragged to %v, flung to %v, then %v; the last row ends at %v", dragged, rest, s.rowRect(0).Y, s.rowRect(49).Y+20)
	}
}

func TestTabsAreSelected(t *testing.T) {
	tabs := Tabs{Rect: Rect{0, 0, 300, 20}, Names: []string{"A", "B", "C"}}
	click(150, 10, func(in *Input) { tabs.Update(in, false) })
	if tabs.Selected != 1 {
		t.Errorf("a click on the second leads to %d", tabs.Selected)
	}
	if !tabs.CapturesNav(NavRight) || !tabs.Update(&Input{Nav: NavRight}, true) || tabs.Selected != 2 || tabs.CapturesNav(NavRight) {
		t.Errorf("an arrow leads to %d, want the last and no further", tabs.Selected)
	}
	if tabs.Update(&Input{Nav: NavLeft}, false) {
		t.Error("an arrow turns tabs without the focus")
	}
}

func TestWrap(t *testing.T) {
	p, err := NewPen()
	if err != nil {
		t.Fatal(err)
	}
	st := Style{Size: 20}
	w := p.Width("aaaa aaaa", st)
	tests := []struct {
		name, text string
		indent     float32
		want       []string
	}{
		{"what fits is one line", "aaaa aaaa", 0, []string{"aaaa aaaa"}},
		{"between words", "aaaa aaaa aaaa", 0, []string{"aaaa aaaa", "aaaa"}},
		{"the first line is shorter by a name", "aaaa aaaa", w / 2, []string{"aaaa", "aaaa"}},
		{"in a word that is longer than a line", "aaaaaaaaaaaaaaaaaa", 0, nil},
		{"nothing is one empty line", "", 0, []string{""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := p.Wrap(tt.text, w, tt.indent, st)
			if tt.want != nil && !slices.Equal(got, tt.want) {
				t.Errorf("lines %q, want %q", got, tt.want)
			}
			for _, line := range got {
				if p.Width(line, st) > w {
					t.Errorf("line %q is wider than there is room", line)
				}
			}
		})
	}
}
