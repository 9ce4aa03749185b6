//go:build !js

package prefs

import (
	"os"
	"path/filepath"
)

// desktopProcess is a Window. It claims the guest in the preferences with a file lock,
// which the system releases when the process ends, however it ends. Any other guest is
// known to one process only.
type desktopProcess struct {
	lockPath string
	lockFile *os.File // nil: the lock is not ours
	guest    Guest
	seat     Seat
}

// NewWindow is this process.
func NewWindow() Window {
	dir, _ := os.UserConfigDir() // NewStore returns the error
	return &desktopProcess{lockPath: filepath.Join(dir, "perihelion", "client.lock")}
}

func (w *desktopProcess) ClaimToken(token string) bool {
	if w.lockFile == nil && os.MkdirAll(filepath.Dir(w.lockPath), 0o700) == nil {
		var free bool
		if w.lockFile, free = tryLock(w.lockPath); !free {
			return token == w.guest.Token // known to this process only
		}
	}
	return true // the lock is ours, or there are no files here and so nothing is shared
}

func (w *desktopProcess) StoreGuest(g Guest) { w.guest = g }

func (w *desktopProcess) StoredGuest() Guest { return w.guest }

// StoreSeat keeps the seat in memory only: a process that ends cannot resume its match.
func (w *desktopProcess) StoreSeat(s Seat) { w.seat = s }

func (w *desktopProcess) StoredSeat() Seat { return w.seat }
