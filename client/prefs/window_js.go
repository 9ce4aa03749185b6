package prefs

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"syscall/js"
)

const (
	guestKey    = "perihelion.guest"
	seatKey     = "perihelion.seat"
	claimPrefix = "perihelion.in-use." // and the end of a token

	heartbeatInterval = 1_000  // ms between two signs of life; what a browser allows a hidden tab
	heartbeatTimeout  = 15_000 // ms without one: that window has crashed, or slept so long that its seat is nearly gone; a busy machine starves timers for seconds
)

// browserTab claims guests with signs of life in localStorage. The browser's own locks
// would do it, but not on pages without TLS, as in a home network.
type browserTab struct {
	loadID     string // of this very load of the page: a duplicated tab has all else in common
	claimedKey string // the key that we keep alive
}

// NewWindow is this tab of the browser.
func NewWindow() Window {
	w := &browserTab{loadID: fmt.Sprintf("%016x", rand.Uint64())}
	tell := js.FuncOf(func(js.Value, []js.Value) any { w.sendHeartbeat(); return nil })
	end := js.FuncOf(func(js.Value, []js.Value) any { w.releaseClaim(); return nil })
	js.Global().Call("setInterval", tell, heartbeatInterval)
	js.Global().Call("addEventListener", "pagehide", end)
	return w
}

func (w *browserTab) ClaimToken(token string) bool {
	name := claimPrefix + token[max(0, len(token)-16):]
	free := true
	err := withStorage("localStorage", func(s js.Value) {
		if free = w.isFree(s, name); free {
			w.writeHeartbeat(s, name)
		}
	})
	if err == nil && free && w.claimedKey != name {
		w.releaseClaim()
		w.claimedKey = name
	}
	return free // where nothing is kept, windows share nothing
}

// isFree reports whether no other window gives signs of life under name.
func (w *browserTab) isFree(s js.Value, name string) bool {
	var id string
	var at float64
	v := s.Call("getItem", name)
	if n, err := fmt.Sscan(v.String(), &id, &at); v.IsNull() || n != 2 || err != nil || id == w.loadID {
		return true
	}
	age := nowMillis() - at
	return age < -heartbeatTimeout || age > heartbeatTimeout // a clock may have been set back
}

func (w *browserTab) writeHeartbeat(s js.Value, name string) {
	s.Call("setItem", name, fmt.Sprintf("%s %.0f", w.loadID, nowMillis()))
}

func nowMillis() float64 { return js.Global().Get("Date").Call("now").Float() }

// sendHeartbeat gives a sign of life, unless another window has taken over meanwhile.
func (w *browserTab) sendHeartbeat() {
	if w.claimedKey == "" {
		return
	}
	_ = withStorage("localStorage", func(s js.Value) { // the next Claim finds out
		if w.isFree(s, w.claimedKey) {
			w.writeHeartbeat(s, w.claimedKey)
		} else {
			w.claimedKey = ""
		}
	})
}

// release lets go at once, so that a reload finds the guest free.
func (w *browserTab) releaseClaim() {
	if w.claimedKey == "" {
		return
	}
	_ = withStorage("localStorage", func(s js.Value) { s.Call("removeItem", w.claimedKey) }) // it grows stale by itself
}

func (w *browserTab) StoreGuest(g Guest) { storeInSession(guestKey, g) } // else a reload is a new player

func (w *browserTab) StoredGuest() (g Guest) { return loadFromSession[Guest](guestKey) }

func (w *browserTab) StoreSeat(s Seat) { storeInSession(seatKey, s) }

func (w *browserTab) StoredSeat() Seat { return loadFromSession[Seat](seatKey) }

// storeInSession remembers v for as long as this tab is open.
func storeInSession(key string, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		return
	}
	_ = withStorage("sessionStorage", func(s js.Value) { s.Call("setItem", key, string(text)) }) // where nothing is kept one plays all the same
}

// loadFromSession is what keep remembered, or nothing.
func loadFromSession[T any](key string) (v T) {
	_ = withStorage("sessionStorage", func(s js.Value) {
		text := s.Call("getItem", key)
		if text.IsNull() || json.Unmarshal([]byte(text.String()), &v) != nil {
			v = *new(T) // somebody has had their hands in it
		}
	})
	return v
}
