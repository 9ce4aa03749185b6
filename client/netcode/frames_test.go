package netcode

import (
	"slices"
	"testing"
	"time"

	"perihelion/sim"
	"perihelion/sim/toy"
)

// kept are the ticks of the frames, the newest first.
func kept(f *frames) (ticks []sim.Tick) {
	for i := 0; f.back(i) != nil; i++ {
		ticks = append(ticks, f.back(i).tick)
	}
	return ticks
}

func TestTheRingKeepsTheNewestSnapshots(t *testing.T) {
	f := newFrames(3)
	if f.newest() != nil || f.oldest() != nil || len(kept(&f)) != 0 {
		t.Error("an empty ring has frames")
	}
	for _, tt := range []struct {
		push sim.Tick
		want []sim.Tick
	}{{100, []sim.Tick{100}}, {102, []sim.Tick{102, 100}}, {104, []sim.Tick{104, 102, 100}}, {106, []sim.Tick{106, 104, 102}}, {108, []sim.Tick{108, 106, 104}}} {
		f.push(tt.push, []sim.Entity{dotAt(testDot, int32(tt.push), 0)}, nil)
		if got := kept(&f); !slices.Equal(got, tt.want) || f.oldest().tick != tt.want[len(tt.want)-1] {
			t.Errorf("after %d: %v, want %v", tt.push, got, tt.want)
		}
	}
	if seen := look(&f, 105, 0); len(seen) != 1 || seen[0].At != 106 {
		t.Errorf("at 105, between frames on both sides of the seam: %+v", seen)
	}
}

func TestEventsOfThePastAreToldOnce(t *testing.T) {
	f := newFrames(4)
	for tick := sim.Tick(90); tick <= 104; tick += 2 {
		f.push(tick, nil, []sim.Event{{Tick: tick - 1}, {Tick: tick}})
	}
	var told []sim.Tick
	for at := sim.Tick(97); at < 104; at += 3 {
		for _, e := range f.appendEvents(nil, at, at+3) {
			told = append(told, e.Tick)
		}
	}
	if want := []sim.Tick{98, 99, 100, 101, 102, 103, 104}; !slices.Equal(told, want) {
		t.Errorf("told of %v, want %v", told, want)
	}
	if old := f.appendEvents(nil, 80, 90); len(old) != 0 {
		t.Errorf("told of %v, which is no longer kept", old)
	}
}

// A player who has just joined has no past, and nobody knows what happened in a gap.
func TestAKillCamLooksNoFurtherBackThanItsClientSaw(t *testing.T) {
	c := Client{game: newGame(toy.Game, sim.Config{Seats: 8}), frames: newFrames(8)}
	c.clock.tick = time.Second / sim.DefaultRate
	var k KillCam
	if k.look(&c, 100) {
		t.Error("it saw something before the first snapshot")
	}
	for _, tick := range []sim.Tick{100, 102, 150, 152} {
		c.frames.push(tick, []sim.Entity{dotAt(testDot, int32(tick), 0)}, nil)
	}
	for at, want := range map[float64]sim.Tick{99.5: 0, 100.5: 100, 101: 101, 103: 150, 149.5: 150, 151.5: 151} {
		switch ok := k.look(&c, at); {
		case ok != (want != 0):
			t.Errorf("at %v: shown %v", at, ok)
		case ok && (k.View.Tick != want || len(k.View.Seen) != 1 || k.View.Seen[0].ID != testDot):
			t.Errorf("at %v: tick %d with %+v, want tick %d", at, k.View.Tick, k.View.Seen, want)
		}
	}
	if n := testing.AllocsPerRun(100, func() { k.look(&c, 151) }); n != 0 {
		t.Errorf("%v allocations for a frame", n)
	}
}

// A full ring takes what comes without new memory.
func TestTheRingReusesItsMemory(t *testing.T) {
	f := newFrames(8)
	seen, events := make([]sim.Entity, 40), make([]sim.Event, 5)
	for tick := range sim.Tick(8) {
		f.push(tick, seen, events)
	}
	if n := testing.AllocsPerRun(100, func() { f.push(9, seen, events) }); n != 0 {
		t.Errorf("%v allocations for a snapshot", n)
	}
}
