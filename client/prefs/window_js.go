package prefs

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"syscall/js"
)

const (
	keptKey = "perihelion.guest"
	seatKey = "perihelion.seat"
	usedKey = "perihelion.in-use." // and the end of a token

	beat  = 1_000  // ms between two signs of life; what a browser allows a hidden tab
	stale = 15_000 // ms without one: that window has crashed, or slept so long that its seat is nearly gone; a busy machine starves timers for seconds
)

// tab claims guests with signs of life in localStorage. The browser's own locks
// would do it, but not on pages without TLS, as in a home network.
type tab struct {
	id   string // of this very load of the page: a duplicated tab has all else in common
	mine string // the key that we keep alive
}

// NewWindow is this tab of the browser.
func NewWindow() Window {
	w := &tab{id: fmt.Sprintf("%016x", rand.Uint64())}
	tell := js.FuncOf(func(js.Value, []js.Value) any { w.live(); return nil })
	end := js.FuncOf(func(js.Value, []js.Value) any { w.release(); return nil })
	js.Global().Call("setInterval", tell, beat)
	js.Global().Call("addEventListener", "pagehide", end)
	return w
}

func (w *tab) Claim(token string) bool {
	name := usedKey + token[max(0, len(token)-16):]
	free := true
	err := storage("localStorage", func(s js.Value) {
		if free = w.free(s, name); free {
			w.sign(s, name)
		}
	})
	if err == nil && free && w.mine != name {
		w.release()
		w.mine = name
	}
	return free // where nothing is kept, windows share nothing
}

// free reports whether no other window gives signs of life under name.
func (w *tab) free(s js.Value, name string) bool {
	var id string
	var at float64
	v := s.Call("getItem", name)
	if n, err := fmt.Sscan(v.String(), &id, &at); v.IsNull() || n != 2 || err != nil || id == w.id {
		return true
	}
	age := now() - at
	return age < -stale || age > stale // a clock may have been set back
}

func (w *tab) sign(s js.Value, name string) {
	s.Call("setItem", name, fmt.Sprintf("%s %.0f", w.id, now()))
}

func now() float64 { return js.Global().Get("Date").Call("now").Float() }

// live gives a sign of life, unless another window has taken over meanwhile.
func (w *tab) live() {
	if w.mine == "" {
		return
	}
	_ = storage("localStorage", func(s js.Value) { // the next Claim finds out
		if w.free(s, w.mine) {
			w.sign(s, w.mine)
		} else {
			w.mine = ""
		}
	})
}

// release lets go at once, so that a reload finds the guest free.
func (w *tab) release() {
	if w.mine == "" {
		return
	}
	_ = storage("localStorage", func(s js.Value) { s.Call("removeItem", w.mine) }) // it grows stale by itself
}

func (w *tab) Keep(g Guest) { keep(keptKey, g) } // else a reload is a new player

func (w *tab) Kept() (g Guest) { return kept[Guest](keptKey) }

func (w *tab) KeepSeat(s Seat) { keep(seatKey, s) }

func (w *tab) KeptSeat() Seat { return kept[Seat](seatKey) }

// keep remembers v for as long as this tab is open.
func keep(key string, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		return
	}
	_ = storage("sessionStorage", func(s js.Value) { s.Call("setItem", key, string(text)) }) // where nothing is kept one plays all the same
}

// kept is what keep remembered, or nothing.
func kept[T any](key string) (v T) {
	_ = storage("sessionStorage", func(s js.Value) {
		text := s.Call("getItem", key)
		if text.IsNull() || json.Unmarshal([]byte(text.String()), &v) != nil {
			v = *new(T) // somebody has had their hands in it
		}
	})
	return v
}
