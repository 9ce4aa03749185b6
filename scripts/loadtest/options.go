package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"perihelion/shared/netsim"
)

const mostBots = 5000 // each is a socket and sixty thoughts a second

// options are the command line, checked.
type options struct {
	url     string
	spawn   bool
	n       int
	length  time.Duration
	seats   int
	profile string
	network *netsim.Profile // nil: the real one
	seed    uint64
	remote  bool
}

func parse(args []string, out io.Writer) (opt options, err error) {
	f := flag.NewFlagSet("loadtest", flag.ContinueOnError)
	f.SetOutput(out)
	f.StringVar(&opt.url, "url", "http://127.0.0.1:8080", "the server to load")
	f.BoolVar(&opt.spawn, "spawn", false, "start a server of our own, without limits per address, and load that")
	f.IntVar(&opt.n, "n", 64, "bots")
	f.DurationVar(&opt.length, "for", 30*time.Second, "how long they play, counted from when all have joined")
	f.IntVar(&opt.seats, "seats", 16, "seats of a room, with -spawn")
	f.StringVar(&opt.profile, "profile", "", "simulate a network: "+strings.Join(profiles(), ", "))
	f.Uint64Var(&opt.seed, "seed", 1, "of the simulated network")
	f.BoolVar(&opt.remote, "allow-remote", false, "permit a server that is not on this machine; load only what is yours")
	if err := f.Parse(args); err != nil {
		return opt, err
	}
	if f.NArg() > 0 {
		return opt, fmt.Errorf("%q is not a flag; -h lists them", f.Arg(0))
	}
	given := map[string]bool{}
	f.Visit(func(f *flag.Flag) { given[f.Name] = true })
	return opt, opt.check(given)
}

func (o *options) check(given map[string]bool) error {
	switch {
	case o.n < 1 || o.n > mostBots:
		return fmt.Errorf("-n=%d: must be 1 to %d bots", o.n, mostBots)
	case o.length < time.Second || o.length > 24*time.Hour:
		return fmt.Errorf("-for=%v: must be 1s to 24h", o.length)
	case o.seats < 2 || o.seats > 64:
		return fmt.Errorf("-seats=%d: must be 2 to 64", o.seats)
	case given["seats"] && !o.spawn:
		return fmt.Errorf("-seats is for -spawn: another server has its own PERIHELION_ROOM_SEATS")
	case given["url"] && o.spawn:
		return fmt.Errorf("-url and -spawn exclude each other")
	}
	if err := o.findProfile(); err != nil || o.spawn {
		return err
	}
	return permitted(o.url, o.remote)
}

func (o *options) findProfile() error {
	if o.profile == "" {
		return nil
	}
	for _, p := range netsim.Profiles() {
		if p.Name == o.profile {
			o.network = &p.Profile
			return nil
		}
	}
	return fmt.Errorf("-profile=%q: must be one of %s", o.profile, strings.Join(profiles(), ", "))
}

func profiles() (names []string) {
	for _, p := range netsim.Profiles() {
		names = append(names, p.Name)
	}
	return names
}

// permitted refuses to load a machine that may be somebody else's.
func permitted(target string, remote bool) error {
	u, err := url.Parse(target)
	if err != nil || u.Host == "" {
		return fmt.Errorf("-url=%q: must look like http://127.0.0.1:8080", target)
	}
	if !remote && !loopback(u.Hostname()) {
		return fmt.Errorf("%s is not this machine; -allow-remote if it is yours to load", net.JoinHostPort(u.Hostname(), u.Port()))
	}
	return nil
}

func loopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}
