package netcode

import (
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// A steady match allocates nothing per frame: a pause of the collector is a
// dropped frame.
func TestASteadyMatchAllocatesNothing(t *testing.T) {
	l := newLab(t, network{rtt: 60 * time.Millisecond, seats: 16})
	s := l.seats[0]
	for _, other := range l.seats {
		other.pilot = fight
	}
	l.run(20 * time.Second)

	// From here on the frames come from a tape, so that only the client runs.
	var tape []parcel
	s.hidden = true
	for len(tape) < 400 {
		l.run(testTick)
		tape = append(tape, s.down.arrived(l.now)...)
	}
	now := l.start.Add(tape[0].at)
	s.client.send = func([]byte) error { return nil }
	in := s.client.predictor.held
	next := 0
	frame := func() {
		for ; next < len(tape) && !l.start.Add(tape[next].at).After(now); next++ {
			if kind, _ := protocol.Peek(tape[next].frame); kind != protocol.TypeState {
				continue
			}
			if err := s.client.Receive(tape[next].frame, now); err != nil {
				t.Fatal(err)
			}
		}
		s.client.View(now)
		if err := s.client.Advance(now, func() sim.Input { return in }); err != nil {
			t.Fatal(err)
		}
		now = now.Add(testTick)
	}
	for range 120 {
		frame()
	}
	if got := testing.AllocsPerRun(300, frame); got != 0 {
		t.Errorf("%.2f allocations per frame, want none", got)
	}
}

func BenchmarkFrame(b *testing.B) {
	l := newLab(b, network{rtt: 60 * time.Millisecond, seats: 16})
	for _, s := range l.seats {
		s.pilot = fight
	}
	l.run(5 * time.Second)
	s := l.seats[0]
	now := l.start.Add(l.now)
	b.ReportAllocs()
	for b.Loop() {
		s.client.View(now)
		now = now.Add(testTick)
	}
}
