package ui

import (
	"strings"
	"unicode"

	"github.com/hajimehoshi/ebiten/v2"
)

// Field is a line of text to type in. The caret counts runes.
type Field struct {
	Rect
	Placeholder string // shown while it is empty
	Limit       int    // runes
	Uppercase   bool   // typed letters become capitals
	Big         bool
	EnterSends  bool              // Enter ends it, as does whatever else one types with
	Allow       func(r rune) bool // nil: everything that prints
	Native      bool              // the platform shows the text in a line of its own: only the frame is drawn

	text      []rune
	caret     int
	value     string
	sinceEdit float32
}

// Value is what was typed.
func (f *Field) Value() string { return f.value }

// Set replaces the text and puts the caret behind it.
func (f *Field) SetValue(s string) {
	f.text, f.caret = f.text[:0], 0
	f.insertText(s)
}

// SetTyped replaces the text by what was typed elsewhere, as far as it may stand here.
func (f *Field) SetTyped(s string) {
	f.text, f.caret = f.text[:0], 0
	for _, r := range s {
		f.insertRune(r)
	}
	f.textChanged()
}

// TextStyle is how the text looks.
func (f *Field) TextStyle(l Theme) Style {
	if f.Big {
		return Style{Face: Mono, Size: l.px(32), Color: White}
	}
	return Style{Size: l.px(18), Color: White}
}

// Padding is how many pixels lie between the frame and the text.
func (f *Field) Padding(l Theme) float32 { return l.px(14) }

// Bounds implements Widget.
func (f *Field) Bounds() Rect { return f.Rect }

// Caption implements Labelled.
func (f *Field) Caption() string { return f.Placeholder }

// CapturesNav implements Widget: arrows move the caret.
func (f *Field) CapturesNav(n Nav) bool { return n == NavLeft || n == NavRight }

// Update implements Widget. It reports Enter.
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

func (f *Field) insertText(s string) {
	for _, r := range strings.Join(strings.Fields(s), " ") {
		f.insertRune(r)
	}
	f.value = string(f.text)
}

// insertRune puts r at the caret if it fits.
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

// Draw shows the text, as much of it as leaves the caret in sight.
func (f *Field) Draw(dst *ebiten.Image, p *Pen, l Theme, focused bool) {
	frame := Frame{Fill: PanelFill, Line: Border.Mix(Cyan, .2), Cut: l.px(7), Width: l.px(1.5)}
	if focused {
		frame.Line, frame.Glow = Cyan, l.px(10)
	}
	p.Panel(dst, f.Rect, frame)
	if f.Native {
		return
	}
	st := f.TextStyle(l)
	x, room := f.X+f.Padding(l), f.W-2*f.Padding(l)
	if len(f.text) == 0 && f.Placeholder != "" {
		hint := st
		hint.Color = Muted.Fade(.7)
		p.Text(dst, p.Truncate(f.Placeholder, room, hint), x+l.px(4), f.CenterY(), hint) // the caret stands before it
	}
	from := 0
	for from < f.caret && p.Width(string(f.text[from:f.caret]), st) > room {
		from++
	}
	shown := f.value
	if from > 0 {
		shown = string(f.text[from:])
	}
	p.Text(dst, p.Truncate(shown, room+l.px(12), st), x, f.CenterY(), st)
	if focused && int(f.sinceEdit*2)%2 == 0 {
		at := x + p.Width(string(f.text[from:f.caret]), st)
		h := st.Size * .62
		p.Fill(dst, Rect{at + 1, f.CenterY() - h, max(1, l.px(1.5)), 2 * h}, Cyan)
	}
}
