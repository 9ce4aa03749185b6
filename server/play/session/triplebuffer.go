package session

import (
	"sync/atomic"

	"perihelion/server/play/room"
)

// tripleBuffer hands the newest update from the room to the writer. An update that was
// not taken in time is replaced by a newer one. Neither side waits for the other: a
// writer that the kernel suspends while it holds a mutex would hold up the tick of
// everybody.
//
// The room fills the back buffer and the writer reads the front buffer. Each swaps its
// own for the middle one; freshBit says that the middle one was not read yet.
type tripleBuffer struct {
	buffers [3]room.Update
	middle  atomic.Uint32 // index of a buffer, and freshBit
	back    uint32        // the room's
	front   uint32        // the writer's
	closed  atomic.Bool
}

const freshBit = 4

func newTripleBuffer() *tripleBuffer {
	return &tripleBuffer{back: 1, front: 2}
}

// put offers u, and reports whether it replaced one that was not sent.
// Only the room calls it.
func (s *tripleBuffer) put(u room.Update) (replaced bool) {
	s.buffers[s.back] = u
	replaced = s.swapBack(s.back | freshBit)
	if s.closed.Load() { // and nobody may look again
		s.swapBack(s.back)
		return false
	}
	return replaced
}

// swapBack makes a buffer the middle one and the old middle one the back buffer. An
// update in it that was not read is released, and will not be sent.
func (s *tripleBuffer) swapBack(index uint32) (wasFresh bool) {
	old := s.middle.Swap(index)
	s.back = old &^ freshBit
	if old&freshBit != 0 {
		s.buffers[s.back].Snap.Release()
	}
	s.buffers[s.back] = room.Update{}
	return old&freshBit != 0
}

// take returns the newest update, or nil if it was taken before. The writer may use it
// until the next call.
func (s *tripleBuffer) take() *room.Update {
	if s.middle.Load()&freshBit == 0 {
		return nil
	}
	s.front = s.middle.Swap(s.front) &^ freshBit
	return &s.buffers[s.front]
}

// close gives back what was not sent, and what still comes. Only the writer
// calls it.
func (s *tripleBuffer) close() {
	s.closed.Store(true)
	if u := s.take(); u != nil {
		u.Snap.Release()
	}
}
