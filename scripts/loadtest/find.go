package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"time"

	"perihelion/scripts/harness"
	"perihelion/scripts/pilots"
	"perihelion/sim/games"
)

// What a server must hold for its players: beyond that it is full.
const (
	maxLate        = 1.0                   // per cent of snapshots that tell of an input that came late
	maxArrival     = 45 * time.Millisecond // from one snapshot to the next, 99th percentile, at 30 a second
	minSnapshots   = 0.97                  // of those that should come
	maxOwnCPU      = 0.95                  // of the core of the pilots: beyond that they are what is full
	findRate       = 30                    // snapshots per second
	findWarm       = 4 * time.Second
	findStep       = 64 // players: how exactly the limit is found
	findStart      = 512
	findServerCore = 0
	findPilotCore  = 1
)

// sample is how a server did with so many players.
type sample struct {
	players         int
	late, snapshots float64 // per cent; of those that should come
	arrival         time.Duration
	cpu, own        float64 // cores
}

// broken says which of the limits does not hold; empty: none.
func (s *sample) broken() string {
	switch {
	case s.own > maxOwnCPU:
		return "the pilots need more than their core: this machine cannot tell"
	case s.snapshots < minSnapshots:
		return "snapshots are missing"
	case s.late > maxLate:
		return "inputs come late"
	case s.arrival > maxArrival:
		return "snapshots come unevenly"
	}
	return ""
}

// findLimit finds how many players one core of this machine can serve, in rooms of the mode
// that opt names, and prints every step.
func findLimit(ctx context.Context, opt *options, out io.Writer) error {
	if err := pin(ctx, findPilotCore); err != nil {
		return fmt.Errorf("-find %w", err)
	}
	measure := func(n int) (bool, error) {
		s, err := measurePlayers(ctx, opt, n)
		if err != nil {
			return false, err
		}
		why := s.broken()
		fmt.Fprintf(out, "%5d players: CPU %.2f, %.0f %% of the snapshots, p99 %v apart, %.2f %% of inputs late, pilots %.2f  %s\n",
			n, s.cpu, 100*s.snapshots, s.arrival.Round(time.Millisecond), s.late, s.own, why)
		return why == "", nil
	}
	limit, err := search(measure)
	if err == nil {
		fmt.Fprintf(out, "one core serves %d players at %d snapshots a second with at most %.0f %% of inputs late and p99 of arrivals at most %v\n",
			limit, findRate, maxLate, maxArrival)
	}
	return err
}

// pin keeps this process on one core.
func pin(ctx context.Context, core int) error {
	pid := strconv.Itoa(os.Getpid())
	if said, err := exec.CommandContext(ctx, "taskset", "-a", "-c", "-p", strconv.Itoa(core), pid).CombinedOutput(); err != nil {
		return fmt.Errorf("needs Linux, taskset and two cores: %w: %s", err, said)
	}
	return nil
}

// search finds the most players for which measure holds: it doubles them until it does not,
// and halves the distance then.
func search(measure func(players int) (bool, error)) (limit int, err error) {
	good, bad := 0, 0
	for n := findStart; bad == 0 || bad-good > findStep; {
		holds, err := measure(n)
		if err != nil {
			return good, err
		}
		if holds {
			good = n
		} else {
			bad = n
		}
		if n = 2 * good; bad > 0 {
			n = (good + bad) / 2 / findStep * findStep
		}
		if n > maxBots {
			return good, nil
		}
	}
	return good, nil
}

// measurePlayers lets so many play on a server of their own.
func measurePlayers(ctx context.Context, opt *options, n int) (s sample, err error) {
	seats := "ROOM_SEATS=" + strconv.Itoa(opt.seats)
	if opt.mode.Endless {
		seats = "ARENA_SEATS=" + strconv.Itoa(min(n, opt.maxSeats()))
	}
	p, err := harness.StartChild(findServerCore, "server", seats, "BOT_FILL=0", "ROUND_POINTS=999", "ROUND_TIME=1h", fmt.Sprint("SNAPSHOT_RATE=", findRate))
	if err != nil {
		return s, err
	}
	defer func() {
		if stopErr := p.Stop(); err == nil {
			err = stopErr
		}
	}()
	fleet, err := pilots.Join(ctx, pilots.Delta{URL: p.URL, Queue: opt.mode.Queue}, n)
	if err != nil {
		return s, err
	}
	defer fleet.Close()
	if err := wait(ctx, findWarm); err != nil {
		return s, err
	}
	fleet.Reset()
	before, err := p.Usage()
	if err != nil {
		return s, err
	}
	own, err := harness.OwnCPU()
	if err != nil {
		return s, err
	}
	if err := wait(ctx, opt.length); err != nil {
		return s, err
	}
	return compareUsage(p, fleet, before, own)
}

// compareUsage is the sample since before.
func compareUsage(p *harness.Process, fleet *pilots.Fleet, before harness.Usage, own time.Duration) (s sample, err error) {
	f := fleet.Figures()
	after, err := p.Usage()
	if err != nil {
		return s, err
	}
	ownAfter, err := harness.OwnCPU()
	seconds := after.At.Sub(before.At)
	return sample{
		players: f.Pilots, late: 100 * float64(f.Late) / float64(max(f.Snapshots, 1)), snapshots: f.PerPilot(f.Snapshots) / findRate,
		arrival: f.Intervals.Quantile(0.99), cpu: float64(after.CPU-before.CPU) / float64(seconds), own: float64(ownAfter-own) / float64(seconds),
	}, err
}

// servers are those that this program is when it is started as a child.
var servers = map[string]func(args []string) (harness.Serving, error){
	"server": func(args []string) (harness.Serving, error) { return harness.Serve(games.All, args) },
}

// wait waits, unless ctx ends before.
func wait(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
