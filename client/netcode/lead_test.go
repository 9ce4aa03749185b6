package netcode

import (
	"testing"
	"time"

	"perihelion/sim"
	"perihelion/sim/ships"
)

func TestNobodyIsDrawnOlderThanAShotLooksBack(t *testing.T) {
	tests := []struct {
		name        string
		n           network
		least, most time.Duration // of lead, once all has settled
		beyond      bool          // the shooter must lead as well
	}{
		{name: "near the server nothing is foreseen", n: network{rtt: 30 * time.Millisecond}},
		{name: "at 120 ms a little", n: network{rtt: 120 * time.Millisecond}, least: 10 * time.Millisecond, most: 50 * time.Millisecond},
		{name: "at 200 ms a tenth of a second", n: network{rtt: 200 * time.Millisecond}, least: 80 * time.Millisecond, most: maxLead},
		{name: "there is a limit to it", n: network{rtt: 400 * time.Millisecond}, least: maxLead, most: maxLead, beyond: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.n.seats = 2
			l := newLab(t, tt.n)
			s := l.seats[0]
			l.run(5 * time.Second)
			frames := 0
			s.seen = func(v *View) {
				if !v.Ready {
					return
				}
				frames++
				if v.Stats.Lead < tt.least || v.Stats.Lead > tt.most+time.Millisecond {
					t.Errorf("the others are %v ahead, want %v to %v", v.Stats.Lead, tt.least, tt.most)
				}
				// What is held in the next tick is played against this picture.
				if old := v.OwnTick + 1 - v.Tick; old > ships.MaxRewind(&v.Config) && !tt.beyond {
					t.Errorf("the others are %d ticks old when a shot at them is played", old)
				}
			}
			l.run(5 * time.Second)
			if frames < 250 {
				t.Errorf("looked at %d frames, want 300", frames)
			}
		})
	}
}

func TestNobodyIsDrawnOnALineThroughAStall(t *testing.T) {
	var f frames
	for _, tick := range []sim.Tick{2, 4, 100, 102} {
		f.push(tick, nil)
	}
	tests := []struct {
		name string
		t    sim.Tick
		want sim.Tick
	}{
		{"between two snapshots", 3, 3},
		{"in the gap", 5, 100},
		{"at the end of the gap", 99, 100},
		{"after it", 101, 101},
		{"beyond the newest", 110, 110},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, _ := f.skipGap(tt.t, 0.5, 15); got != tt.want {
				t.Errorf("past(%d) = %d, want %d", tt.t, got, tt.want)
			}
		})
	}
}
