package lobby

import (
	"fmt"
	"net/http"
	"time"

	"perihelion/server/httpx"
)

// reservedWait is when a refused player should ask again: most of the seats that an
// address has reserved are taken within a second, and the others lapse soon.
const reservedWait = 10 * time.Second

// mayReserve refuses n more seats to somebody from whose address so many are queued
// for or kept free that others would find none. Requests that are under way at the
// same time may go beyond the limit by a few; the rate of requests bounds them.
func (l *Lobby) mayReserve(c *caller, n int) *httpx.Refusal {
	if l.rooms.ReservedBy(c.from)+l.matchmaker.WaitingFrom(c.from)+n <= l.cfg.Reserved {
		return nil
	}
	l.metrics.RateLimited("reserved")
	return &httpx.Refusal{
		Status: http.StatusTooManyRequests, Kind: "too-many-reserved", Retry: reservedWait,
		Detail: fmt.Sprintf("your address has %d seats queued for or reserved already, which is as many as it may; take one of them, or try again in a moment", l.cfg.Reserved),
	}
}
