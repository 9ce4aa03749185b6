package room

import (
	"slices"

	"perihelion/shared/transport"
	"perihelion/sim"
)

// Barred tells whether an account may not play any more, and why, in words for its
// player. Rooms ask it from their own goroutines: it must not block.
type Barred func(player string) (why string, barred bool)

// Expel takes from those who are barred all that they have here: seats, whether
// connected or held, places among the spectators, and seats that are promised. It
// counts the seats.
func (g *Registry) Expel(barred Barred) (seats int) {
	g.mu.Lock()
	rooms := g.all()
	for _, l := range g.byID {
		l.promises = slices.DeleteFunc(l.promises, func(p promised) bool { _, out := barred(p.Player); return out })
	}
	g.mu.Unlock()
	for _, r := range rooms {
		for _, player := range *r.face.people.Load() {
			if _, out := barred(player); out {
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
		if why, out := barred(s.player); out {
			r.dismiss(s, transport.Kicked, why)
			r.vacate(sim.PlayerID(p))
			gone = true
		}
	}
	r.gallery.places = slices.DeleteFunc(r.gallery.places, func(p place) bool {
		why, out := barred(p.player)
		if out {
			r.guard("close a spectator", func() { p.peer.Close(transport.Kicked, why) })
			gone = true
		}
		return out
	})
	if gone {
		r.fill()
		r.show()
	}
}
