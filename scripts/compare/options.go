package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// options are the checked command line.
type options struct {
	rounds  int
	length  time.Duration
	warm    time.Duration
	works   []work
	servers []string
	dir     string
	pin     bool
	causes  bool
}

func parse(args []string, out io.Writer) (opt options, err error) {
	f := flag.NewFlagSet("compare", flag.ContinueOnError)
	f.SetOutput(out)
	f.IntVar(&opt.rounds, "rounds", 3, "how often everything is measured; the table has means")
	f.DurationVar(&opt.length, "for", 8*time.Second, "how long one measurement takes")
	f.DurationVar(&opt.warm, "warm", 12*time.Second, "how long is played before it")
	f.StringVar(&opt.dir, "dir", ".build/compare", "where Colyseus is installed and single measurements are kept")
	f.BoolVar(&opt.pin, "pin", true, "each server on a core of its own, and the load on another one")
	f.BoolVar(&opt.causes, "causes", false, "profile our server, and tell what its CPU went to")
	names := f.String("works", strings.Join(workNames(), ","), "what is measured")
	list := f.String("servers", strings.Join(usualServers, ","), "who does it, of "+strings.Join(serverNames, ", ")+"; ours tells the floor how large its frames are")
	if err := f.Parse(args); err != nil {
		return opt, err
	}
	if f.NArg() > 0 {
		return opt, fmt.Errorf("%q is not a flag; -h lists them", f.Arg(0))
	}
	return opt, opt.validate(*names, *list)
}

func (o *options) validate(names, list string) error {
	switch {
	case o.rounds < 1 || o.rounds > 1000:
		return fmt.Errorf("-rounds=%d: must be 1 to 1000", o.rounds)
	case o.length < 200*time.Millisecond || o.length > time.Hour:
		return fmt.Errorf("-for=%v: must be 200ms to 1h", o.length)
	case o.warm < 0 || o.warm > time.Hour:
		return fmt.Errorf("-warm=%v: must be 0s to 1h", o.warm)
	}
	for name := range strings.SplitSeq(names, ",") {
		i := slices.Index(workNames(), name)
		if i < 0 {
			return fmt.Errorf("-works: %q is none of %s", name, strings.Join(workNames(), ", "))
		}
		o.works = append(o.works, works[i])
	}
	if o.causes {
		list = "ours"
	}
	for name := range strings.SplitSeq(list, ",") {
		if !slices.Contains(serverNames, name) {
			return fmt.Errorf("-servers: %q is none of %s", name, strings.Join(serverNames, ", "))
		}
		o.servers = append(o.servers, name)
	}
	return os.MkdirAll(o.dir, 0o755)
}
