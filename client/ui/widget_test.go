package ui

import (
	"strings"
	"testing"
)

var (
	above = Rect{10, 10, 100, 20}
	below = Rect{10, 50, 100, 20}
	aside = Rect{150, 10, 100, 20}
)

// click presses and releases the pointer at a point.
func click(x, y float32, update func(in *Input)) {
	update(&Input{X: x, Y: y, Down: true, Pressed: true})
	update(&Input{X: x, Y: y, Released: true})
}

func TestButtonsFireWhenReleasedOverThem(t *testing.T) {
	tests := []struct {
		name           string
		down, up       Rect
		off, byKey     bool
		focused, fires bool
	}{
		{"down and up on it", above, above, false, false, false, true},
		{"down on it, up beside it", above, below, false, false, false, false},
		{"down beside it, up on it", below, above, false, false, false, false},
		{"switched off", above, above, true, false, false, false},
		{"Enter with the focus", below, below, false, true, true, true},
		{"Enter without the focus", below, below, false, true, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := Button{Rect: above, Disabled: tt.off}
			fired := b.Update(&Input{X: tt.down.CenterX(), Y: tt.down.CenterY(), Pressed: true, Down: true}, tt.focused)
			fired = b.Update(&Input{X: tt.up.CenterX(), Y: tt.up.CenterY(), Released: true, Accept: tt.byKey}, tt.focused) || fired
			if fired != tt.fires {
				t.Errorf("fired = %v, want %v", fired, tt.fires)
			}
		})
	}
}

func TestTogglesSwitch(t *testing.T) {
	s := Toggle{Rect: above}
	click(20, 20, func(in *Input) { s.Update(in, false) })
	if !s.On {
		t.Error("a click does not turn it on")
	}
	if !s.Update(&Input{Space: true}, true) || s.On {
		t.Error("Space does not turn it off")
	}
}

func TestSlidersFollowPointerAndKeys(t *testing.T) {
	s := Slider{Rect: above, Steps: 10}
	track := s.track()
	if s.Update(&Input{X: track.X + track.W*.52, Y: 20, Pressed: true, Down: true}, false); s.Value != .5 {
		t.Errorf("pointer in the middle: %v, want .5", s.Value)
	}
	if s.Update(&Input{X: 9999, Y: 300, Down: true}, false); s.Value != 1 {
		t.Errorf("dragged beyond its end: %v, want 1", s.Value)
	}
	if s.Update(&Input{X: 0, Y: 0}, false); s.Value != 1 {
		t.Errorf("let go: %v, want 1", s.Value)
	}
	if s.Update(&Input{Nav: NavLeft}, true); s.Value != .9 {
		t.Errorf("an arrow: %v, want .9", s.Value)
	}
	if s.Update(&Input{Nav: NavLeft}, false); s.Value != .9 {
		t.Errorf("an arrow without the focus: %v, want .9", s.Value)
	}
}

func TestFieldsEditText(t *testing.T) {
	digits := func(r rune) bool { return r >= '0' && r <= '9' }
	tests := []struct {
		name  string
		field Field
		in    []Input
		want  string
	}{
		{"letters", Field{Limit: 9}, []Input{{Runes: []rune("Ada")}}, "Ada"},
		{"runes count, not bytes", Field{Limit: 3}, []Input{{Runes: []rune("Łódź")}}, "Łód"},
		{"control characters are no text", Field{Limit: 9}, []Input{{Runes: []rune("a\tb\x00\u200bc")}}, "abc"},
		{"capitals", Field{Limit: 9, Uppercase: true}, []Input{{Runes: []rune("nova42")}}, "NOVA42"},
		{"only what is allowed", Field{Limit: 9, Allow: digits}, []Input{{Runes: []rune("1a2b")}}, "12"},
		{"backspace", Field{Limit: 9}, []Input{{Runes: []rune("Adam")}, {Edit: Backspace}}, "Ada"},
		{"backspace on nothing", Field{Limit: 9}, []Input{{Edit: Backspace}, {Edit: Delete}}, ""},
		{"in the middle", Field{Limit: 9}, []Input{{Runes: []rune("Aa")}, {Edit: CaretLeft}, {Runes: []rune("d")}}, "Ada"},
		{"delete at the beginning", Field{Limit: 9}, []Input{{Runes: []rune("xAda")}, {Edit: CaretHome}, {Edit: Delete}}, "Ada"},
		{"the caret stays inside", Field{Limit: 9}, []Input{{Edit: CaretRight}, {Edit: CaretLeft}, {Runes: []rune("x")}, {Edit: CaretEnd}, {Edit: CaretRight}, {Runes: []rune("y")}}, "xy"},
		{"pasted lines become one", Field{Limit: 20}, []Input{{Paste: " Ada\r\nLovelace \t"}}, "Ada Lovelace"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i := range tt.in {
				tt.field.Update(&tt.in[i], true)
			}
			if got := tt.field.Value(); got != tt.want {
				t.Errorf("value = %q, want %q", got, tt.want)
			}
		})
	}
	var f Field
	f.Limit = 5
	f.Update(&Input{Runes: []rune("no")}, false)
	if f.Value() != "" {
		t.Errorf("typed %q without the focus", f.Value())
	}
}

