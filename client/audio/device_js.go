package audio

import (
	"syscall/js"

	"perihelion/client/page"
)

// deviceAvailable opens the browser's sound, and has Ebitengine take this very context when
// it asks for one: it would keep its own to itself, and end the game where there is
// none. A context is silent until the first gesture, which Ebitengine waits for.
func deviceAvailable() bool {
	return page.Try(func() {
		name := "AudioContext"
		class := page.GetProperty(js.Global(), name)
		if !class.Truthy() {
			name = "webkitAudioContext"
			class = page.GetProperty(js.Global(), name)
		}
		ctx := class.New(map[string]any{"sampleRate": sampleRate})
		js.Global().Set(name, js.FuncOf(func(js.Value, []js.Value) any {
			js.Global().Set(name, class)
			return ctx
		}))
		resumeWhenSuspended(ctx)
	}) == nil
}

// gestures are what browsers take for the player's will that there be sound.
var gestures = []string{"keydown", "mousedown", "pointerup", "touchend"}

// resumeWhenSuspended resumes ctx whenever a system has put it to sleep, as phones do for a call
// and some browsers for a hidden page: with the next gesture, or when the page is seen
// again. Nobody else would.
func resumeWhenSuspended(ctx js.Value) {
	document := js.Global().Get("document")
	ran := false // it has, so that the browser allows it without a gesture
	wake := func(gesture bool) {
		state := ctx.Get("state").String()
		ran = ran || state == "running"
		if state != "running" && state != "closed" && (ran || gesture) {
			_ = page.Try(func() { page.IgnoreRejection(ctx.Call("resume")) }) // the next gesture tries again
		}
	}
	for _, kind := range gestures {
		page.AddListener(js.Global(), kind, func(js.Value) { wake(isUserGesture()) })
	}
	page.AddListener(document, "visibilitychange", func(js.Value) {
		if !document.Get("hidden").Bool() {
			wake(false)
		}
	})
	page.AddListener(js.Global(), "focus", func(js.Value) { wake(false) })
	page.AddListener(ctx, "statechange", func(js.Value) { ran = ran || ctx.Get("state").String() == "running" })
}

// isUserGesture reports whether the browser counts the event at hand as a gesture. Not all
// browsers say so; the others refuse by themselves.
func isUserGesture() bool {
	a := js.Global().Get("navigator").Get("userActivation")
	return !a.Truthy() || a.Get("isActive").Bool()
}
