package ws

import (
	"errors"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"perihelion/server/net/httpx"
)

// maxReconnectsPerSeat is how many connections beyond the limits may lead to one seat: the
// old one, whose end may not have been noticed yet, and the one that replaces it.
const maxReconnectsPerSeat = 2

// reconnectSlots counts the connections beyond the limits, by seat. When many clients lose
// their network at once, their old sockets hold all slots until they time out, and by then
// their seats would be gone. The number is bounded by the number of seats, and each
// connection ends the older one of its seat.
type reconnectSlots struct {
	mu     sync.Mutex
	bySeat map[string]int
}

// acquireSeat counts a connection to a seat, which must be released; false: too many.
func (r *reconnectSlots) acquireSeat(seat string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bySeat[seat] >= maxReconnectsPerSeat {
		return false
	}
	if r.bySeat == nil {
		r.bySeat = map[string]int{}
	}
	r.bySeat[seat]++
	return true
}

func (r *reconnectSlots) releaseSeat(seat string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.bySeat[seat]--; r.bySeat[seat] == 0 {
		delete(r.bySeat, seat)
	}
}

// When a whole network breaks and comes back, more clients reconnect at once than the rate
// of new connections from one address allows. Clients that prove to own a seat are not
// limited by that rate, but by another one: a proof costs a signature check, and a client
// may loop.
const (
	checksPerUpgrade = 10 // times PerSecond, by address
	reconnectEvery   = time.Second
	reconnectBurst   = 5 // by seat
)

// isReconnect reports whether the token in r leads back to a seat, and not too often.
func (s *Server) isReconnect(r *http.Request, from netip.Addr, now time.Time) bool {
	token, ok := OfferedToken(r, &s.cfg.Subprotocol)
	if !ok || token == "" || s.cfg.ReconnectSeat == nil || s.reconnectChecks.Take(from, now) > 0 {
		return false
	}
	seat, ok := s.cfg.ReconnectSeat(token, now)
	return ok && s.reconnectsBySeat.Take(seat, now) == 0
}

// connSlot is what a connection releases at its end.
type connSlot struct {
	from netip.Addr
	seat string // if it was accepted beyond the limits; empty: within them
}

// acquireSlot accepts a connection within the limits, or beyond them if its token leads
// back to a seat.
func (s *Server) acquireSlot(from netip.Addr, token string, now time.Time) (connSlot, *httpx.Problem) {
	err := s.slots.Acquire(from)
	if err == nil {
		return connSlot{from: from}, nil
	}
	if s.cfg.ReconnectSeat != nil {
		if seat, ok := s.cfg.ReconnectSeat(token, now); ok && s.reconnects.acquireSeat(seat) {
			s.slots.AcquireBeyondLimit(from)
			return connSlot{from, seat}, nil
		}
	}
	if errors.Is(err, httpx.ErrTooManyConns) {
		return connSlot{}, &httpx.Problem{Status: http.StatusServiceUnavailable, Kind: "server-full", Detail: "the server has no room for another connection", Retry: 5 * time.Second}
	}
	return connSlot{}, &httpx.Problem{Status: http.StatusTooManyRequests, Kind: "too-many-connections", Detail: "too many connections from your address", Retry: 5 * time.Second}
}

// releaseSlot undoes acquireSlot.
func (s *Server) releaseSlot(slot connSlot) {
	s.slots.Release(slot.from)
	if slot.seat != "" {
		s.reconnects.releaseSeat(slot.seat)
	}
}
