package input

import (
	"strings"
	"syscall/js"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/page"
)

// systemEvents passes events to Ebitengine that it would miss: it listens only on its
// canvas and only for some events. Without this, a mouse button that is released outside
// of the window, a cancelled touch, and keys that are held when the page loses the focus
// would stay down. systemEvents listens on the window, and dispatches events of its own
// on the canvas.
type systemEvents struct {
	canvas         js.Value
	buttonsDown    int // mouse buttons that Ebitengine takes to be down, as the bits of MouseEvent.buttons
	touchCancelled bool
	focusLost      bool
}

// subscribe adds the listeners. They stay for the life of the page.
func (s *systemEvents) subscribe() {
	window, document := js.Global(), js.Global().Get("document")
	s.canvas = document.Call("querySelector", "canvas")
	for _, kind := range []string{"mousedown", "mouseup", "mousemove"} {
		page.AddListener(window, kind, s.onMouse)
	}
	page.AddListener(window, "keyup", s.onKeyUp)
	page.AddListener(window, "touchcancel", s.onTouchCancel)
	page.AddListener(window, "blur", func(e js.Value) {
		if e.Get("target").Equal(window) { // the blur of an element gets here, too
			s.onFocusLost()
		}
	})
	page.AddListener(window, "pagehide", func(js.Value) { s.onFocusLost() })
	page.AddListener(document, "visibilitychange", func(js.Value) {
		if document.Get("hidden").Bool() {
			s.onFocusLost()
		}
	})
}

// buttonBits maps MouseEvent.button to the bit in MouseEvent.buttons.
var buttonBits = [...]int{1, 4, 2, 8, 16}

// onMouse tracks the mouse buttons: every event says which are down. If one was released
// without an event on the canvas, it dispatches a mouseup there.
func (s *systemEvents) onMouse(e js.Value) {
	if !e.Get("isTrusted").Bool() {
		return // dispatched by us
	}
	ours := e.Get("target").Equal(s.canvas)
	now := e.Get("buttons").Int()
	if ours && e.Get("type").String() == "mousedown" {
		s.buttonsDown |= buttonBits[min(e.Get("button").Int(), len(buttonBits)-1)]
	}
	for button, bit := range buttonBits {
		if s.buttonsDown&bit == 0 || now&bit != 0 {
			continue
		}
		s.buttonsDown &^= bit
		if !ours || e.Get("type").String() != "mouseup" || e.Get("button").Int() != button {
			s.dispatch("MouseEvent", "mouseup", map[string]any{"button": button, "clientX": e.Get("clientX"), "clientY": e.Get("clientY")})
		}
	}
	if !ours && e.Get("type").String() == "mousemove" { // over a text field, or outside with a button held
		s.dispatch("MouseEvent", "mousemove", map[string]any{"clientX": e.Get("clientX"), "clientY": e.Get("clientY")})
	}
}

// onKeyUp releases all keys when Cmd is released: macOS reports no other key that goes up
// while Cmd is held.
func (s *systemEvents) onKeyUp(e js.Value) {
	if e.Get("key").String() == "Meta" {
		s.dispatch("Event", "blur", nil)
	}
}

// onTouchCancel handles touches that the system takes over for a gesture of its own.
// Ebitengine sees them end like any other; touchCancelled tells the menus that they are no
// press.
func (s *systemEvents) onTouchCancel(e js.Value) {
	if e.Get("target").Equal(s.canvas) {
		s.touchCancelled = true
		s.setTouches(e.Get("targetTouches"))
	}
}

// onFocusLost releases everything that is held.
func (s *systemEvents) onFocusLost() {
	s.focusLost, s.buttonsDown = true, 0
	s.dispatch("Event", "blur", nil) // Ebitengine releases keys and buttons
	s.setTouches(js.Global().Get("Array").New())
}

// setTouches tells Ebitengine that only these touches remain.
func (s *systemEvents) setTouches(remaining js.Value) {
	e := js.Global().Get("Event").New("touchend")
	e.Set("targetTouches", remaining)
	s.canvas.Call("dispatchEvent", e)
}

// dispatch dispatches an event on the canvas.
func (s *systemEvents) dispatch(class, kind string, with map[string]any) {
	s.canvas.Call("dispatchEvent", js.Global().Get(class).New(kind, with))
}

// takeEvents reports what happened since the last frame.
func (s *systemEvents) takeEvents() (focusLost, touchCancelled bool) {
	focusLost, touchCancelled = s.focusLost, s.touchCancelled
	s.focusLost, s.touchCancelled = false, false
	return focusLost, touchCancelled
}

// watchKeyboardLayout asks the browser for the labels of the keys, now and whenever the
// page gets the focus, because the layout may have changed meanwhile. Some browsers do not
// answer, nor does any in a frame without the permission.
func watchKeyboardLayout(labels *keyLabels) {
	read := js.FuncOf(func(_ js.Value, args []js.Value) any {
		each := js.FuncOf(func(_ js.Value, args []js.Value) any {
			var k ebiten.Key
			if k.UnmarshalText([]byte(strings.TrimPrefix(args[1].String(), "Key"))) == nil {
				labels.setLabel(k, args[0].String())
			}
			return nil
		})
		defer each.Release()
		args[0].Call("forEach", each)
		return nil
	})
	query := func(js.Value) {
		_ = page.Try(func() {
			if k := page.GetProperty(js.Global().Get("navigator"), "keyboard"); k.Truthy() {
				page.IgnoreRejection(k.Call("getLayoutMap").Call("then", read))
			}
		})
	}
	query(js.Value{})
	page.AddListener(js.Global(), "focus", query)
}

// queryKeyNames does nothing: watchKeyboardLayout gets the labels.
func (k *keyLabels) queryKeyNames() {}
