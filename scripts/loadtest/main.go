// Command loadtest fills a server with bots that join as people do: through the
// lobby, over real sockets, with the client's own netcode. It prints what they
// experienced and what it cost the server.
package main

import (
	"context"
	"fmt"
	"os"

	"perihelion/scripts/harness"
)

func main() {
	harness.ServeChild(servers)
	harness.RunCommand("loadtest", parse, runLoadTest)
}

// runLoadTest plays on the server that opt names, or on one of its own.
func runLoadTest(ctx context.Context, opt options) error {
	switch {
	case opt.watch > 0:
		return measureWatchers(ctx, &opt, os.Stdout)
	case opt.find:
		return findLimit(ctx, &opt, os.Stdout)
	case opt.spawn:
		url, stop, err := spawn(opt)
		if err != nil {
			return err
		}
		defer stop()
		opt.urls = []string{url}
	}
	r, err := newLoadRun(opt)
	if err != nil {
		return err
	}
	r.runBots(ctx, os.Stdout)
	r.printReport(os.Stdout)
	r.printServers(os.Stdout)
	return r.err()
}

// spawn starts a server inside this process. It returns the server's URL and a function
// that stops it and deletes its data.
func spawn(opt options) (url string, stop func(), err error) {
	dir, err := os.MkdirTemp("", "loadtest")
	if err != nil {
		return "", nil, fmt.Errorf("spawn: %w", err)
	}
	remove := func() { _ = os.RemoveAll(dir) } // what is left lies in the system's folder for temporary files
	s, err := harness.StartServer("loadtest", dir, fmt.Sprint("ROOM_SEATS=", opt.seats), "BOT_FILL=0")
	if err != nil {
		remove()
		return "", nil, fmt.Errorf("spawn: %w", err)
	}
	return s.URL, func() {
		if err := s.Stop(); err != nil {
			fmt.Fprintln(os.Stderr, "loadtest: server:", err)
		}
		remove()
	}, nil
}
