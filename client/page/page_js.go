package page

import (
	"errors"
	"fmt"
	"runtime"
	"syscall/js"
)

// Try calls f and returns what JavaScript throws in it as an error, also for a function or
// property that does not exist. A runtime error of Go, such as a nil map, panics on.
func Try(f func()) (err error) {
	defer func() {
		switch e := recover().(type) {
		case nil:
		case runtime.Error:
			panic(e)
		case error: // js.Error: JavaScript threw; *js.ValueError: a value has another type
			err = e
		default: // syscall/js panics with a string if something is no function
			err = errors.New(fmt.Sprint(e))
		}
	}()
	f()
	return nil
}

// GetProperty is a property of v whose getter may throw, as that of localStorage does if
// all cookies are blocked. Use it inside Try, which turns that into an error; a getter
// that throws in js.Value.Get ends the program.
func GetProperty(v js.Value, name string) js.Value {
	return js.Global().Get("Reflect").Call("get", v, name)
}

// AddListener calls f with every event of this kind at target, in the capture phase, that
// is before the listeners of elements inside target. It cannot be removed.
func AddListener(target js.Value, kind string, f func(event js.Value)) {
	target.Call("addEventListener", kind, js.FuncOf(func(_ js.Value, args []js.Value) any {
		f(args[0])
		return nil
	}), map[string]any{"capture": true, "passive": true})
}

// NormalizeNFC is text in Unicode normal form C, in which a letter and its accents are one
// code point where there is one: our fonts have those, and equal texts compare equal.
func NormalizeNFC(text string) string {
	return js.Global().Get("String").Get("prototype").Get("normalize").Call("call", text).String()
}

// IgnoreRejection keeps the rejection of a promise from being reported in the console.
func IgnoreRejection(promise js.Value) {
	if promise.Truthy() {
		promise.Call("catch", doNothing)
	}
}

var doNothing = js.FuncOf(func(js.Value, []js.Value) any { return nil })
