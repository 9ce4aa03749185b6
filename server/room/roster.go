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
	changed []bool // by seat
	dirty   bool
}

func newRoster(seats int) roster { return roster{changed: make([]bool, seats)} }

// markDirty marks the line of seat p as changed.
func (o *roster) markDirty(p sim.PlayerID) { o.changed[p], o.dirty = true, true }

// sendRoster sends the whole roster to a newcomer.
func (r *Room) sendRoster(peer Peer) {
	full := protocol.Roster{Full: true}
	for p := range r.seats {
		if r.seats[p].holder != holderNone {
			full.Players = append(full.Players, r.rosterLine(sim.PlayerID(p)))
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
	for p, touched := range r.roster.changed {
		switch {
		case !touched:
		case r.seats[p].holder == holderNone:
			changes.Left = append(changes.Left, sim.PlayerID(p))
		default:
			changes.Players = append(changes.Players, r.rosterLine(sim.PlayerID(p)))
		}
	}
	clear(r.roster.changed)
	r.roster.dirty = false
	for part := range changes.Parts() {
		r.notifyAll(protocol.AppendRoster(nil, part))
	}
}

func (r *Room) rosterLine(p sim.PlayerID) protocol.Player {
	s := &r.seats[p]
	return protocol.Player{
		ID: p, Name: s.name, Bot: s.holder == holderBot, Away: s.away, Ping: int(s.ping.Milliseconds()),
		Account: s.account,
	}
}

// refreshPings takes the best round trip of the last seconds as everyone's ping,
// and tells of those that are worth telling.
func (r *Room) refreshPings() {
	for p := range r.seats {
		s := &r.seats[p]
		best := s.viewValidator.bestRTT
		s.viewValidator.bestRTT = 0
		if s.holder != holderPlayer || best == 0 {
			continue
		}
		r.metrics.Ping(best)
		if d := (best - s.ping).Abs(); d >= pingStep && d > s.ping/8 {
			s.ping = best
			r.roster.markDirty(sim.PlayerID(p))
		}
	}
}
