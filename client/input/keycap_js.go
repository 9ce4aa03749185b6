package input

import (
	"strings"
	"syscall/js"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/page"
)

// readKeycaps asks the browser what is printed on the keys, now and whenever the page
// gets the focus again, for the layout may have changed meanwhile. Not every browser
// says so, and none to a page in a frame that may not know.
func readKeycaps(into *keycaps) {
	read := js.FuncOf(func(_ js.Value, args []js.Value) any {
		each := js.FuncOf(func(_ js.Value, args []js.Value) any {
			var k ebiten.Key
			if k.UnmarshalText([]byte(strings.TrimPrefix(args[1].String(), "Key"))) == nil {
				into.set(k, args[0].String())
			}
			return nil
		})
		defer each.Release()
		args[0].Call("forEach", each)
		return nil
	})
	ask := func(js.Value) {
		_ = page.Try(func() {
			if k := page.Get(js.Global().Get("navigator"), "keyboard"); k.Truthy() {
				page.Settle(k.Call("getLayoutMap").Call("then", read))
			}
		})
	}
	ask(js.Value{})
	page.Listen(js.Global(), "focus", ask)
}

// refresh has nothing to do: the browser answers when it likes.
func (k *keycaps) refresh() {}
