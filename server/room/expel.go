package room

import (
	"slices"

	"perihelion/shared/transport"
	"perihelion/sim"
)

// Barred tells how the connections of an account end that may not play any more, with
// words for its player; nil: it may. Rooms ask it from their own goroutines: it must
// not block.
type Barred func(player string) *transport.Closed

// Expel takes from those who are barred all that they have here: seats, whether
// connected or held, places among the spectators, and seats that are promised. It
// counts the seats.
func (g *Registry) Expel(barred Barred) (seats int) {
	g.mu.Lock()
	rooms := g.all()
	for _, l := range g.byID {
		l.promises = slices.DeleteFunc(l.promises, func(p promised) bool { return barred(p.Player) != nil })
	}
	g.mu.Unlock()
	for _, r := range rooms {
		for _, player := range *r.face.people.Load() {
			if barred(player) != nil {
				seats++
			}
		}
		r.insist(func() { r.expel(barred) })
	}
	return seats
}

func (r *Room) expel(barred Barred) {
	gone := false
	for p := range r.seats {
		s := &r.seats[p]
		if s.holder != human {
			continue
		}
		if end := barred(s.player); end != nil {
			r.dismiss(s, end.Reason, end.Text)
			r.vacate(sim.PlayerID(p))
			gone = true
		}
	}
	r.gallery.places = slices.DeleteFunc(r.gallery.places, func(p place) bool {
		end := barred(p.player)
		if end != nil {
			r.guard("close a spectator", func() { p.peer.Close(end.Reason, end.Text) })
			gone = true
		}
		return end != nil
	})
	if gone {
		r.fill()
		r.show()
	}
}
