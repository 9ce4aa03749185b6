package textinput

import (
	"fmt"
	"strings"
	"syscall/js"

	"perihelion/assets/fonts"
	"perihelion/client/page"
	"perihelion/client/ui"
)

// Lines are the page's lines of text, one for each field on the screen.
type Lines struct {
	document, canvas js.Value
	shown            map[*ui.Field]*line
	smallest         float32 // that letters may be, in CSS pixels
}

// New gives the page the typefaces of the game.
func New() *Lines {
	l := &Lines{document: js.Global().Get("document"), shown: map[*ui.Field]*line{}}
	l.canvas = l.document.Call("querySelector", "canvas")
	if !js.Global().Call("matchMedia", "(pointer: fine)").Get("matches").Bool() {
		l.smallest = 16 // a phone magnifies a page as soon as one types in smaller ones
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

// Offer shows f, which lies on the screen, as a line of text. What was typed there
// since the last frame becomes the text of f, and what else was pressed becomes a part
// of in. It reports that the player has just gone there, as with a click, so that the
// focus of the form has to follow; and it follows the focus of the form.
func (l *Lines) Offer(f *ui.Field, look ui.Look, in *ui.Input, focused bool) (taken bool) {
	n := l.shown[f]
	if n == nil {
		n = newLine(l.document, f)
		l.shown[f] = n
		f.Lent = true
	}
	n.offered = true
	n.place(f, look, l)
	n.read(f)
	has := l.document.Get("activeElement").Equal(n.input) // the event "focus" does not come in a window that is not in front
	switch {
	case focused && !has && !in.Touch && (!n.focused || in.Released || len(in.Runes) > 0):
		n.focus()
	case !focused && n.focused && has:
		l.leave()
	case !focused && has:
		taken = !n.had
	}
	if has {
		in.Accept, in.Cancel = in.Accept || n.accept, in.Cancel || n.cancel
		if n.nav != ui.Stay {
			in.Nav = n.nav
		}
	}
	n.focused, n.had = focused || taken, has
	n.accept, n.cancel, n.nav = false, false, ui.Stay
	return taken
}

// Sweep ends a frame: lines show what has become of their fields, and those that were
// not offered in it go.
func (l *Lines) Sweep() {
	for f, n := range l.shown {
		if n.offered {
			n.offered = false
			n.write(f)
			continue
		}
		had := l.document.Get("activeElement").Equal(n.input)
		n.close()
		f.Lent = false
		delete(l.shown, f)
		if had {
			l.leave()
		}
	}
}

// leave gives the keys back to the game.
func (l *Lines) leave() { l.canvas.Call("focus", noScroll) }

var noScroll = map[string]any{"preventScroll": true}

// line is an <input> over the canvas, and what was done there since the last frame.
type line struct {
	input     js.Value
	listeners []js.Func
	css       string
	text      string // that line and field have in common

	typed, composing bool
	accept, cancel   bool
	nav              ui.Nav

	offered bool // in this frame
	focused bool // the field has the focus of its form
	had     bool // the line had that of the page
}

func newLine(document js.Value, f *ui.Field) *line {
	n := &line{input: document.Call("createElement", "input"), nav: ui.Stay}
	for name, value := range map[string]string{
		"type": "text", "class": "line", "autocomplete": "off", "autocorrect": "off", "spellcheck": "false",
		"autocapitalize": "off", "aria-label": f.Hint, "placeholder": f.Hint, "enterkeyhint": "done", "maxlength": fmt.Sprint(4 * f.Limit),
	} {
		n.input.Call("setAttribute", name, value)
	}
	if f.Upper {
		n.input.Call("setAttribute", "autocapitalize", "characters")
	}
	if f.Sends {
		n.input.Call("setAttribute", "enterkeyhint", "send")
	}
	n.on("input", func(js.Value) { n.typed = true })
	n.on("compositionstart", func(js.Value) { n.composing = true })
	n.on("compositionend", func(js.Value) { n.composing, n.typed = false, true })
	n.on("keydown", n.key)
	document.Get("body").Call("append", n.input)
	return n
}

func (n *line) on(kind string, f func(e js.Value)) {
	listener := js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	})
	n.listeners = append(n.listeners, listener)
	n.input.Call("addEventListener", kind, listener)
}

func (n *line) close() {
	n.input.Call("remove") // and with it its listeners
	for _, f := range n.listeners {
		f.Release()
	}
}

// inputMethod is the keyCode of keys that an input method has taken.
const inputMethod = 229

// key hears keys that mean more than letters. While something is composed they belong
// to the input method: Enter accepts its proposal and sends nothing.
func (n *line) key(e js.Value) {
	if e.Get("isComposing").Truthy() || e.Get("keyCode").Int() == inputMethod {
		return
	}
	once := !e.Get("repeat").Bool()
	switch e.Get("key").String() {
	case "Enter":
		n.accept = n.accept || once
	case "Escape":
		n.cancel = n.cancel || once
	case "Tab":
		n.nav = ui.Next
		if e.Get("shiftKey").Bool() {
			n.nav = ui.Prev
		}
	case "ArrowUp":
		n.nav = ui.Up
	case "ArrowDown":
		n.nav = ui.Down
	default:
		return
	}
	e.Call("preventDefault")
}

func (n *line) focus() { n.input.Call("focus", noScroll) }

// read has f take what was typed, as far as it may stand there.
func (n *line) read(f *ui.Field) {
	if !n.typed {
		return
	}
	n.typed = false
	n.text = n.input.Get("value").String()
	f.Retype(page.Normal(n.text))
}

// write shows what stands in f. What is being composed belongs to the input method.
func (n *line) write(f *ui.Field) {
	if n.composing || n.typed || f.Value() == n.text {
		return
	}
	n.text = f.Value()
	n.input.Set("value", n.text)
}

// place lays the line over f.
func (n *line) place(f *ui.Field, look ui.Look, l *Lines) {
	scale := float32(l.canvas.Get("clientWidth").Float() / max(1, l.canvas.Get("width").Float())) // CSS pixels of a pixel
	st := f.Style(look)
	size := max(l.smallest, st.Size*scale)
	family := "perihelion-text"
	if st.Face == ui.Mono {
		family = "perihelion-mono"
	}
	var css strings.Builder
	fmt.Fprintf(&css, "left:%.1fpx;top:%.1fpx;width:%.1fpx;height:%.1fpx;", f.X*scale, f.Y*scale, f.W*scale, f.H*scale)
	fmt.Fprintf(&css, "padding:0 %.1fpx;font:%.1fpx %s,perihelion-ext,system-ui,sans-serif;", f.Padding(look)*scale, size, family)
	if f.Upper {
		css.WriteString("text-transform:uppercase;")
	}
	if n.css != css.String() {
		n.css = css.String()
		n.input.Get("style").Set("cssText", n.css)
	}
}
