package netcode

import (
	"testing"

	"perihelion/sim"
)

func TestNobodyIsDrawnOnALineThroughAStall(t *testing.T) {
	f := newFrames(16)
	for _, tick := range []sim.Tick{2, 4, 100, 102} {
		f.push(tick, nil, nil)
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
