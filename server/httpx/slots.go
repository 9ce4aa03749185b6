package httpx

import (
	"errors"
	"net/netip"
	"sync"
)

// A connection finds no slot in these ways.
var (
	ErrAllTaken  = errors.New("http: all connections are taken")
	ErrTakenByIP = errors.New("http: too many connections from this address")
)

// Slots count connections, in all and per address. They are safe for concurrent
// use; their memory is bounded by Max, and by what is taken beyond it.
type Slots struct {
	Max, PerAddr int

	mu     sync.Mutex
	total  int
	byAddr map[netip.Addr]int
}

// Take counts one connection of addr, which must be given back, or says why not.
func (s *Slots) Take(addr netip.Addr) error { return s.take(addr, s.PerAddr) }

// TakeAny does so for an address behind which there are many: a proxy's.
func (s *Slots) TakeAny(addr netip.Addr) error { return s.take(addr, s.Max) }

// TakeBeyond counts one connection of addr whatever is taken already: the caller bounds
// how many come that way.
func (s *Slots) TakeBeyond(addr netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.count(addr)
}

func (s *Slots) take(addr netip.Addr, perAddr int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.total >= s.Max:
		return ErrAllTaken
	case s.byAddr[addr] >= perAddr:
		return ErrTakenByIP
	}
	s.count(addr)
	return nil
}

func (s *Slots) count(addr netip.Addr) {
	if s.byAddr == nil {
		s.byAddr = map[netip.Addr]int{}
	}
	s.total++
	s.byAddr[addr]++
}

// Give ends what one of them began.
func (s *Slots) Give(addr netip.Addr) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.total--
	if s.byAddr[addr]--; s.byAddr[addr] == 0 {
		delete(s.byAddr, addr)
	}
}
