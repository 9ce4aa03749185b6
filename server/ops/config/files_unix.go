//go:build unix

package config

import "syscall"

// maxOpenFiles is how many files this process may have open, or 0 if unknown. Go has raised
// the soft limit to the maximum.
func maxOpenFiles() uint64 {
	var limit syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit); err != nil {
		return 0
	}
	return uint64(limit.Cur) // int64 on some systems
}
