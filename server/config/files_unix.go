//go:build unix

package config

import "syscall"

// openFiles is how many files this process may have open at the same time, or 0 if
// nobody knows. Go has raised the soft limit as far as it goes.
func openFiles() uint64 {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return uint64(limit.Cur) // an int64 on some systems
}
