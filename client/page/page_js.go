package page

import (
	"errors"
	"fmt"
	"runtime"
	"syscall/js"
)

// Try calls f and returns as an error whatever JavaScript throws in it, or lacks. A
// fault of Go's own, such as a nil map, panics on.
func Try(f func()) (err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case runtime.Error:
			panic(e)
		case error: // js.Error: it threw; *js.ValueError: it is not there
			err = e
		default: // syscall/js says in a text that something is no function
			err = errors.New(fmt.Sprint(e))
		}
	}()
	f()
	return nil
}

// GetProperty is a property of v whose getter may throw, as that of localStorage does where
// all cookies are blocked. It is for use inside Try: there a throwing getter is an
// error, while through js.Value.Get it ends the program.
func GetProperty(v js.Value, name string) js.Value {
	return js.Global().Get("Reflect").Call("get", v, name)
}

// Listen calls f with every event of this kind at target, before anybody below it
// hears of it. It never ends.
func AddListener(target js.Value, kind string, f func(event js.Value)) {
	target.Call("addEventListener", kind, js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	}), map[string]any{"capture": true, "passive": true})
}

// NormalizeNFC is a text in the form in which a letter and its accents are one character, as
// far as there is one: what our fonts have, and what compares equal.
func NormalizeNFC(text string) string {
	return js.Global().Get("String").Get("prototype").Get("normalize").Call("call", text).String()
}

// IgnoreRejection has a promise that may fail do so quietly.
func IgnoreRejection(promise js.Value) {
	if promise.Truthy() {
		promise.Call("catch", ignore)
	}
}

var ignore = js.FuncOf(func(js.Value, []js.Value) any { return nil })
