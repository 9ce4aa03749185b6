//go:build !js && !windows

package prefs

import (
	"os"
	"syscall"
)

// tryLock locks the file at path for this process. free is false if another process has
// locked it. If the file cannot be locked for another reason, free is true and f is nil.
func tryLock(path string) (f *os.File, free bool) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, true
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f, true
	}
	_ = f.Close()
	return nil, err != syscall.EWOULDBLOCK
}
