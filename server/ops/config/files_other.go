//go:build !unix

package config

// maxOpenFiles is unknown on this system.
func maxOpenFiles() uint64 { return 0 }
