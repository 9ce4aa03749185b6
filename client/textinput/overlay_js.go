package textinput

import (
	"fmt"
	"strings"
	"syscall/js"

	"perihelion/assets/fonts"
	"perihelion/client/page"
	"perihelion/client/ui"
)

// Overlay is the <input> elements of the page, one for each field on the screen.
type Overlay struct {
	document, canvas js.Value
	elements         map[*ui.Field]*element
	minFontSize      float32 // CSS pixels
}

// New adds the fonts of the game to the page.
func New() *Overlay {
	o := &Overlay{document: js.Global().Get("document"), elements: map[*ui.Field]*element{}}
	o.canvas = o.document.Call("querySelector", "canvas")
	if !js.Global().Call("matchMedia", "(pointer: fine)").Get("matches").Bool() {
		o.minFontSize = 16 // phones zoom in when the player types in a field with a smaller font
	}
	for name, ttf := range map[string][]byte{"perihelion-text": fonts.Text, "perihelion-ext": fonts.TextExt, "perihelion-mono": fonts.Mono} {
		_ = page.Try(func() { // on an error the browser's font is used
			b := js.Global().Get("Uint8Array").New(len(ttf))
			js.CopyBytesToJS(b, ttf)
			o.document.Get("fonts").Call("add", js.Global().Get("FontFace").New(name, b))
		})
	}
	return o
}

// ShowField lays an element over f. Call it each frame for each visible field. Text that
// was typed since the last frame becomes that of f; Enter, Escape, Tab and arrows are
// added to in. focused says that f has the focus of its form, and the focus of the page
// follows it. focusTaken reports that the player has moved the focus of the page to the
// element, as with a click: then the form must give f the focus.
func (o *Overlay) ShowField(f *ui.Field, th ui.Theme, in *ui.Input, focused bool) (focusTaken bool) {
	e := o.elements[f]
	if e == nil {
		e = newElement(o.document, f)
		o.elements[f] = e
		f.Native = true
	}
	e.inFrame = true
	e.positionOver(f, th, o)
	e.updateField(f)
	has := o.document.Get("activeElement").Equal(e.input) // polled, as there is no "focus" event in a window that is not in front
	switch {
	case focused && !has && !in.Touch && (!e.fieldFocused || in.Released || len(in.Runes) > 0):
		e.takeFocus()
	case !focused && e.fieldFocused && has:
		o.focusCanvas()
	case !focused && has:
		focusTaken = !e.hadFocus
	}
	if has {
		in.Accept, in.Cancel = in.Accept || e.accept, in.Cancel || e.cancel
		if e.nav != ui.NoNav {
			in.Nav = e.nav
		}
	}
	e.fieldFocused, e.hadFocus = focused || focusTaken, has
	e.accept, e.cancel, e.nav = false, false, ui.NoNav
	return focusTaken
}

// EndFrame updates the elements to the texts of their fields, and removes those for which
// ShowField was not called in this frame.
func (o *Overlay) EndFrame() {
	for f, e := range o.elements {
		if e.inFrame {
			e.inFrame = false
			e.updateElement(f)
			continue
		}
		had := o.document.Get("activeElement").Equal(e.input)
		e.removeFromPage()
		f.Native = false
		delete(o.elements, f)
		if had {
			o.focusCanvas()
		}
	}
}

// focusCanvas gives the keys back to the game.
func (o *Overlay) focusCanvas() { o.canvas.Call("focus", noScroll) }

var noScroll = map[string]any{"preventScroll": true}

// element is an <input> over the canvas, and what the player did there since the last
// frame.
type element struct {
	input      js.Value
	listeners  []js.Func
	css        string
	sharedText string // the text that element and field had when they were last equal

	typed, composing bool
	accept, cancel   bool
	nav              ui.Nav

	inFrame      bool // ShowField was called in this frame
	fieldFocused bool // in the last frame the field had the focus of its form
	hadFocus     bool // in the last frame the element had the focus of the page
}

