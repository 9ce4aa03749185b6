package snapshot

import (
	"testing"

	"perihelion/sim"
)

// send codes a sequence of states and returns what the last one cost.
func send(t *testing.T, n int, state func(i int32) sim.Private) (bits uint32) {
	t.Helper()
	var enc, dec privateModel
	for i := range int32(n) {
		want := state(i)
		var w bitWriter
		w.putPrivate(&enc, &want)
		bits = w.len(0)
		w.align()
		r := bitReader{buf: w.buf}
		var got sim.Private
		if r.private(&dec, &got); got != want || !r.end() {
			t.Fatalf("state %d = %v, want %v", i, got, want)
		}
	}
	return bits
}

func TestPrivateLearnsHowWordsMove(t *testing.T) {
	tests := []struct {
		name  string
		state func(i int32) sim.Private
		want  uint32 // bits at most
	}{
		{"a ship at rest costs two bits", func(int32) sim.Private { return sim.Private{1, 2, 3} }, 2},
		{"even motion costs two bits", func(i int32) sim.Private { return sim.Private{1, i * 7000, -i * 90000} }, 2},
		{"counting down costs two bits", func(i int32) sim.Private { return sim.Private{100 - i} }, 2},
		{"even acceleration costs two bits", func(i int32) sim.Private { return sim.Private{i * i * 50, i * 100} }, 2},
		{"noise costs about itself", func(i int32) sim.Private { return sim.Private{i * 2654435 & 0xff} }, 20},
		{"words wrap", func(i int32) sim.Private { return sim.Private{i << 29, -i << 30} }, 80},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := send(t, 60, tt.state); got > tt.want {
				t.Errorf("state 60 costs %d bits, want at most %d", got, tt.want)
			}
		})
	}
}