func TestFocusMoves(t *testing.T) {
	tests := []struct {
		name string
		from int
		in   Input
		want int
	}{
		{"Tab goes on", 0, Input{Nav: NavNext}, 1},
		{"Tab comes round", 2, Input{Nav: NavNext}, 0},
		{"Shift+Tab goes back", 0, Input{Nav: NavPrev}, 2},
		{"down", 0, Input{Nav: NavDown}, 1},
		{"down where there is nothing", 1, Input{Nav: NavDown}, 1},
		{"right", 0, Input{Nav: NavRight}, 2},
		{"left", 2, Input{Nav: NavLeft}, 0},
		{"a press takes it along", 0, Input{X: below.CenterX(), Y: below.CenterY(), Pressed: true}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := Form{Focus: tt.from}
			f.Update(&tt.in, &Button{Rect: above}, &Button{Rect: below}, &Button{Rect: aside})
			if f.Focus != tt.want {
				t.Errorf("focus = %d, want %d", f.Focus, tt.want)
			}
		})
	}
}

func TestASliderCapturesItsArrows(t *testing.T) {
	s := &Slider{Rect: above, Steps: 4}
	f := Form{}
	if acted := f.Update(&Input{Nav: NavRight}, s, &Button{Rect: aside}); acted != 0 || f.Focus != 0 || s.Value != .25 {
		t.Errorf("acted %d, focus %d, value %v, want the slider to move", acted, f.Focus, s.Value)
	}
}

func TestSetTypedObeysTheRulesOfTheField(t *testing.T) {
	f := Field{Limit: 4, Uppercase: true, Allow: func(r rune) bool { return r != '-' }}
	f.SetValue("AB")
	for typed, want := range map[string]string{"ab-c": "ABC", "abcdef": "ABCD", "": "", "a\x00b": "AB", "a b": "A B"} {
		if f.SetTyped(typed); f.Value() != want {
			t.Errorf("typed %q, the field has %q, want %q", typed, f.Value(), want)
		}
	}
}

func TestTabsWrapIntoRowsOfTheirHeight(t *testing.T) {
	for _, tt := range []struct {
		width, height float32
		last          Rect
	}{
		{560, 30, Rect{490, 20, 80, 30}}, // seven of 80 fit
		{400, 60, Rect{210, 50, 100, 30}},
		{60, 210, Rect{10, 200, 60, 30}},
	} {
		tabs := Tabs{Rect: Rect{10, 20, tt.width, 30}, Names: strings.Fields("a b c d e f g")}
		tabs.Wrap(80)
		if got := tabs.TabRect(6); got != tt.last || tabs.H != tt.height {
			t.Errorf("in %v: the last is %v of %v high, want %v of %v", tt.width, got, tabs.H, tt.last, tt.height)
		}
		for i := range tabs.Names {
			r := tabs.TabRect(i)
			tabs.Update(&Input{X: r.CenterX(), Y: r.CenterY(), Pressed: true, Released: true}, false)
			if tabs.Selected != i {
				t.Errorf("in %v: a click on %d selects %d", tt.width, i, tabs.Selected)
			}
		}
	}
}