func newElement(document js.Value, f *ui.Field) *element {
	e := &element{input: document.Call("createElement", "input"), nav: ui.NoNav}
	for name, value := range map[string]string{
		"type": "text", "class": "line", "autocomplete": "off", "autocorrect": "off", "spellcheck": "false",
		"autocapitalize": "off", "aria-label": f.Caption(), "placeholder": f.Caption(), "enterkeyhint": "done", "maxlength": fmt.Sprint(4 * f.Limit),
	} {
		e.input.Call("setAttribute", name, value)
	}
	if f.Uppercase {
		e.input.Call("setAttribute", "autocapitalize", "characters")
	}
	if f.EnterSends {
		e.input.Call("setAttribute", "enterkeyhint", "send")
	}
	e.addListener("input", func(js.Value) { e.typed = true })
	e.addListener("compositionstart", func(js.Value) { e.composing = true })
	e.addListener("compositionend", func(js.Value) { e.composing, e.typed = false, true })
	e.addListener("keydown", e.onKeyDown)
	document.Get("body").Call("append", e.input)
	return e
}

func (e *element) addListener(kind string, f func(event js.Value)) {
	listener := js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	})
	e.listeners = append(e.listeners, listener)
	e.input.Call("addEventListener", kind, listener)
}

func (e *element) removeFromPage() {
	e.input.Call("remove") // this removes its listeners, too
	for _, f := range e.listeners {
		f.Release()
	}
}

// imeKeyCode is the keyCode of keys that an input method handles.
const imeKeyCode = 229

// onKeyDown handles keys that do not type text. While an input method composes they belong
// to it: Enter accepts its proposal and sends nothing.
func (e *element) onKeyDown(event js.Value) {
	if event.Get("isComposing").Truthy() || event.Get("keyCode").Int() == imeKeyCode {
		return
	}
	once := !event.Get("repeat").Bool()
	switch event.Get("key").String() {
	case "Enter":
		e.accept = e.accept || once
	case "Escape":
		e.cancel = e.cancel || once
	case "Tab":
		e.nav = ui.NavNext
		if event.Get("shiftKey").Bool() {
			e.nav = ui.NavPrev
		}
	case "ArrowUp":
		e.nav = ui.NavUp
	case "ArrowDown":
		e.nav = ui.NavDown
	default:
		return
	}
	event.Call("preventDefault")
}

func (e *element) takeFocus() { e.input.Call("focus", noScroll) }

// updateField sets f to what was typed into the element.
func (e *element) updateField(f *ui.Field) {
	if !e.typed {
		return
	}
	e.typed = false
	e.sharedText = e.input.Get("value").String()
	f.SetTyped(page.NormalizeNFC(e.sharedText))
}

// updateElement sets the element to the text of f, except while an input method composes.
func (e *element) updateElement(f *ui.Field) {
	if e.composing || e.typed || f.Value() == e.sharedText {
		return
	}
	e.sharedText = f.Value()
	e.input.Set("value", e.sharedText)
}

// positionOver gives the element the position and the font of f.
func (e *element) positionOver(f *ui.Field, th ui.Theme, o *Overlay) {
	scale := float32(o.canvas.Get("clientWidth").Float() / max(1, o.canvas.Get("width").Float())) // CSS pixels per canvas pixel
	st := f.TextStyle(th)
	size := max(o.minFontSize, st.Size*scale)
	family := "perihelion-text"
	if st.Face == ui.Mono {
		family = "perihelion-mono"
	}
	var css strings.Builder
	fmt.Fprintf(&css, "left:%.1fpx;top:%.1fpx;width:%.1fpx;height:%.1fpx;", f.X*scale, f.Y*scale, f.W*scale, f.H*scale)
	fmt.Fprintf(&css, "padding:0 %.1fpx;font:%.1fpx %s,perihelion-ext,system-ui,sans-serif;", f.Padding(th)*scale, size, family)
	if f.Uppercase {
		css.WriteString("text-transform:uppercase;")
	}
	if e.css != css.String() {
		e.css = css.String()
		e.input.Get("style").Set("cssText", e.css)
	}
}
