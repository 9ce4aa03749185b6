package ui

import "github.com/hajimehoshi/ebiten/v2"

// Nav is a request to move the focus, or the selection inside the widget with the focus.
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

// Edit is an editing key in a text field.
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

// Input is what the player did since the last frame, with any device.
type Input struct {
	X, Y     float32 // of the mouse, or of the first finger
	Touch    bool    // the pointer is a finger, which cannot hover
	Down     bool    // the pointer is down
	Pressed  bool    // it went down in this frame
	Released bool    // it went up in this frame, at X, Y
	Wheel    float32

	DT     float32 // seconds since the last frame
	Nav    Nav
	Accept bool // Enter, or the gamepad's south button
	Cancel bool // Escape, or the gamepad's east button
	Runes  []rune
	Edit   Edit
	Paste  string // text of the clipboard, after the player asked to paste
	Space  bool   // the space bar: like Accept, except in text fields
}

// hovers reports whether the mouse is over r.
func (in *Input) hovers(r Rect) bool { return !in.Touch && r.Contains(in.X, in.Y) }

// Widget is one element of a form.
type Widget interface {
	// Update handles the input of one frame. It reports whether the widget acted: the
	// button was pressed, the value changed, the text was finished.
	Update(in *Input, focused bool) bool
	// Bounds is where the widget lies. A press there gives it the focus.
	Bounds() Rect
	Draw(dst *ebiten.Image, p *Pen, th Theme, focused bool)
}

// navCapturer is a Widget that uses some Nav itself, such as a slider that is moved by
// the arrow keys. The focus moves only on a Nav that is not captured.
type navCapturer interface{ CapturesNav(n Nav) bool }

// Labelled is a Widget with a name in words, for programs that drive the game.
type Labelled interface{ Caption() string }

// Form moves the focus between widgets and passes the input to each of them.
type Form struct {
	Focus     int  // index of the widget with the focus
	ByPointer bool // the focus was last set by the pointer, not by keys: it is not drawn
}

// Update moves the focus, updates every widget, and returns the index of the one that
// acted, or -1.
func (f *Form) Update(in *Input, widgets ...Widget) int {
	if len(widgets) == 0 {
		return -1
	}
	f.Focus = min(max(f.Focus, 0), len(widgets)-1)
	f.focusPressed(in, widgets)
	if in.Nav != NoNav && !captures(widgets[f.Focus], in.Nav) {
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

func captures(w Widget, n Nav) bool {
	c, ok := w.(navCapturer)
	return ok && c.CapturesNav(n)
}

// focusPressed gives the focus to the widget under a press.
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

// nextFocus is the index of the widget that gets the focus: the next in the order of the
// form for Tab, the nearest in that direction for arrows.
func (f *Form) nextFocus(n Nav, widgets []Widget) int {
	switch n {
	case NavNext:
		return (f.Focus + 1) % len(widgets)
	case NavPrev:
		return (f.Focus + len(widgets) - 1) % len(widgets)
	}
	best, nearest := float32(1e9), f.Focus
	from := widgets[f.Focus].Bounds()
	for i, w := range widgets {
		along, across := distance(n, from, w.Bounds())
		if d := along + 2*across; i != f.Focus && along > 1 && d < best {
			best, nearest = d, i
		}
	}
	return nearest
}

// distance is how far b is from a in the direction of n, and the gap between them
// across that direction.
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

// gap is the distance between two intervals, given by start and length; 0 if they overlap.
func gap(a, lenA, b, lenB float32) float32 { return max(0, b-(a+lenA), a-(b+lenB)) }
