package ui

import (
	"strings"
	"unicode"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
)

// Field is a single-line text field.
type Field struct {
	Rect
	Placeholder string // shown while it is empty
	Limit       int    // the longest text, in runes
	Uppercase   bool   // typed letters become capitals
	Big         bool
	EnterSends  bool              // on-screen keyboards show "send" on their Enter key
	Allow       func(r rune) bool // nil: every printable rune is allowed
	Native      bool              // the platform draws and edits the text (see client/textinput): Draw draws only the frame

	text      []rune
	caret     int     // index into text
	value     string  // text as a string
	sinceEdit float32 // seconds, for the blinking caret
}

// Value is the text.
func (f *Field) Value() string { return f.value }

// SetValue replaces the text and puts the caret at its end.
func (f *Field) SetValue(s string) {
	f.text, f.caret = f.text[:0], 0
	f.insertText(s)
}

// SetTyped replaces the text by what was typed into a text field of the platform. Runes
// that Allow forbids and what exceeds Limit are dropped. Unlike SetValue it keeps spaces.
func (f *Field) SetTyped(s string) {
	f.text, f.caret = f.text[:0], 0
	for _, r := range s {
		f.insertRune(r)
	}
	f.textChanged()
}

// TextStyle is the style of the text.
func (f *Field) TextStyle(th Theme) Style {
	if f.Big {
		return Style{Face: Mono, Size: th.px(32), Color: White}
	}
	return Style{Size: th.px(18), Color: White}
}

// Padding is the distance between the frame and the text, in pixels.
func (f *Field) Padding(th Theme) float32 { return th.px(14) }

func (f *Field) Caption() string { return lang.T(f.Placeholder) }

// CapturesNav implements navCapturer: arrows move the caret.
func (f *Field) CapturesNav(n Nav) bool { return n == NavLeft || n == NavRight }

// Update implements Widget. It reports that Enter was pressed.
func (f *Field) Update(in *Input, focused bool) bool {
	if !focused {
		return false
	}
	f.sinceEdit += in.DT
	for _, r := range in.Runes {
		f.insertRune(r)
	}
	if in.Paste != "" {
		f.insertText(in.Paste)
	}
	f.applyEdit(in.Edit)
	return in.Accept
}

// insertText inserts s at the caret, with each run of white space as one space.
func (f *Field) insertText(s string) {
	for _, r := range strings.Join(strings.Fields(s), " ") {
		f.insertRune(r)
	}
	f.value = string(f.text)
}

// insertRune inserts r at the caret if it is allowed and there is room.
func (f *Field) insertRune(r rune) {
	if f.Uppercase {
		r = unicode.ToUpper(r)
	}
	if len(f.text) >= f.Limit || !unicode.IsPrint(r) || f.Allow != nil && !f.Allow(r) {
		return
	}
	f.text = append(f.text, 0)
	copy(f.text[f.caret+1:], f.text[f.caret:])
	f.text[f.caret] = r
	f.caret++
	f.textChanged()
}

func (f *Field) textChanged() { f.value, f.sinceEdit = string(f.text), 0 }

func (f *Field) applyEdit(e Edit) {
	switch {
	case e == Backspace && f.caret > 0:
		f.text = append(f.text[:f.caret-1], f.text[f.caret:]...)
		f.caret--
	case e == Delete && f.caret < len(f.text):
		f.text = append(f.text[:f.caret], f.text[f.caret+1:]...)
	case e == CaretLeft:
		f.caret = max(0, f.caret-1)
	case e == CaretRight:
		f.caret = min(len(f.text), f.caret+1)
	case e == CaretHome:
		f.caret = 0
	case e == CaretEnd:
		f.caret = len(f.text)
	}
	if e != NoEdit {
		f.textChanged()
	}
}

// Draw implements Widget. A text that is too long is scrolled so that the caret is
// visible.
func (f *Field) Draw(dst *ebiten.Image, p *Pen, th Theme, focused bool) {
	frame := Frame{Fill: PanelFill, Line: Border.Mix(Cyan, .2), Cut: th.px(7), Width: th.px(1.5)}
	if focused {
		frame.Line, frame.Glow = Cyan, th.px(10)
	}
	p.Panel(dst, f.Rect, frame)
	if f.Native {
		return
	}
	st := f.TextStyle(th)
	x, room := f.X+f.Padding(th), f.W-2*f.Padding(th)
	if len(f.text) == 0 && f.Placeholder != "" {
		hint := st
		hint.Color = Muted.Fade(.7)
		p.Text(dst, p.Truncate(f.Caption(), room, hint), x+th.px(4), f.CenterY(), hint) // beside the caret
	}
	from := 0
	for from < f.caret && p.Width(string(f.text[from:f.caret]), st) > room {
		from++
	}
	shown := f.value
	if from > 0 {
		shown = string(f.text[from:])
	}
	p.Text(dst, p.Truncate(shown, room+th.px(12), st), x, f.CenterY(), st)
	if focused && int(f.sinceEdit*2)%2 == 0 {
		at := x + p.Width(string(f.text[from:f.caret]), st)
		h := st.Size * .62
		p.Fill(dst, Rect{at + 1, f.CenterY() - h, max(1, th.px(1.5)), 2 * h}, Cyan)
	}
}
