package room

import (
	"runtime"
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

func TestAnInputQueueDropsWhatDoesNotFit(t *testing.T) {
	var l InputQueue
	for i := range inputQueueSize + 5 {
		l.Push(&protocol.Inputs{First: sim.Tick(i + 1)}, time.Time{})
	}
	if got, again := l.takeDropped(), l.takeDropped(); got != 5 || again != 0 {
		t.Errorf("%d frames dropped and then %d, want 5 and none", got, again)
	}
	n := sim.Tick(0)
	l.drain(func(f *inputFrame) {
		if n++; f.inputs.First != n {
			t.Fatalf("frame %d is of tick %d", n, f.inputs.First)
		}
	})
	if n != inputQueueSize {
		t.Errorf("%d frames came out, want %d", n, inputQueueSize)
	}
	for i, b := range l.blocks {
		if b != nil {
			t.Errorf("block %d is kept though all frames were taken", i)
		}
	}
}

// Run it with -race: the producer and the consumer share no lock.
func TestAnInputQueueKeepsOrderBetweenGoroutines(t *testing.T) {
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
	for i := 0; i < frames; runtime.Gosched() {
		l.drain(func(f *inputFrame) {
			if f.inputs.First != sim.Tick(i) || f.inputs.N != i%protocol.MaxInputs {
				t.Fatalf("frame %d came out as %+v", i, f.inputs)
			}
			i++
		})
	}
}
