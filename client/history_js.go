package main

import (
	"syscall/js"

	"perihelion/client/page"
)

// entryState is the history.state of the entry that is ours. It outlives a reload.
const entryState = "perihelion-match"

// browserHistory is the page's list of entries, through which the browser's Back and Forward
// go. While a match is open one entry of ours lies on top, so that Back comes to us
// and not to the page before.
//
// To leave an entry takes a while and is told by an event. Until then nothing else is
// done, and afterwards whatever was asked for meanwhile. The browser calls us between
// two steps of the game, never beside one.
type browserHistory struct {
	wanted       bool // an entry of ours is wanted
	current      bool // and is the current one
	goingBack    bool // we are on the way back from it
	clearAddress bool // the address of the entry below is to be cleared
	backPressed  bool // the player went back since Back was last called
}

// newBrowserHistory begins to listen. A page that was loaded again in a match is on the entry
// of that match, which is taken off: the way back into the match puts one there again.
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

// onPopState is called on every entry that the browser comes to.
func (h *browserHistory) onPopState(ours bool) {
	if !h.goingBack && h.wanted && !ours {
		h.backPressed = true
	}
	h.goingBack, h.current = false, ours
	h.apply()
}

// apply makes true what is wanted, or takes the next step there.
func (h *browserHistory) apply() {
	_ = page.Try(h.applyNext) // refused, where a frame may not, or to whom has asked too often: then Back is the browser's own
}

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

// Hold implements scene.History.
func (h *browserHistory) CaptureBack(on bool) {
	h.wanted, h.backPressed = on, false
	h.apply()
}

// Back implements scene.History.
func (h *browserHistory) BackPressed() bool {
	pressed := h.backPressed
	h.backPressed = false
	return pressed
}

// Restore implements scene.History.
func (h *browserHistory) ClearAddress() {
	h.clearAddress = true
	h.apply()
}
