package live

import (
	"slices"
	"time"

	"perihelion/shared/api"
)

// look publishes how lively the server is, if that has changed.
func (h *Hub) look(now time.Time) {
	s := h.cfg.Status()
	if h.status != nil && same(&s, &h.last) {
		return
	}
	h.last = s
	h.publish(api.Live{Kind: api.LiveStatus, At: now.UTC(), Status: &s})
}

// same compares two looks, but for what ticks cost, which never stands still.
func same(a, b *api.Status) bool {
	return a.Players == b.Players && a.Bots == b.Bots && a.Queued == b.Queued &&
		slices.EqualFunc(a.Rooms, b.Rooms, func(p, q api.Room) bool {
			p.TickP50, p.TickP99, q.TickP50, q.TickP99 = 0, 0, 0, 0
			return p == q
		})
}
