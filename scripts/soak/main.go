// Command soak is a test of the whole server with many players at once. Guests queue
// alone and in parties, play, watch, chat, lose their connections and come back, move to
// other devices and leave. Then the server is restarted and its records are checked: the
// leaderboards must follow from the history of matches, and the history from what the
// guests saw. At last some guests have their data erased, and nothing of them may be
// left. What does not fit is printed, and the exit code is 1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"

	"perihelion/scripts/harness"
)

// options are the checked command line.
type options struct {
	guests int
	length time.Duration // until everyone leaves
	seed   uint64        // of what the guests choose to do

	urls     []string // of servers that run; empty: one of our own
	database string   // empty: SQLite, in a folder of its own
}

func main() {
	harness.RunCommand("soak", parse, func(ctx context.Context, opt options) error { return runSoak(ctx, opt, os.Stdout) })
}

func parse(args []string, out io.Writer) (opt options, err error) {
	f := flag.NewFlagSet("soak", flag.ContinueOnError)
	f.SetOutput(out)
	f.IntVar(&opt.guests, "guests", 200, "how many come")
	f.DurationVar(&opt.length, "for", 90*time.Second, "how long they play")
	f.Uint64Var(&opt.seed, "seed", 1, "of what the guests choose to do")
	urls := f.String("url", "", "servers of a fleet that runs, with commas between, which must have PERIHELION_ROUND_TIME=8s or so; they are not restarted; empty: a server of our own")
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
	case *urls == "":
		return opt, nil
	case opt.database != "":
		return opt, errors.New("-url and -database exclude each other: servers that run have a database")
	}
	opt.urls, err = harness.Targets(*urls, false)
	return opt, err
}
