package main

import (
	"fmt"
	"os"

	"perihelion/scripts/host"
)

// spawn starts a server inside this process. It returns the server's URL and what
// stops it.
func spawn(opt options) (url string, stop func(), err error) {
	dir, err := os.MkdirTemp("", "loadtest")
	if err != nil {
		return "", nil, fmt.Errorf("spawn: %w", err)
	}
	discard := func() { _ = os.RemoveAll(dir) } // it lies in the folder for such things
	s, err := host.Start("loadtest", dir, fmt.Sprint("ROOM_SEATS=", opt.seats), "BOT_FILL=0")
	if err != nil {
		discard()
		return "", nil, fmt.Errorf("spawn: %w", err)
	}
	return s.URL, func() {
		if err := s.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, "loadtest: server:", err)
		}
		discard()
	}, nil
}
