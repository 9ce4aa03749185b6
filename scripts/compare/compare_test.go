package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"perihelion/scripts/harness"
	"perihelion/scripts/pilots"
	"perihelion/sim"
	"perihelion/sim/ships"
)

func TestMain(m *testing.M) {
	harness.ServeChild(servers)
	os.Exit(m.Run())
}

func TestCommandLine(t *testing.T) {
	t.Chdir(t.TempDir())
	harness.CheckCommandLines(t, parse, [][3]string{
		{"the defaults", "", ""},
		{"a part", "-rounds 1 -for 2s -works rooms,256-all -servers ours,floor", ""},
		{"no rounds", "-rounds 0", "must be 1 to"},
		{"no time", "-for 1ms", "must be 200ms"},
		{"an unknown work", "-works chess", `"chess" is none of rooms,`},
		{"an unknown server", "-servers doom", `"doom" is none of ours,`},
		{"a word too many", "rooms", `"rooms" is not a flag`},
	})
}

// colyseusDir is where `make compare` installs Colyseus.
const colyseusDir = "../../.build/compare"

func TestEveryServerDoesTheWork(t *testing.T) {
	opt := options{
		rounds: 1, length: 700 * time.Millisecond, warm: 500 * time.Millisecond, dir: colyseusDir, servers: []string{"ours", "floor", "naive", "datagrams"},
		works: []work{
			{name: "all", text: "all", rooms: 2, seats: 12, rate: 20},
			{name: "views", text: "views", rooms: 1, seats: 24, rate: 30, views: true},
		},
	}
	if colyseusInstalled(opt.dir) { // only npm brings it, and tests need no network
		opt.servers = append(opt.servers, "colyseus")
		if err := installColyseus(t.Context(), opt.dir); err != nil {
			t.Fatal(err)
		}
	}
	var raw, progress bytes.Buffer
	b := bench{opt: opt, raw: &raw, progress: &progress, frameBytes: map[string]int{}}
	if err := b.runRounds(t.Context()); err != nil {
		t.Fatalf("%v\n%s", err, &progress)
	}
	// Machines that run tests are slow: all that must hold is that everybody played.
	for _, name := range opt.servers {
		all, views := mean(b.results, "all", name), mean(b.results, "views", name)
		for _, m := range []result{all, views} {
			if m.Round != 1 || m.Rate < 2 || m.Up < 20 || m.RSS < 1 || m.P99 == 0 || m.Down < m.Rate {
				t.Errorf("%s: %+v\n%s", name, m, &progress)
			}
		}
	}
	if lines := bytes.Count(raw.Bytes(), []byte("\n")); lines < len(opt.works)*len(opt.servers) {
		t.Errorf("%d lines are kept, want one for each measurement", lines)
	}
	var first result
	if err := json.NewDecoder(&raw).Decode(&first); err != nil || first.Server != "ours" {
		t.Errorf("the first line is of %q (%v), want ours: the floor writes frames of its size", first.Server, err)
	}
	if got, want := mean(b.results, "all", "floor"), first.Snapshot; b.frameBytes["all"] != want || got.Down < float64(want) && got.Rate > 2 {
		t.Errorf("the floor wrote %.0f B/s, want frames of %d B as ours", got.Down, want)
	}
}

func TestAViewOfEverythingShowsMore(t *testing.T) {
	snapshot := func(w work) int {
		b := bench{opt: options{length: time.Second, warm: time.Second}, frameBytes: map[string]int{}}
		r, err := b.measure(t.Context(), &w, "ours")
		if err != nil {
			t.Fatal(err)
		}
		return r.Snapshot
	}
	own := snapshot(work{rooms: 1, seats: 32, rate: 30, views: true})
	if all := snapshot(work{rooms: 1, seats: 32, rate: 30}); all < own*3/2 {
		t.Errorf("a snapshot of all 32 ships has %d bytes, of those in view %d: do they see everybody?", all, own)
	}
}

func TestANaiveShipFliesAndIsSeenFromNear(t *testing.T) {
	g := newNaiveGame(plainArgs{seats: 3, radius: 5000, views: true})
	g.ships = []naiveShip{{ID: 0}, {ID: 1, X: viewHalfWidth - 1}, {ID: 2, Y: viewHalfHeight + 1}}
	var tick uint32
	east := func(uint32) sim.Input { return sim.Input{Axes: ships.Axes(127, 0, 0)} }
	g.Input(0, packInputs(nil, &tick, east))
	if tick != pilots.InputsPerFrame {
		t.Fatalf("a frame has inputs of %d ticks", tick)
	}
	for range 10 {
		g.Step()
	}
	if s := g.ships[0]; s.X <= 0 || s.Y != 0 || s.VX <= 0 {
		t.Errorf("full thrust to the east leads to %+v", s)
	}
	if frame, near := g.Frame(0), g.near(0); len(near) != 2 || !bytes.Contains(frame, near[1]) {
		t.Errorf("%d ships are seen, want the own and the one near", len(near))
	}
	g.ships[0] = naiveShip{X: 5001, VX: 60}
	if g.Step(); g.ships[0].VX >= 0 {
		t.Errorf("it flies out of the arena: %+v", g.ships[0])
	}
}

func TestTheTableHasMeansAndRatios(t *testing.T) {
	var out strings.Builder
	printTable(&out, []result{
		{Work: "arena", Server: "ours", CPU: 0.1, Down: 100, P50: 50, P99: 55},
		{Work: "arena", Server: "ours", CPU: 0.3, Down: 300, P50: 50, P99: 65},
		{Work: "arena", Server: "floor", CPU: 0.1},
	})
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 4 || !strings.Contains(lines[2], "| **ours** | 0.200 | 2.00 | 0.0 | 200 |") || !strings.Contains(lines[2], "50 · 60 ms") {
		t.Errorf("the table:\n%s", &out)
	}
}

func TestARunThatCannotStartSaysWhy(t *testing.T) {
	b := bench{opt: options{rounds: 1, servers: []string{"colyseus"}, works: works[:1], dir: t.TempDir()}, frameBytes: map[string]int{}}
	err := b.runRounds(context.Background())
	if err == nil || !strings.Contains(err.Error(), "colyseus") {
		t.Errorf("without an installation: %v", err)
	}
	if !slices.Contains(serverNames, "colyseus") {
		t.Error("the test asks for a server that there is not")
	}
}
