package prefs

import (
	"os"
	"syscall"
)

const sharingViolation syscall.Errno = 32

// tryLock locks the file at path for this process by opening it without sharing, so that
// no other process can open it. free and f are as in lock_unix.go.
func tryLock(path string) (f *os.File, free bool) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, true
	}
	h, err := syscall.CreateFile(name, syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, err != sharingViolation
	}
	return os.NewFile(uintptr(h), path), true
}
