package input

import (
	"syscall/js"

	"perihelion/client/page"
)

// watch makes up for what Ebitengine does not hear. It listens on its canvas alone and
// for no more than it needs, so a button that is let go of outside of the window, a
// touch that the system takes away, and whatever is held when the page loses the focus
// stay down for it. The window hears all of that, and has the canvas hear it too.
type watch struct {
	canvas    js.Value
	down      int  // buttons that Ebitengine has seen go down, as in an event's "buttons"
	cancelled bool // a touch was taken away
	left      bool // the page lost the focus
}

// begin listens from now on.
func (w *watch) begin() {
	window, document := js.Global(), js.Global().Get("document")
	w.canvas = document.Call("querySelector", "canvas")
	for _, kind := range []string{"mousedown", "mouseup", "mousemove"} {
		page.Listen(window, kind, w.mouse)
	}
	page.Listen(window, "keyup", w.key)
	page.Listen(window, "touchcancel", w.touchCancel)
	page.Listen(window, "blur", func(e js.Value) {
		if e.Get("target").Equal(window) { // an element's is captured here, too
			w.leave()
		}
	})
	page.Listen(window, "pagehide", func(js.Value) { w.leave() })
	page.Listen(document, "visibilitychange", func(js.Value) {
		if document.Get("hidden").Bool() {
			w.leave()
		}
	})
}

// bits are the buttons in an event's "buttons", by their number in its "button".
var bits = [...]int{1, 4, 2, 8, 16}

// mouse follows the buttons of the mouse. Every event of a mouse says which are down.
func (w *watch) mouse(e js.Value) {
	if !e.Get("isTrusted").Bool() {
		return // what tell says comes by here, too
	}
	ours := e.Get("target").Equal(w.canvas)
	now := e.Get("buttons").Int()
	if ours && e.Get("type").String() == "mousedown" {
		w.down |= bits[min(e.Get("button").Int(), len(bits)-1)]
	}
	for button, bit := range bits {
		if w.down&bit == 0 || now&bit != 0 {
			continue
		}
		w.down &^= bit
		if !ours || e.Get("type").String() != "mouseup" || e.Get("button").Int() != button {
			w.tell("MouseEvent", "mouseup", map[string]any{"button": button, "clientX": e.Get("clientX"), "clientY": e.Get("clientY")})
		}
	}
	if !ours && e.Get("type").String() == "mousemove" { // over a line of text, or outside with a button held
		w.tell("MouseEvent", "mousemove", map[string]any{"clientX": e.Get("clientX"), "clientY": e.Get("clientY")})
	}
}

// key follows Cmd. A Mac tells of no key that goes up while it is held, so with it all
// go up.
func (w *watch) key(e js.Value) {
	if e.Get("key").String() == "Meta" {
		w.tell("Event", "blur", nil)
	}
}

// touchCancel is the end of touches that the system has taken for itself. To
// Ebitengine they end like any other; cancelled tells the menus that nothing was meant.
func (w *watch) touchCancel(e js.Value) {
	if e.Get("target").Equal(w.canvas) {
		w.cancelled = true
		w.fingers(e.Get("targetTouches"))
	}
}

// leave ends all that is held.
func (w *watch) leave() {
	w.left, w.down = true, 0
	w.tell("Event", "blur", nil) // Ebitengine lets go of keys and buttons
	w.fingers(js.Global().Get("Array").New())
}

// fingers tells the canvas that these touches are all that is left.
func (w *watch) fingers(left js.Value) {
	e := js.Global().Get("Event").New("touchend")
	e.Set("targetTouches", left)
	w.canvas.Call("dispatchEvent", e)
}

// tell has the canvas hear of an event.
func (w *watch) tell(class, kind string, with map[string]any) {
	w.canvas.Call("dispatchEvent", js.Global().Get(class).New(kind, with))
}

// read says what has happened since the last frame.
func (w *watch) read() (left, cancelled bool) {
	left, cancelled = w.left, w.cancelled
	w.left, w.cancelled = false, false
	return left, cancelled
}
