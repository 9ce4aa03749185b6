package main

import (
	"syscall/js"

	"perihelion/client/page"
)

// mark is the history.state of the entry that is ours. It outlives a reload.
const mark = "perihelion-match"

// history is the page's list of entries, through which the browser's Back and Forward
// go. While a match is open one entry of ours lies on top, so that Back comes to us
// and not to the page before.
//
// To leave an entry takes a while and is told by an event. Until then nothing else is
// done, and afterwards whatever was asked for meanwhile. The browser calls us between
// two steps of the game, never beside one.
type history struct {
	hold    bool // an entry of ours is wanted
	ours    bool // and is the current one
	leaving bool // we are on the way back from it
	plain   bool // the address of the entry below is to be cleared
	pressed bool // the player went back since Back was last called
}

// newHistory begins to listen. A page that was loaded again in a match is on the entry
// of that match, which is taken off: the way back into the match puts one there again.
func newHistory() *history {
	h := &history{ours: is(js.Global().Get("history").Get("state"))}
	js.Global().Call("addEventListener", "popstate", js.FuncOf(func(_ js.Value, args []js.Value) any {
		h.moved(is(args[0].Get("state")))
		return nil
	}))
	h.settle()
	return h
}

func is(state js.Value) bool { return state.Type() == js.TypeString && state.String() == mark }

// moved is called on every entry that the browser comes to.
func (h *history) moved(ours bool) {
	if !h.leaving && h.hold && !ours {
		h.pressed = true
	}
	h.leaving, h.ours = false, ours
	h.settle()
}

// settle makes true what is wanted, or takes the next step there.
func (h *history) settle() {
	_ = page.Try(h.step) // refused, where a frame may not, or to whom has asked too often: then Back is the browser's own
}

func (h *history) step() {
	entries := js.Global().Get("history")
	switch {
	case h.leaving:
	case h.ours && !h.hold:
		h.leaving = true
		entries.Call("back")
	case !h.ours && h.plain:
		h.plain = false
		entries.Call("replaceState", nil, "", js.Global().Get("location").Get("pathname"))
		h.settle()
	case !h.ours && h.hold:
		entries.Call("pushState", mark, "")
		h.ours = true
	}
}

// Hold implements scene.History.
func (h *history) Hold(on bool) {
	h.hold, h.pressed = on, false
	h.settle()
}

// Back implements scene.History.
func (h *history) Back() bool {
	pressed := h.pressed
	h.pressed = false
	return pressed
}

// Restore implements scene.History.
func (h *history) Restore() {
	h.plain = true
	h.settle()
}
