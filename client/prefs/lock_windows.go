package prefs

import (
	"os"
	"syscall"
)

const sharingViolation syscall.Errno = 32

// tryLock takes the file at path for this process: Windows lets nobody else open a
// file that is not shared.
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
