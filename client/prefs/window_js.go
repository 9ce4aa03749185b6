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
	claimPrefix = "perihelion.in-use." // followed by the end of a token

	heartbeatInterval = 1_000 // ms; browsers run the timers of hidden tabs once a second
	// heartbeatTimeout is after how many ms without a heartbeat a tab counts as crashed.
	// It is long because timers on a busy machine can be late by seconds, and short enough
	// for the seat of a crashed tab to be resumed.
	heartbeatTimeout = 15_000
)

// browserTab is a Window. It claims a token by writing heartbeats to localStorage. The Web
// Locks API would be simpler, but is missing on pages without TLS, as in a home network.
type browserTab struct {
	loadID     string // random, new with each load of the page: a duplicated tab has everything else in common
	claimedKey string // the key in localStorage with our heartbeat; empty: none
}

// NewWindow is this tab of the browser.
func NewWindow() Window {
	w := &browserTab{loadID: fmt.Sprintf("%016x", rand.Uint64())}
	beat := js.FuncOf(func(js.Value, []js.Value) any { w.sendHeartbeat(); return nil })
	release := js.FuncOf(func(js.Value, []js.Value) any { w.releaseClaim(); return nil })
	js.Global().Call("setInterval", beat, heartbeatInterval)
	js.Global().Call("addEventListener", "pagehide", release)
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
	return free // also without localStorage, as then tabs share nothing
}

// isFree reports whether no other tab writes heartbeats under name.
func (w *browserTab) isFree(s js.Value, name string) bool {
	var id string
	var at float64
	v := s.Call("getItem", name)
	if n, err := fmt.Sscan(v.String(), &id, &at); v.IsNull() || n != 2 || err != nil || id == w.loadID {
		return true
	}
	age := nowMillis() - at
	return age < -heartbeatTimeout || age > heartbeatTimeout // negative if the clock was set back
}

func (w *browserTab) writeHeartbeat(s js.Value, name string) {
	s.Call("setItem", name, fmt.Sprintf("%s %.0f", w.loadID, nowMillis()))
}

func nowMillis() float64 { return js.Global().Get("Date").Call("now").Float() }

// sendHeartbeat writes a heartbeat, unless another tab has claimed the token meanwhile.
func (w *browserTab) sendHeartbeat() {
	if w.claimedKey == "" {
		return
	}
	_ = withStorage("localStorage", func(s js.Value) { // an error does no harm: the claim expires
		if w.isFree(s, w.claimedKey) {
			w.writeHeartbeat(s, w.claimedKey)
		} else {
			w.claimedKey = ""
		}
	})
}

// releaseClaim ends the claim at once, so that a reload can claim the token again.
func (w *browserTab) releaseClaim() {
	if w.claimedKey == "" {
		return
	}
	_ = withStorage("localStorage", func(s js.Value) { s.Call("removeItem", w.claimedKey) }) // on an error the claim expires
}

func (w *browserTab) StoreGuest(g Guest) { storeInSession(guestKey, g) }

func (w *browserTab) StoredGuest() (g Guest) { return loadFromSession[Guest](guestKey) }

func (w *browserTab) StoreSeat(s Seat) { storeInSession(seatKey, s) }

func (w *browserTab) StoredSeat() Seat { return loadFromSession[Seat](seatKey) }

// storeInSession stores v until this tab is closed. Errors are ignored: then a reload
// begins without v.
func storeInSession(key string, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		return
	}
	_ = withStorage("sessionStorage", func(s js.Value) { s.Call("setItem", key, string(text)) })
}

// loadFromSession returns what storeInSession stored, or the zero value.
func loadFromSession[T any](key string) (v T) {
	_ = withStorage("sessionStorage", func(s js.Value) {
		text := s.Call("getItem", key)
		if text.IsNull() || json.Unmarshal([]byte(text.String()), &v) != nil {
			v = *new(T) // missing or invalid
		}
	})
	return v
}
