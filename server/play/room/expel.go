package room

import (
	"slices"

	"perihelion/shared/transport"
	"perihelion/sim"
)

// Banned tells how the connections of an account end that may not play any more, with
// words for its player; nil: it may. Rooms ask it from their own goroutines: it must
// not block.
type Banned func(player string) *transport.Closed

// KickBanned takes from banned players all that they have here: seats, whether
// connected or held, places among the spectators, and seats that are reserved. It
// counts the seats.
func (g *Registry) KickBanned(barred Banned) (seats int) {
	g.mu.Lock()
	rooms := g.allRooms()
	for _, l := range g.byID {
		l.reservations = slices.DeleteFunc(l.reservations, func(p heldReservation) bool { return barred(p.Player) != nil })
	}
	g.mu.Unlock()
	for _, r := range rooms {
		for _, player := range *r.info.accounts.Load() {
			if barred(player) != nil {
				seats++
			}
		}
		r.postBlocking(func(m *match) { m.kickBanned(barred) })
	}
	return seats
}

func (m *match) kickBanned(barred Banned) {
	gone := false
	for p := range m.seats {
		s := &m.seats[p]
		if s.holder != holderPlayer {
			continue
		}
		if end := barred(s.player); end != nil {
			m.closePeer(s, end.Reason, end.Text)
			m.freeSeat(sim.PlayerID(p))
			gone = true
		}
	}
	m.spectators.list = slices.DeleteFunc(m.spectators.list, func(p spectator) bool {
		end := barred(p.player)
		if end != nil {
			m.protect("close a spectator", func() { p.peer.Close(end.Reason, end.Text) })
			gone = true
		}
		return end != nil
	})
	if gone {
		m.backfill()
		m.publishInfo()
	}
}
