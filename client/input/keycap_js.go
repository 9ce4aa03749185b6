package input

import (
	"strings"
	"syscall/js"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/page"
)

// watchKeyboardLayout asks the browser what is printed on the keys, now and whenever the page
// gets the focus again, for the layout may have changed meanwhile. Not every browser
// says so, and none to a page in a frame that may not know.
func watchKeyboardLayout(into *keyLabels) {
	read := js.FuncOf(func(_ js.Value, args []js.Value) any {
		each := js.FuncOf(func(_ js.Value, args []js.Value) any {
			var k ebiten.Key
			if k.UnmarshalText([]byte(strings.TrimPrefix(args[1].String(), "Key"))) == nil {
				into.setLabel(k, args[0].String())
			}
			return nil
		})
		defer each.Release()
		args[0].Call("forEach", each)
		return nil
	})
	ask := func(js.Value) {
		_ = page.Try(func() {
			if k := page.GetProperty(js.Global().Get("navigator"), "keyboard"); k.Truthy() {
				page.IgnoreRejection(k.Call("getLayoutMap").Call("then", read))
			}
		})
	}
	ask(js.Value{})
	page.AddListener(js.Global(), "focus", ask)
}

// queryKeyNames has nothing to do: the browser answers when it likes.
func (k *keyLabels) queryKeyNames() {}
