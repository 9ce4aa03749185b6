package session

import (
	"sync/atomic"

	"perihelion/server/room"
)

// slot hands the newest update from the room to the writer: one that was not
// taken in time is replaced. Neither ever waits for the other, for a writer
// that is suspended while it holds a mutex would hold up everybody's tick.
//
// There are three cells: the room fills one, the writer reads one, and the third
// lies between them. Each swaps its own for that one; a bit tells whether it is
// news.
type slot struct {
	cells   [3]room.Update
	between atomic.Uint32 // index of the cell, and news
	back    uint32        // the room's
	front   uint32        // the writer's
	closed  atomic.Bool
	fresh   chan struct{} // wakes the writer
}

const news = 4

func newSlot() *slot { return &slot{back: 1, front: 2, fresh: make(chan struct{}, 1)} }

// put offers u, and reports whether it took the place of one that was not sent.
// Only the room calls it.
func (s *slot) put(u room.Update) (replaced bool) {
	s.cells[s.back] = u
	replaced = s.swapBack(s.back | news)
	if s.closed.Load() { // and nobody may look again
		s.swapBack(s.back)
		return false
	}
	s.wake()
	return replaced
}

// wake makes the writer look again.
func (s *slot) wake() {
	select {
	case s.fresh <- struct{}{}:
	default:
	}
}

// swapBack lays a cell between and gets the one that lay there. What that held,
// if it was news, will not be sent.
func (s *slot) swapBack(cell uint32) (wasNews bool) {
	old := s.between.Swap(cell)
	s.back = old &^ news
	if old&news != 0 {
		s.cells[s.back].Snap.Release()
	}
	s.cells[s.back] = room.Update{}
	return old&news != 0
}

// take returns the newest update, or nil if there is no news. It is the writer's
// until the next call.
func (s *slot) take() *room.Update {
	if s.between.Load()&news == 0 {
		return nil
	}
	s.front = s.between.Swap(s.front) &^ news
	return &s.cells[s.front]
}

// close gives back what was not sent, and what still comes. Only the writer
// calls it.
func (s *slot) close() {
	s.closed.Store(true)
	if u := s.take(); u != nil {
		u.Snap.Release()
	}
}
