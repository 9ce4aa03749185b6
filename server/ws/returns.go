package ws

import (
	"errors"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"perihelion/server/httpx"
)

// perSeat is how many connections beyond the limits lead to one seat: the one whose end
// we may not have seen yet, and the one that takes its place.
const perSeat = 2

// returns are the connections that came beyond the limits, by the seat that they lead
// back to. When the network of many breaks at once, their old sockets hold every slot
// until they are found silent, and by then their seats would be gone. There are as many
// as there are seats at the most, and each ends the older one of its seat.
type returns struct {
	mu     sync.Mutex
	bySeat map[string]int
}

// take counts a connection to a seat, which must be given back, if there may be one.
func (b *returns) take(seat string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bySeat[seat] >= perSeat {
		return false
	}
	if b.bySeat == nil {
		b.bySeat = map[string]int{}
	}
	b.bySeat[seat]++
	return true
}

func (b *returns) give(seat string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.bySeat[seat]--; b.bySeat[seat] == 0 {
		delete(b.bySeat, seat)
	}
}

// A network that breaks brings all its players back at once, more of them than come
// from one address as newcomers. Who proves that a seat is theirs is let in beyond the
// rate of those, but not without one: a proof costs a signature to check, and a client
// may loop.
const (
	proofsPerUpgrade = 10 // by address
	seatEvery        = time.Second
	seatBurst        = 5 // by seat
)

// comesBack reports whether r brings a ticket back into a seat, and not too often.
func (s *Server) comesBack(r *http.Request, from netip.Addr, now time.Time) bool {
	ticket, ok := Offer(r, &s.cfg.Language)
	if !ok || ticket == "" || s.cfg.Returns == nil || s.proofs.Take(from, now) > 0 {
		return false
	}
	seat, ok := s.cfg.Returns(ticket, now)
	return ok && s.bySeat.Take(seat, now) == 0
}

// hold is what a connection that was let in gives back at its end.
type hold struct {
	from netip.Addr
	seat string // to which it came beyond the limits; empty: within them
}

// slot lets a connection in within the limits, or beyond them where its ticket leads
// back to a seat.
func (s *Server) slot(from netip.Addr, ticket string, now time.Time) (hold, *httpx.Problem) {
	err := s.slots.Take(from)
	if err == nil {
		return hold{from: from}, nil
	}
	if s.cfg.Returns != nil {
		if seat, ok := s.cfg.Returns(ticket, now); ok && s.returns.take(seat) {
			s.slots.TakeBeyond(from)
			return hold{from, seat}, nil
		}
	}
	if errors.Is(err, httpx.ErrAllTaken) {
		return hold{}, &httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "the server has no room for another connection", Retry: 5 * time.Second}
	}
	return hold{}, &httpx.Problem{Status: http.StatusTooManyRequests, Kind: "too-many-connections", Detail: "too many connections from your address", Retry: 5 * time.Second}
}

// release ends what slot began.
func (s *Server) release(h hold) {
	s.slots.Give(h.from)
	if h.seat != "" {
		s.returns.give(h.seat)
	}
}
