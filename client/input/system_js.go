package input

import (
	"syscall/js"

	"perihelion/client/page"
)

// systemEvents makes up for what Ebitengine does not hear. It listens on its canvas alone and
// for no more than it needs, so a button that is let go of outside of the window, a
// touch that the system takes away, and whatever is held when the page loses the focus
// stay down for it. The window hears all of that, and has the canvas hear it too.
type systemEvents struct {
	canvas         js.Value
	buttonsDown    int  // buttons that Ebitengine has seen go down, as in an event's "buttons"
	touchCancelled bool // a touch was taken away
	focusLost      bool // the page lost the focus
}

// subscribe listens from now on.
func (w *systemEvents) subscribe() {
	window, document := js.Global(), js.Global().Get("document")
	w.canvas = document.Call("querySelector", "canvas")
	for _, kind := range []string{"mousedown", "mouseup", "mousemove"} {
		page.AddListener(window, kind, w.onMouse)
	}
	page.AddListener(window, "keyup", w.onKeyUp)
	page.AddListener(window, "touchcancel", w.onTouchCancel)
	page.AddListener(window, "blur", func(e js.Value) {
		if e.Get("target").Equal(window) { // an element's is captured here, too
			w.onFocusLost()
		}
	})
	page.AddListener(window, "pagehide", func(js.Value) { w.onFocusLost() })
	page.AddListener(document, "visibilitychange", func(js.Value) {
		if document.Get("hidden").Bool() {
			w.onFocusLost()
		}
	})
}

// buttonBits are the buttons in an event's "buttons", by their number in its "button".
var buttonBits = [...]int{1, 4, 2, 8, 16}

// onMouse follows the buttons of the mouse. Every event of a mouse says which are down.
func (w *systemEvents) onMouse(e js.Value) {
	if !e.Get("isTrusted").Bool() {
		return // what tell says comes by here, too
	}
	ours := e.Get("target").Equal(w.canvas)
	now := e.Get("buttons").Int()
	if ours && e.Get("type").String() == "mousedown" {
		w.buttonsDown |= buttonBits[min(e.Get("button").Int(), len(buttonBits)-1)]
	}
	for button, bit := range buttonBits {
		if w.buttonsDown&bit == 0 || now&bit != 0 {
			continue
		}
		w.buttonsDown &^= bit
		if !ours || e.Get("type").String() != "mouseup" || e.Get("button").Int() != button {
			w.dispatch("MouseEvent", "mouseup", map[string]any{"button": button, "clientX": e.Get("clientX"), "clientY": e.Get("clientY")})
		}
	}
	if !ours && e.Get("type").String() == "mousemove" { // over a line of text, or outside with a button held
		w.dispatch("MouseEvent", "mousemove", map[string]any{"clientX": e.Get("clientX"), "clientY": e.Get("clientY")})
	}
}

// key follows Cmd. A Mac tells of no key that goes up while it is held, so with it all
// go up.
func (w *systemEvents) onKeyUp(e js.Value) {
	if e.Get("key").String() == "Meta" {
		w.dispatch("Event", "blur", nil)
	}
}

// onTouchCancel is the end of touches that the system has taken for itself. To
// Ebitengine they end like any other; cancelled tells the menus that nothing was meant.
func (w *systemEvents) onTouchCancel(e js.Value) {
	if e.Get("target").Equal(w.canvas) {
		w.touchCancelled = true
		w.setTouches(e.Get("targetTouches"))
	}
}

// leave ends all that is held.
func (w *systemEvents) onFocusLost() {
	w.focusLost, w.buttonsDown = true, 0
	w.dispatch("Event", "blur", nil) // Ebitengine lets go of keys and buttons
	w.setTouches(js.Global().Get("Array").New())
}

// setTouches tells the canvas that these touches are all that is left.
func (w *systemEvents) setTouches(left js.Value) {
	e := js.Global().Get("Event").New("touchend")
	e.Set("targetTouches", left)
	w.canvas.Call("dispatchEvent", e)
}

// dispatch has the canvas hear of an event.
func (w *systemEvents) dispatch(class, kind string, with map[string]any) {
	w.canvas.Call("dispatchEvent", js.Global().Get(class).New(kind, with))
}

// read says what has happened since the last frame.
func (w *systemEvents) takeEvents() (left, cancelled bool) {
	left, cancelled = w.focusLost, w.touchCancelled
	w.focusLost, w.touchCancelled = false, false
	return left, cancelled
}
