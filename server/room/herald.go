package room

import "perihelion/sim"

// Herald is told what rooms want the world to know, by their own goroutines: it
// must be safe for concurrent use and must not block.
type Herald interface {
	// Kill tells of a death.
	Kill(k Kill)
	// Ended tells what a round came to. kept is closed when the result is safe, or
	// can be made no safer: until then the room shows nobody that the round has
	// ended. nil: there is nothing to wait for.
	Ended(res Result) (kept <-chan struct{})
}

// Kill is a line of a kill feed.
type Kill struct {
	Room, Code     string // Code: of a private room
	Killer, Victim string // names; no Killer: the star, or nobody
	Weapon         sim.Weapon
	News           bool // a player did it, or died of it without a killer: what bots do is none
}

// relay passes on what some events say to Metrics and Herald.
func (r *Room) relay(events []sim.Event) {
	for i := range events {
		if h, ok := sim.ReceiptOf(&events[i]); ok {
			r.account(&h)
		}
		if k, ok := sim.KillOf(&events[i]); ok {
			r.herald.Kill(Kill{
				Room: r.cfg.ID, Code: r.cfg.Code,
				Killer: r.nameOf(k.Killer), Victim: r.nameOf(k.Victim), Weapon: k.Weapon,
				News: r.isPlayer(k.Killer) || k.Killer == sim.NoPlayer && r.isPlayer(k.Victim),
			})
		}
	}
}

// isPlayer reports whether a person has seat p, connected or not.
func (r *Room) isPlayer(p sim.PlayerID) bool {
	return int(p) < len(r.seats) && r.seats[p].holder == human
}

func (r *Room) nameOf(p sim.PlayerID) string {
	if int(p) >= len(r.seats) {
		return ""
	}
	return r.seats[p].name
}

// unheard is the Herald of a room without one.
type unheard struct{}

func (unheard) Kill(Kill)                    {}
func (unheard) Ended(Result) <-chan struct{} { return nil }
