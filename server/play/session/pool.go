package session

import (
	"runtime"
	"sync"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/shared/transport"
)

// pool writes for all sessions whose Sender need not wait, a turn of one session after the
// other. What a room publishes to its clients costs one wake-up so, where a writing goroutine
// for each client cost as many as there are clients. There are as many goroutines at work as
// there are processors, and none while there is nothing to write.
type pool struct {
	max int // goroutines

	mu      sync.Mutex
	running int        // goroutines
	queue   []*Session // that have something to write
	first   int        // in queue
}

func newPool() *pool { return &pool{max: runtime.GOMAXPROCS(0)} }

// push queues a session for a turn. It does not block.
func (p *pool) push(s *Session) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = append(p.queue, s)
	if p.running < p.max {
		p.running++
		go p.takeTurns() // ends when the queue is empty; each session in it keeps Gate.Close waiting
	}
}

func (p *pool) takeTurns() {
	for s := p.pop(); s != nil; s = p.pop() {
		s.takeTurn()
	}
}

// pop returns the session whose turn it is; nil: the goroutine must end.
func (p *pool) pop() *Session {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.first == len(p.queue) {
		p.queue, p.first = p.queue[:0], 0
		p.running--
		return nil
	}
	s := p.queue[p.first]
	p.queue[p.first] = nil
	p.first++
	return s
}

// The states of a session in the pool.
const (
	turnNone    uint32 = iota // nothing to write
	turnQueued                // in the queue
	turnRunning               // being written for
	turnAgain                 // that, and something came meanwhile
	turnOver                  // released
)

// wake makes whoever writes look for something to write. Anyone may call it, and it does not
// block.
func (s *Session) wake() {
	if s.pooled.Load() == nil {
		select {
		case s.ready <- struct{}{}:
		default:
		}
		return
	}
	for {
		switch turn := s.turn.Load(); turn {
		case turnNone:
			if s.turn.CompareAndSwap(turnNone, turnQueued) {
				s.gate.pool.push(s)
				return
			}
		case turnRunning:
			if s.turn.CompareAndSwap(turnRunning, turnAgain) {
				return
			}
		default:
			return
		}
	}
}

// takeTurn writes what there is to write.
func (s *Session) takeTurn() {
	s.turn.Store(turnRunning)
	if !s.writeTurn() {
		s.turn.Store(turnOver)
		go s.pooled.Load().release() // waits for the room; Gate.Close waits for it
		return
	}
	if !s.turn.CompareAndSwap(turnRunning, turnNone) {
		s.turn.Store(turnQueued)
		s.gate.pool.push(s)
	}
}

// writeTurn reports whether the session goes on. A panic ends this session: its client is sent
// to another room, and all others play on.
func (s *Session) writeTurn() (goOn bool) {
	defer s.gate.panics.Recover(panics.Session, s.log, func() { s.Close(transport.RoomCrashed, "") })
	return !s.hasEnded() && s.pooled.Load().turn(time.Now())
}
