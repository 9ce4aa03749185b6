package room

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

const (
	pingEvery = 2 // seconds between looks at the pings
	pingStep  = 5 * time.Millisecond
)

// roster remembers which lines of the roster everyone has yet to hear of.
type roster struct {
	touched []bool // by seat
	dirty   bool
}

func newRoster(seats int) roster { return roster{touched: make([]bool, seats)} }

// touch marks the line of seat p as changed.
func (o *roster) touch(p sim.PlayerID) { o.touched[p], o.dirty = true, true }

// introduce sends the whole roster to a newcomer.
func (r *Room) introduce(peer Peer) {
	full := protocol.Roster{Full: true}
	for p := range r.seats {
		if r.seats[p].holder != nobody {
			full.Players = append(full.Players, r.line(sim.PlayerID(p)))
		}
	}
	for part := range full.Parts() {
		peer.Notify(protocol.AppendRoster(nil, part))
	}
}

// flushRoster tells everyone which lines have changed.
func (r *Room) flushRoster() {
	if !r.roster.dirty {
		return
	}
	var changes protocol.Roster
	for p, touched := range r.roster.touched {
		switch {
		case !touched:
		case r.seats[p].holder == nobody:
			changes.Left = append(changes.Left, sim.PlayerID(p))
		default:
			changes.Players = append(changes.Players, r.line(sim.PlayerID(p)))
		}
	}
	clear(r.roster.touched)
	r.roster.dirty = false
	for part := range changes.Parts() {
		r.notifyAll(protocol.AppendRoster(nil, part))
	}
}

func (r *Room) line(p sim.PlayerID) protocol.Player {
	s := &r.seats[p]
	return protocol.Player{
		ID: p, Name: s.name, Bot: s.holder == robot, Away: s.away, Ping: int(s.ping.Milliseconds()),
		Account: s.account,
	}
}

// refreshPings takes the best round trip of the last seconds as everyone's ping,
// and tells of those that are worth telling.
func (r *Room) refreshPings() {
	for p := range r.seats {
		s := &r.seats[p]
		best := s.witness.best
		s.witness.best = 0
		if s.holder != human || best == 0 {
			continue
		}
		r.metrics.Ping(best)
		if d := (best - s.ping).Abs(); d >= pingStep && d > s.ping/8 {
			s.ping = best
			r.roster.touch(sim.PlayerID(p))
		}
	}
}
