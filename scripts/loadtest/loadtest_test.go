package main

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"perihelion/scripts/harness"
	"perihelion/sim"
	"perihelion/sim/games"
)

func TestCommandLine(t *testing.T) {
	harness.CheckCommandLines(t, parse, [][3]string{
		{"the defaults load this machine", "", ""},
		{"a server of our own", "-spawn -n 8 -for 2s -seats 8", ""},
		{"a simulated network", "-profile lan", ""},
		{"IPv6 is this machine too", "-url http://[::1]:8080", ""},
		{"two servers of a fleet", "-url http://127.0.0.1:8080,http://127.0.0.1:8081/n/n2", ""},
		{"one of them elsewhere", "-url http://127.0.0.1:8080,http://example.com", "example.com: is not this machine"},
		{"a name is", "-url http://localhost:8080", ""},
		{"somebody else's machine", "-url http://example.com", "not this machine"},
		{"a name that only looks local", "-url http://localhost.example.com", "not this machine"},
		{"our own machine elsewhere", "-url http://example.com -allow-remote", ""},
		{"no bots", "-n 0", "-n=0: must be 1 to"},
		{"no time", "-for 0s", "-for=0s: must be"},
		{"an unknown network", "-profile moon", `-profile="moon": must be one of lan,`},
		{"another game", "-mode puck", ""},
		{"an unknown mode", "-mode chess", `-mode="chess": must be one of skirmish,`},
		{"a mode in which one waits for an opponent", "-mode duel", `-mode="duel": must be one of`},
		{"a URL without a host", "-url here", "must look like"},
		{"the most that a core can serve", "-find -for 4s -mode swarm", ""},
		{"the most bots of a number", "-find -n 8", "players of its own"},
		{"watchers", "-watch 5000 -for 10s", ""},
		{"too many watchers", "-watch 100000", "-watch=100000: must be 1 to"},
		{"watchers of a server of others", "-watch 5 -url http://localhost", "goes with -for only"},
		{"the most in a game that pilots cannot play", "-find -mode puck", "can fly ships only"},
		{"seats of a server that is not ours", "-seats 8", "is for -spawn"},
		{"two servers", "-spawn -url http://localhost", "exclude each other"},
		{"a word too many", "64", `"64" is not a flag`},
	})
}

func TestQuantiles(t *testing.T) {
	var h histogram
	for ms := range 100 {
		h.record(time.Duration(ms+1) * time.Millisecond)
	}
	h.record(-time.Second) // as with a clock that was set back
	h.record(time.Minute)
	for _, tt := range []struct {
		q           float64
		least, most time.Duration
	}{
		{0, 0, bucket},
		{0.5, 49 * time.Millisecond, 52 * time.Millisecond},
		{0.99, 98 * time.Millisecond, 101 * time.Millisecond},
		{1, time.Second - bucket, time.Minute},
	} {
		if got := h.quantile(tt.q); got < tt.least || got > tt.most {
			t.Errorf("quantile(%v) = %v, want %v to %v", tt.q, got, tt.least, tt.most)
		}
	}
	if got := new(histogram).quantile(0.5); got != 0 {
		t.Errorf("quantile of nothing = %v, want 0", got)
	}
}

func TestBotsPlayEveryGameOnAServerOfTheirOwn(t *testing.T) {
	for _, g := range games.All {
		t.Run(g.About().Name, func(t *testing.T) { playOnOwnServer(t, g.About().Modes[0]) })
	}
}

func playOnOwnServer(t *testing.T, mode *sim.Mode) {
	opt, err := parse([]string{"-spawn", "-n", "6", "-for", "1s", "-seats", "4", "-mode", mode.Name}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	url, stop, err := spawn(opt)
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	opt.urls = []string{url}
	r, err := newLoadRun(opt)
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	r.runBots(context.Background(), &out)
	r.printReport(&out)
	if err := r.err(); err != nil {
		t.Errorf("%v\n%s", err, &out)
	}
	// Machines that run tests are slow: all that must hold is that everybody played.
	if got := r.measured; got.ready != opt.n || got.snapshots < uint64(opt.n)*5 {
		t.Errorf("%d of %d bots in control, %d snapshots\n%s", got.ready, opt.n, got.snapshots, &out)
	}
	for _, want := range []string{"6 ok, 0 failed", "snapshots ", "state ", "server tick "} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report does not say %q:\n%s", want, &out)
		}
	}
	for _, b := range r.bots {
		if got := b.client.View.Config.Mode; got != mode {
			t.Errorf("bot %d plays %q, want %q", b.n, got, mode)
		}
	}
}

func TestAnInterruptedRunEndsAtOnce(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	opt, err := parse([]string{"-n", "3", "-url", "http://127.0.0.1:1"}, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	r, err := newLoadRun(opt)
	if err != nil {
		t.Fatal(err)
	}
	r.runBots(ctx, io.Discard)
	if r.failed.Load() != 0 {
		t.Error("being interrupted was counted as a failure to join")
	}
}
