//go:build !js

package prefs

import (
	"os"
	"path/filepath"
)

// desktopProcess claims the remembered guest with a lock that the system takes back when
// the process ends, however it ends. Other guests are known to one process only.
type desktopProcess struct {
	lockPath string   // path
	lockFile *os.File // as long as we live; nil: not ours
	guest    Guest
	seat     Seat
}

// NewWindow is this process.
func NewWindow() Window {
	dir, _ := os.UserConfigDir() // NewStore says what is wrong with it
	return &desktopProcess{lockPath: filepath.Join(dir, "perihelion", "client.lock")}
}

func (w *desktopProcess) ClaimToken(token string) bool {
	if w.lockFile == nil && os.MkdirAll(filepath.Dir(w.lockPath), 0o700) == nil {
		var free bool
		if w.lockFile, free = tryLock(w.lockPath); !free {
			return token == w.guest.Token // which nobody else knows
		}
	}
	return true // the lock is ours; or nothing is remembered here, nor shared
}

func (w *desktopProcess) StoreGuest(g Guest) { w.guest = g }

func (w *desktopProcess) StoredGuest() Guest { return w.guest }

// A desktopProcess that ends gives its seat up, so there is nothing to write down.
func (w *desktopProcess) StoreSeat(s Seat) { w.seat = s }

func (w *desktopProcess) StoredSeat() Seat { return w.seat }
