//go:build !js

package prefs

import (
	"os"
	"path/filepath"
)

// process claims the remembered guest with a lock that the system takes back when
// the process ends, however it ends. Other guests are known to one process only.
type process struct {
	lock string   // path
	held *os.File // as long as we live; nil: not ours
	kept Guest
	seat Seat
}

// NewWindow is this process.
func NewWindow() Window {
	dir, _ := os.UserConfigDir() // NewStore says what is wrong with it
	return &process{lock: filepath.Join(dir, "perihelion", "client.lock")}
}

func (w *process) Claim(token string) bool {
	if w.held == nil && os.MkdirAll(filepath.Dir(w.lock), 0o700) == nil {
		var free bool
		if w.held, free = lock(w.lock); !free {
			return token == w.kept.Token // which nobody else knows
		}
	}
	return true // the lock is ours; or nothing is remembered here, nor shared
}

func (w *process) Keep(g Guest) { w.kept = g }

func (w *process) Kept() Guest { return w.kept }

// A process that ends gives its seat up, so there is nothing to write down.
func (w *process) KeepSeat(s Seat) { w.seat = s }

func (w *process) KeptSeat() Seat { return w.seat }
