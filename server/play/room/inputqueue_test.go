package room

import (
	"runtime"
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

func TestLaneDropsWhatDoesNotFit(t *testing.T) {
	var l InputQueue
	for i := range inputQueueSize + 5 {
		l.Push(&protocol.Inputs{First: sim.Tick(i + 1)}, time.Time{})
	}
	if got := l.dropped.Load(); got != 5 {
		t.Errorf("%d frames dropped, want 5", got)
	}
	n := sim.Tick(0)
	for f := l.peek(); f != nil; f = l.peek() {
		if n++; f.inputs.First != n {
			t.Fatalf("frame %d is of tick %d", n, f.inputs.First)
		}
		l.pop()
	}
	if n != inputQueueSize {
		t.Errorf("%d frames came out, want %d", n, inputQueueSize)
	}
}

// Run it with -race: the putter and the drainer share no lock.
func TestLaneKeepsOrderBetweenGoroutines(t *testing.T) {
	const frames = 20_000
	var l InputQueue
	go func() {
		for i := range frames {
			for l.pushed.Load()-l.popped.Load() == inputQueueSize {
				runtime.Gosched()
			}
			l.Push(&protocol.Inputs{First: sim.Tick(i), N: i % protocol.MaxInputs}, time.Time{})
		}
	}()
	for i := 0; i < frames; {
		f := l.peek()
		if f == nil {
			runtime.Gosched()
			continue
		}
		if f.inputs.First != sim.Tick(i) || f.inputs.N != i%protocol.MaxInputs {
			t.Fatalf("frame %d came out as %+v", i, f.inputs)
		}
		l.pop()
		i++
	}
}
