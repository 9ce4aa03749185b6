package room

import (
	"sync/atomic"
	"time"

	"perihelion/shared/protocol"
)

// inputQueueSize is how many frames wait in an InputQueue: a second of them, which is longer
// than any stall after which they would still be of use.
const inputQueueSize = 32

// InputQueue carries the input frames of one connection from its reader to its room,
// without waking either: the reader pushes, the room drains it once per tick.
//
// It is a ring for one producer and one consumer, which synchronise by two counters.
// A mutex would be as fast on average, but a reader that the kernel suspends while it
// holds the mutex would hold up the tick of everybody. The price: the producer cannot
// take back what is queued. When the queue is full, because of a flood or of a room
// that stands still, the newest frame is dropped and counted.
type InputQueue struct {
	pushed, popped atomic.Uint32
	dropped        atomic.Uint32
	frames         [inputQueueSize]inputFrame
}

// inputFrame is a frame and when it came.
type inputFrame struct {
	inputs  protocol.Inputs
	arrived time.Time
}

// Push queues a decoded frame that arrived at now. Only one goroutine may call it.
func (l *InputQueue) Push(in *protocol.Inputs, now time.Time) {
	n := l.pushed.Load()
	if n-l.popped.Load() == inputQueueSize {
		l.dropped.Add(1)
		return
	}
	l.frames[n%inputQueueSize] = inputFrame{*in, now}
	l.pushed.Store(n + 1)
}

// drain gives take every frame that waits, oldest first, and then makes room for others.
// take must not keep the frame. Only one goroutine may call it.
func (l *InputQueue) drain(take func(*inputFrame)) {
	first, end := l.popped.Load(), l.pushed.Load()
	if first == end {
		return
	}
	for n := first; n != end; n++ {
		take(&l.frames[n%inputQueueSize])
	}
	l.popped.Store(end)
}

// takeDropped is how many frames were dropped since the last call.
func (l *InputQueue) takeDropped() int {
	if l.dropped.Load() == 0 { // as nearly always, and costs the reader nothing
		return 0
	}
	return int(l.dropped.Swap(0))
}
