// Command evening plays a whole evening on a server of its own: guests queue alone
// and in parties, fly, watch, talk, lose their connections and come back, move to
// other devices and go home. Then it restarts the server and does the sums: whatever
// the leaderboards say must follow from the history of matches, and the history from
// what the guests saw. At last some have their data deleted, and nothing of them may
// be left. What does not add up is printed, and the exit code says so.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// options are the command line, checked.
type options struct {
	guests int
	length time.Duration // until everyone goes home
	seed   uint64        // of what the guests choose to do

	database string // empty: SQLite, in a folder of its own
}

func main() {
	opt, err := parse(os.Args[1:], os.Stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return
	case err != nil:
		fmt.Fprintln(os.Stderr, "evening:", err)
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, opt, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "evening:", err)
		os.Exit(1)
	}
}

func parse(args []string, out io.Writer) (opt options, err error) {
	f := flag.NewFlagSet("evening", flag.ContinueOnError)
	f.SetOutput(out)
	f.IntVar(&opt.guests, "guests", 200, "how many come")
	f.DurationVar(&opt.length, "for", 90*time.Second, "how long the evening lasts")
	f.Uint64Var(&opt.seed, "seed", 1, "of what the guests choose to do")
	f.StringVar(&opt.database, "database", "", "postgres://… of an empty database to play on; empty: a file that is deleted afterwards")
	switch err := f.Parse(args); {
	case err != nil:
		return opt, err
	case f.NArg() > 0:
		return opt, fmt.Errorf("%q is not a flag; -h lists them", f.Arg(0))
	case opt.guests < 1 || opt.guests > 2000:
		return opt, fmt.Errorf("-guests=%d: must be 1 to 2000", opt.guests)
	case opt.length < time.Second || opt.length > time.Hour:
		return opt, fmt.Errorf("-for=%v: must be 1s to 1h", opt.length)
	}
	return opt, nil
}
