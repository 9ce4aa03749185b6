package textinput

import (
	"fmt"
	"strings"
	"syscall/js"

	"perihelion/assets/fonts"
	"perihelion/client/page"
	"perihelion/client/ui"
)

// Overlay are the page's lines of text, one for each field on the screen.
type Overlay struct {
	document, canvas js.Value
	elements         map[*ui.Field]*element
	minFontSize      float32 // that letters may be, in CSS pixels
}

// New gives the page the typefaces of the game.
func New() *Overlay {
	l := &Overlay{document: js.Global().Get("document"), elements: map[*ui.Field]*element{}}
	l.canvas = l.document.Call("querySelector", "canvas")
	if !js.Global().Call("matchMedia", "(pointer: fine)").Get("matches").Bool() {
		l.minFontSize = 16 // a phone magnifies a page as soon as one types in smaller ones
	}
	for name, ttf := range map[string][]byte{"perihelion-text": fonts.Text, "perihelion-ext": fonts.TextExt, "perihelion-mono": fonts.Mono} {
		_ = page.Try(func() { // without it the letters are the browser's
			b := js.Global().Get("Uint8Array").New(len(ttf))
			js.CopyBytesToJS(b, ttf)
			l.document.Get("fonts").Call("add", js.Global().Get("FontFace").New(name, b))
		})
	}
	return l
}

// ShowField shows f, which lies on the screen, as a line of text. What was typed there
// since the last frame becomes the text of f, and what else was pressed becomes a part
// of in. It reports that the player has just gone there, as with a click, so that the
// focus of the form has to follow; and it follows the focus of the form.
func (l *Overlay) ShowField(f *ui.Field, look ui.Theme, in *ui.Input, focused bool) (taken bool) {
	n := l.elements[f]
	if n == nil {
		n = newElement(l.document, f)
		l.elements[f] = n
		f.Native = true
	}
	n.inFrame = true
	n.positionOver(f, look, l)
	n.updateField(f)
	has := l.document.Get("activeElement").Equal(n.input) // the event "focus" does not come in a window that is not in front
	switch {
	case focused && !has && !in.Touch && (!n.fieldFocused || in.Released || len(in.Runes) > 0):
		n.takeFocus()
	case !focused && n.fieldFocused && has:
		l.focusCanvas()
	case !focused && has:
		taken = !n.hadFocus
	}
	if has {
		in.Accept, in.Cancel = in.Accept || n.accept, in.Cancel || n.cancel
		if n.nav != ui.NoNav {
			in.Nav = n.nav
		}
	}
	n.fieldFocused, n.hadFocus = focused || taken, has
	n.accept, n.cancel, n.nav = false, false, ui.NoNav
	return taken
}

// EndFrame ends a frame: lines show what has become of their fields, and those that were
// not offered in it go.
func (l *Overlay) EndFrame() {
	for f, n := range l.elements {
		if n.inFrame {
			n.inFrame = false
			n.updateElement(f)
			continue
		}
		had := l.document.Get("activeElement").Equal(n.input)
		n.removeFromPage()
		f.Native = false
		delete(l.elements, f)
		if had {
			l.focusCanvas()
		}
	}
}

// focusCanvas gives the keys back to the game.
func (l *Overlay) focusCanvas() { l.canvas.Call("focus", noScroll) }

var noScroll = map[string]any{"preventScroll": true}

// element is an <input> over the canvas, and what was done there since the last frame.
type element struct {
	input      js.Value
	listeners  []js.Func
	css        string
	sharedText string // that line and field have in common

	typed, composing bool
	accept, cancel   bool
	nav              ui.Nav

	inFrame      bool // in this frame
	fieldFocused bool // the field has the focus of its form
	hadFocus     bool // the line had that of the page
}

