// Command fleet starts three servers behind one proxy on this machine, with the NATS and the
// PostgreSQL that they share, and prints the URL to play at. With -test it lets a crowd play
// there, ends one part after the other under it, and prints what the players notice.
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

type options struct {
	nodes   int
	test    bool
	players int
	kills   int
	rtt     time.Duration
	dir     string
}

func main() { harness.RunCommand("fleet", parseOptions, run) }

func parseOptions(args []string, out io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("fleet", flag.ContinueOnError)
	flags.SetOutput(out)
	flags.IntVar(&o.nodes, "nodes", 3, "servers")
	flags.BoolVar(&o.test, "test", false, "let a crowd play, and end one part after the other under it")
	flags.IntVar(&o.players, "players", 32, "how many play, with -test")
	flags.IntVar(&o.kills, "kills", 2, "how often a server is killed, with -test")
	flags.DurationVar(&o.rtt, "rtt", 0, "round trip between players and servers, and between servers")
	flags.StringVar(&o.dir, "dir", "", "where files are kept, also the logs; empty: a temporary folder, which is removed")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	switch {
	case flags.NArg() > 0:
		return o, fmt.Errorf("there is nothing to do with %q", flags.Args())
	case o.nodes < 2 || o.nodes > 9:
		return o, errors.New("-nodes: from 2 to 9")
	case o.kills < 1 || o.kills > 1000:
		return o, errors.New("-kills: from 1 to 1000")
	case o.players < 1 || o.players > 200:
		return o, errors.New("-players: from 1 to 200")
	case o.rtt < 0 || o.rtt > time.Second:
		return o, errors.New("-rtt: from 0 to 1s")
	}
	return o, nil
}

func run(ctx context.Context, o options) error {
	if o.dir == "" {
		dir, err := os.MkdirTemp("", "fleet")
		if err != nil {
			return err
		}
		defer os.RemoveAll(dir)
		if err := os.Chmod(dir, 0o755); err != nil { // PostgreSQL runs as somebody else
			return err
		}
		o.dir = dir
	}
	f, err := startFleet(&o)
	if err != nil {
		return err
	}
	defer f.stop()
	if o.test {
		t := trial{fleet: f, out: os.Stdout, kills: o.kills, matches: map[string]bool{}}
		return t.withCrowd(ctx, o.players)
	}
	fmt.Printf("%d servers at %s; their logs are in %s\n", o.nodes, f.url, f.dir)
	for _, n := range f.nodes {
		fmt.Printf("  %s at %s/n/%s\n", n.name, f.url, n.name)
	}
	fmt.Printf("the operator's page of all: http://%s, with the token %s\n", f.admin, f.password)
	<-ctx.Done()
	return nil
}
