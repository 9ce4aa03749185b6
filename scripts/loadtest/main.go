// Command loadtest fills a server with bots that join as people do: through the
// lobby, over real sockets, with the client's own netcode. It prints what they
// experienced and what it cost the server.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	opt, err := parse(os.Args[1:], os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return
	case err != nil:
		fmt.Fprintln(os.Stderr, "loadtest:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the process at once
	if err := run(ctx, opt); err != nil {
		fmt.Fprintln(os.Stderr, "loadtest:", err)
		os.Exit(1)
	}
}

// run drives the fleet against the server that opt names, or one of its own.
func run(ctx context.Context, opt options) error {
	if opt.spawn {
		url, stop, err := spawn(opt)
		if err != nil {
			return err
		}
		defer stop()
		opt.url = url
	}
	f, err := newFleet(opt)
	if err != nil {
		return err
	}
	f.fly(ctx, os.Stdout)
	f.print(os.Stdout)
	return f.verdict()
}
