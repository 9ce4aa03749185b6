package ui

import "github.com/hajimehoshi/ebiten/v2"

// Nav is a wish to move the focus, or within what has it.
type Nav uint8

const (
	NoNav   Nav = iota
	NavNext     // Tab
	NavPrev     // Shift+Tab
	NavUp
	NavDown
	NavLeft
	NavRight
)

// Edit is what a key does to text.
type Edit uint8

const (
	NoEdit Edit = iota
	Backspace
	Delete
	CaretLeft
	CaretRight
	CaretHome
	CaretEnd
)

// Input is what the player did since the last frame, with whatever device.
type Input struct {
	X, Y     float32 // of the mouse or of the first finger
	Touch    bool    // it is a finger: it hovers over nothing
	Down     bool
	Pressed  bool // it went down
	Released bool // it went up, at X, Y
	Wheel    float32

	DT     float32 // seconds since the last frame
	Nav    Nav
	Accept bool // Enter, Space on a button, the pad's south button
	Cancel bool // Escape, the pad's east button
	Runes  []rune
	Edit   Edit
	Paste  string // what the clipboard gave, when asked for
	Space  bool   // the space bar: accepts, except where text is typed
}

// Hovers reports whether the pointer rests on r.
func (in *Input) Hovers(r Rect) bool { return !in.Touch && r.Contains(in.X, in.Y) }

// Widget is one thing in a form.
type Widget interface {
	// Update reports whether the player did what the widget is for: pressed the
	// button, changed the value, finished the text.
	Update(in *Input, focused bool) bool
	// Bounds is where it lies; a press there gives it the focus.
	Bounds() Rect
	// CapturesNav tells whether it keeps Nav for itself instead of letting the focus go.
	CapturesNav(n Nav) bool
	Draw(dst *ebiten.Image, p *Pen, l Theme, focused bool)
}

// Labelled is a Widget that can be told in words, to programs that drive the game.
type Labelled interface{ Caption() string }

// Form moves the focus between widgets and hands each its input.
type Form struct {
	Focus     int
	ByPointer bool // the pointer, not the keys, chose last: no focus ring
}

// Update lets every widget of the form have in and returns the index of the one
// that acted, or -1.
func (f *Form) Update(in *Input, widgets ...Widget) int {
	if len(widgets) == 0 {
		return -1
	}
	f.Focus = min(max(f.Focus, 0), len(widgets)-1)
	f.focusPressed(in, widgets)
	if in.Nav != NoNav && !widgets[f.Focus].CapturesNav(in.Nav) {
		f.ByPointer = false
		f.Focus = f.nextFocus(in.Nav, widgets)
	}
	acted := -1
	for i, w := range widgets {
		if w.Update(in, i == f.Focus) {
			acted = i
		}
	}
	return acted
}

func (f *Form) focusPressed(in *Input, widgets []Widget) {
	if !in.Pressed {
		return
	}
	for i, w := range widgets {
		if w.Bounds().Contains(in.X, in.Y) {
			f.Focus, f.ByPointer = i, true
		}
	}
}

// nextFocus is where the focus goes from here: in order of the form for Tab, to the
// nearest widget in that direction for arrows.
func (f *Form) nextFocus(n Nav, widgets []Widget) int {
	switch n {
	case NavNext:
		return (f.Focus + 1) % len(widgets)
	case NavPrev:
		return (f.Focus + len(widgets) - 1) % len(widgets)
	}
	best, at := float32(1e9), f.Focus
	from := widgets[f.Focus].Bounds()
	for i, w := range widgets {
		along, across := distance(n, from, w.Bounds())
		if d := along + 2*across; i != f.Focus && along > 1 && d < best {
			best, at = d, i
		}
	}
	return at
}

// ahead is how far b lies from a in the direction of n, and how far off it.
func distance(n Nav, a, b Rect) (along, across float32) {
	dx, dy := b.CenterX()-a.CenterX(), b.CenterY()-a.CenterY()
	switch n {
	case NavUp:
		return -dy, gap(a.X, a.W, b.X, b.W)
	case NavDown:
		return dy, gap(a.X, a.W, b.X, b.W)
	case NavLeft:
		return -dx, gap(a.Y, a.H, b.Y, b.H)
	}
	return dx, gap(a.Y, a.H, b.Y, b.H)
}

// gap is the distance between two spans; 0 where they overlap.
func gap(a, la, b, lb float32) float32 { return max(0, b-(a+la), a-(b+lb)) }
