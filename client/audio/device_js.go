package audio

import (
	"syscall/js"

	"perihelion/client/page"

	"perihelion/client/audio/synth"
)

// deviceAvailable creates the browser's AudioContext and makes Ebitengine use it: Ebitengine
// would create one that nobody else can reach, and it ends the game if it fails. The
// context is silent until the first gesture; Ebitengine waits for that.
func deviceAvailable() bool {
	return page.Try(func() {
		name := "AudioContext"
		class := page.GetProperty(js.Global(), name)
		if !class.Truthy() {
			name = "webkitAudioContext"
			class = page.GetProperty(js.Global(), name)
		}
		ctx := class.New(map[string]any{"sampleRate": synth.SampleRate})
		js.Global().Set(name, js.FuncOf(func(js.Value, []js.Value) any {
			js.Global().Set(name, class)
			return ctx
		}))
		resumeWhenSuspended(ctx)
	}) == nil
}

// gestures are the events that browsers accept as permission to play sound.
var gestures = []string{"keydown", "mousedown", "pointerup", "touchend"}

// resumeWhenSuspended resumes ctx after the system has suspended it, as phones do for a call
// and some browsers for a hidden page: with the next gesture, or when the page becomes
// visible. Neither the browser nor Ebitengine does that.
func resumeWhenSuspended(ctx js.Value) {
	document := js.Global().Get("document")
	ran := false // it has run before, so the browser allows it without a gesture
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

// isUserGesture reports whether the browser counts the current event as a gesture. Browsers
// that do not tell get true; they refuse to resume on their own.
func isUserGesture() bool {
	a := js.Global().Get("navigator").Get("userActivation")
	return !a.Truthy() || a.Get("isActive").Bool()
}