func newElement(document js.Value, f *ui.Field) *element {
	n := &element{input: document.Call("createElement", "input"), nav: ui.NoNav}
	for name, value := range map[string]string{
		"type": "text", "class": "line", "autocomplete": "off", "autocorrect": "off", "spellcheck": "false",
		"autocapitalize": "off", "aria-label": f.Placeholder, "placeholder": f.Placeholder, "enterkeyhint": "done", "maxlength": fmt.Sprint(4 * f.Limit),
	} {
		n.input.Call("setAttribute", name, value)
	}
	if f.Uppercase {
		n.input.Call("setAttribute", "autocapitalize", "characters")
	}
	if f.EnterSends {
		n.input.Call("setAttribute", "enterkeyhint", "send")
	}
	n.addListener("input", func(js.Value) { n.typed = true })
	n.addListener("compositionstart", func(js.Value) { n.composing = true })
	n.addListener("compositionend", func(js.Value) { n.composing, n.typed = false, true })
	n.addListener("keydown", n.onKeyDown)
	document.Get("body").Call("append", n.input)
	return n
}

func (n *element) addListener(kind string, f func(e js.Value)) {
	listener := js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	})
	n.listeners = append(n.listeners, listener)
	n.input.Call("addEventListener", kind, listener)
}

func (n *element) removeFromPage() {
	n.input.Call("remove") // and with it its listeners
	for _, f := range n.listeners {
		f.Release()
	}
}

// imeKeyCode is the keyCode of keys that an input method has taken.
const imeKeyCode = 229

// key hears keys that mean more than letters. While something is composed they belong
// to the input method: Enter accepts its proposal and sends nothing.
func (n *element) onKeyDown(e js.Value) {
	if e.Get("isComposing").Truthy() || e.Get("keyCode").Int() == imeKeyCode {
		return
	}
	once := !e.Get("repeat").Bool()
	switch e.Get("key").String() {
	case "Enter":
		n.accept = n.accept || once
	case "Escape":
		n.cancel = n.cancel || once
	case "Tab":
		n.nav = ui.NavNext
		if e.Get("shiftKey").Bool() {
			n.nav = ui.NavPrev
		}
	case "ArrowUp":
		n.nav = ui.NavUp
	case "ArrowDown":
		n.nav = ui.NavDown
	default:
		return
	}
	e.Call("preventDefault")
}

func (n *element) takeFocus() { n.input.Call("focus", noScroll) }

// read has f take what was typed, as far as it may stand there.
func (n *element) updateField(f *ui.Field) {
	if !n.typed {
		return
	}
	n.typed = false
	n.sharedText = n.input.Get("value").String()
	f.SetTyped(page.NormalizeNFC(n.sharedText))
}

// updateElement shows what stands in f. What is being composed belongs to the input method.
func (n *element) updateElement(f *ui.Field) {
	if n.composing || n.typed || f.Value() == n.sharedText {
		return
	}
	n.sharedText = f.Value()
	n.input.Set("value", n.sharedText)
}

// positionOver lays the line over f.
func (n *element) positionOver(f *ui.Field, look ui.Theme, l *Overlay) {
	scale := float32(l.canvas.Get("clientWidth").Float() / max(1, l.canvas.Get("width").Float())) // CSS pixels of a pixel
	st := f.TextStyle(look)
	size := max(l.minFontSize, st.Size*scale)
	family := "perihelion-text"
	if st.Face == ui.Mono {
		family = "perihelion-mono"
	}
	var css strings.Builder
	fmt.Fprintf(&css, "left:%.1fpx;top:%.1fpx;width:%.1fpx;height:%.1fpx;", f.X*scale, f.Y*scale, f.W*scale, f.H*scale)
	fmt.Fprintf(&css, "padding:0 %.1fpx;font:%.1fpx %s,perihelion-ext,system-ui,sans-serif;", f.Padding(look)*scale, size, family)
	if f.Uppercase {
		css.WriteString("text-transform:uppercase;")
	}
	if n.css != css.String() {
		n.css = css.String()
		n.input.Get("style").Set("cssText", n.css)
	}
}
