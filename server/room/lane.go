package room

import (
	"sync/atomic"
	"time"

	"perihelion/shared/protocol"
)

// laneSize is how many frames wait in a Lane: a second of them, which is longer
// than any stall after which they would still be of use.
const laneSize = 32

// Lane carries one connection's inputs from the socket to the room without
// waking either: the reader puts, the room drains once per tick.
//
// It is a ring for one putter and one drainer that synchronise by two counters.
// A mutex would be as fast on average, but a reader that the kernel suspends
// while it holds one would hold up the tick of everybody. The price is that the
// putter cannot take back what is queued: when the lane is full, which takes a
// flood or a room that stands still, the newest frame is dropped and counted.
type Lane struct {
	put, taken atomic.Uint32
	dropped    atomic.Uint32
	frames     [laneSize]arrival
}

// arrival is a frame and when it came.
type arrival struct {
	inputs protocol.Inputs
	at     time.Time
}

// Put hands over a decoded frame that arrived at now. One goroutine may call it.
func (l *Lane) Put(in *protocol.Inputs, now time.Time) {
	n := l.put.Load()
	if n-l.taken.Load() == laneSize {
		l.dropped.Add(1)
		return
	}
	l.frames[n%laneSize] = arrival{*in, now}
	l.put.Store(n + 1)
}

// next returns the oldest frame, which stays until drop, or nil.
func (l *Lane) next() *arrival {
	n := l.taken.Load()
	if n == l.put.Load() {
		return nil
	}
	return &l.frames[n%laneSize]
}

// drop forgets the frame that next returned.
func (l *Lane) drop() { l.taken.Add(1) }
