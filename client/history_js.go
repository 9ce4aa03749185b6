package main

import (
	"syscall/js"

	"perihelion/client/page"
)

// entryState is the history.state of our entry. It is kept over a reload.
const entryState = "perihelion-match"

// browserHistory is a scene.History. During a match it adds an entry of ours to the
// history of the browser, so that the Back button leaves the match and not the page.
//
// Going back from an entry is asynchronous: the browser reports it with a popstate event.
// Until then nothing else is done; then apply does what is still to be done. Events are
// delivered on the goroutine of the game, between two frames.
type browserHistory struct {
	wanted       bool // our entry should be there
	current      bool // our entry is the current one
	goingBack    bool // history.back was called, popstate is outstanding
	clearAddress bool // the query of the entry below ours should be removed
	backPressed  bool // the player went back since BackPressed was last called
}

// newBrowserHistory adds the listener. After a reload in a match, our entry is still the
// current one and is removed; resuming the match adds it again.
func newBrowserHistory() *browserHistory {
	h := &browserHistory{current: isOurEntry(js.Global().Get("history").Get("state"))}
	js.Global().Call("addEventListener", "popstate", js.FuncOf(func(_ js.Value, args []js.Value) any {
		h.onPopState(isOurEntry(args[0].Get("state")))
		return nil
	}))
	h.apply()
	return h
}

func isOurEntry(state js.Value) bool {
	return state.Type() == js.TypeString && state.String() == entryState
}

// onPopState is called when the browser has moved to another entry. ours says whether that
// is our entry.
func (h *browserHistory) onPopState(ours bool) {
	if !h.goingBack && h.wanted && !ours {
		h.backPressed = true
	}
	h.goingBack, h.current = false, ours
	h.apply()
}

// apply takes the next step to the wanted state. The browser may refuse it in a frame, or
// after too many calls; then Back leaves the page.
func (h *browserHistory) apply() { _ = page.Try(h.applyNext) }

func (h *browserHistory) applyNext() {
	entries := js.Global().Get("history")
	switch {
	case h.goingBack:
	case h.current && !h.wanted:
		h.goingBack = true
		entries.Call("back")
	case !h.current && h.clearAddress:
		h.clearAddress = false
		entries.Call("replaceState", nil, "", js.Global().Get("location").Get("pathname"))
		h.apply()
	case !h.current && h.wanted:
		entries.Call("pushState", entryState, "")
		h.current = true
	}
}

func (h *browserHistory) CaptureBack(on bool) {
	h.wanted, h.backPressed = on, false
	h.apply()
}

func (h *browserHistory) BackPressed() bool {
	pressed := h.backPressed
	h.backPressed = false
	return pressed
}

func (h *browserHistory) ClearAddress() {
	h.clearAddress = true
	h.apply()
}
