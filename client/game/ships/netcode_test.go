package ships_test

import (
	"testing"
	"time"

	"perihelion/client/netcode"
	"perihelion/client/netcode/netcodetest"
	"perihelion/sim"
	"perihelion/sim/games"
	"perihelion/sim/ships"
)

func newLab(t testing.TB, n netcodetest.Network) *netcodetest.Lab {
	t.Helper()
	l := netcodetest.New(t, n, games.Ships, sim.Config{Seed: 7, Seats: max(n.Seats, 2)})
	for _, s := range l.Seats {
		s.Pilot = flyAbout
	}
	return l
}

// flyAbout flies as a bot does, with the safety on.
func flyAbout(v *netcode.View) sim.Input {
	in := netcodetest.Play(v)
	in.Buttons &= ships.ButtonBoost
	return in
}

func TestFlightIsNeverCorrected(t *testing.T) {
	for _, n := range netcodetest.Networks() {
		t.Run(n.Name, func(t *testing.T) {
			n.Seats = 16
			l := newLab(t, n)
			l.Run(30 * time.Second)
			for _, s := range l.Seats {
				if s.Starved > 0 {
					continue // its inputs did not reach the server in time: that is another test
				}
				if s.Corrections > 0 {
					t.Errorf("seat %d was corrected %d times, by up to %.3f units", s.Me, s.Corrections, s.Largest)
				}
			}
		})
	}
}

// What is held in the next tick is played against the picture on the screen.
func TestNobodyIsDrawnOlderThanAShotLooksBack(t *testing.T) {
	l := newLab(t, netcodetest.Network{RTT: 200 * time.Millisecond, Seats: 2})
	l.Run(5 * time.Second)
	frames := 0
	l.Seats[0].Seen = func(v *netcode.View) {
		frames++
		if old := v.OwnTick + 1 - v.Tick; old > ships.MaxRewind(&v.Config) {
			t.Errorf("the others are %d ticks old when a shot at them is played", old)
		}
	}
	l.Run(5 * time.Second)
	if frames < 250 {
		t.Errorf("looked at %d frames, want 300", frames)
	}
}

// A fight allocates nothing per frame either: a pause of the collector is a dropped frame.
func TestAFightAllocatesNothing(t *testing.T) {
	l := newLab(t, netcodetest.Network{RTT: 60 * time.Millisecond, Seats: 16})
	for _, s := range l.Seats {
		s.Pilot = netcodetest.Play
	}
	l.Run(20 * time.Second)
	if got := l.AllocsPerFrame(l.Seats[0]); got != 0 {
		t.Errorf("%.2f allocations per frame, want none", got)
	}
}
