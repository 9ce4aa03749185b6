package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"perihelion/scripts/harness"
	"perihelion/shared/netsim"
	"perihelion/sim"
	"perihelion/sim/games"
)

const (
	maxBots      = 5000 // each is a socket and sixty decisions a second
	maxRoomSeats = 64
)

// options are the checked command line.
type options struct {
	urls    []string // of the servers; a bot joins through one of them
	spawn   bool
	find    bool
	watch   int // clients that watch, instead of bots; 0: bots
	n       int
	length  time.Duration
	seats   int
	mode    *sim.Mode // whose queue the bots join
	profile string
	network *netsim.Profile // nil: not simulated
	seed    uint64
	remote  bool // a server on another machine is permitted
}

func parse(args []string, out io.Writer) (opt options, err error) {
	f := flag.NewFlagSet("loadtest", flag.ContinueOnError)
	f.SetOutput(out)
	urls := f.String("url", "http://127.0.0.1:8080", "the server to load, or several of a fleet with commas between")
	f.BoolVar(&opt.spawn, "spawn", false, "start a server of our own, without limits per address, and load that")
	f.BoolVar(&opt.find, "find", false, "find how many players one core of this machine can serve, by light pilots of the ships on servers of our own")
	f.IntVar(&opt.watch, "watch", 0, "let so many watch a room of pilots on a server of our own, and tell what its ticks cost without them and with them")
	f.IntVar(&opt.n, "n", 64, "bots")
	f.DurationVar(&opt.length, "for", 30*time.Second, "how long they play, counted from when all have joined")
	f.IntVar(&opt.seats, "seats", 0, "seats of a room, with -spawn; 0: 16, or in a mode without end one for each bot")
	mode := f.String("mode", "", "what they play: "+strings.Join(modeNames(), ", ")+"; empty: what quick play gives")
	f.StringVar(&opt.profile, "profile", "", "simulate a network: "+strings.Join(profileNames(), ", "))
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
	if err := opt.findMode(*mode); err != nil {
		return opt, err
	}
	if opt.seats == 0 {
		opt.seats = 16
		if opt.mode.Endless {
			opt.seats = max(min(opt.n, sim.MaxPlayers), 2)
		}
	}
	if opt.urls, err = harness.Targets(*urls, opt.remote); err != nil {
		return opt, err
	}
	return opt, opt.validate(given)
}

func (o *options) validate(given map[string]bool) error {
	switch {
	case o.n < 1 || o.n > maxBots:
		return fmt.Errorf("-n=%d: must be 1 to %d bots", o.n, maxBots)
	case o.length < time.Second || o.length > 24*time.Hour:
		return fmt.Errorf("-for=%v: must be 1s to 24h", o.length)
	case o.seats < 2 || o.seats > o.maxSeats():
		return fmt.Errorf("-seats=%d: must be 2 to %d", o.seats, o.maxSeats())
	case o.find && (given["url"] || o.spawn || given["n"] || given["profile"]):
		return errors.New("-find starts servers and players of its own: it goes with -for, -mode and -seats only")
	case o.watch < 0 || o.watch > maxWatchers:
		return fmt.Errorf("-watch=%d: must be 1 to %d", o.watch, maxWatchers)
	case o.watch > 0 && (o.find || given["url"] || o.spawn || given["n"] || given["profile"] || given["seats"] || given["mode"]):
		return errors.New("-watch starts a server and pilots of its own: it goes with -for only")
	case o.find && !isOfShips(o.mode):
		return fmt.Errorf("-mode=%q: the pilots of -find can fly ships only", o.mode)
	case given["seats"] && !o.spawn && !o.find:
		return fmt.Errorf("-seats is for -spawn: another server has its own PERIHELION_ROOM_SEATS")
	case given["url"] && o.spawn:
		return fmt.Errorf("-url and -spawn exclude each other")
	}
	return o.findProfile()
}

func isOfShips(m *sim.Mode) bool { return slices.Contains(games.Ships.About().Modes, m) }

// maxSeats is the most seats of a room of the mode.
func (o *options) maxSeats() int {
	if o.mode.Endless {
		return sim.MaxPlayers
	}
	return maxRoomSeats
}

// findMode finds a mode that gives seats at once: in the others a bot would wait for its
// opponent.
func (o *options) findMode(name string) error {
	_, m, ok := games.All.Mode(name)
	if !ok || !instant(m) {
		return fmt.Errorf("-mode=%q: must be one of %s", name, strings.Join(modeNames(), ", "))
	}
	o.mode = m
	return nil
}

func instant(m *sim.Mode) bool { return m.Queue != "" && !m.Alone }

func modeNames() (names []string) {
	for _, m := range games.All.Modes() {
		if instant(m) {
			names = append(names, m.Name)
		}
	}
	return names
}

func (o *options) findProfile() error {
	if o.profile == "" {
		return nil
	}
	if p, ok := harness.Network(o.profile); ok {
		o.network = &p
		return nil
	}
	return fmt.Errorf("-profile=%q: must be one of %s", o.profile, strings.Join(profileNames(), ", "))
}

func profileNames() (names []string) {
	for _, p := range netsim.Profiles() {
		names = append(names, p.Name)
	}
	return names
}
