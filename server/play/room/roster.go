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

	pings    []protocol.Ping // scratch for refreshPings
	nextPing int             // the seat whose ping is looked at first
}

func newRoster(seats int) roster { return roster{changed: make([]bool, seats)} }

// markDirty marks the line of seat p as changed.
func (o *roster) markDirty(p sim.PlayerID) { o.changed[p], o.dirty = true, true }

// sendRoster sends the whole roster to a newcomer.
func (m *match) sendRoster(peer Peer) {
	full := protocol.Roster{Full: true}
	for p := range m.seats {
		if m.seats[p].holder != holderNone {
			full.Players = append(full.Players, m.rosterLine(sim.PlayerID(p)))
		}
	}
	for part := range full.Parts() {
		peer.Notify(protocol.AppendRoster(nil, part))
	}
}

// flushRoster tells everyone which lines have changed.
func (m *match) flushRoster() {
	if !m.roster.dirty {
		return
	}
	var changes protocol.Roster
	for p, touched := range m.roster.changed {
		switch {
		case !touched:
		case m.seats[p].holder == holderNone:
			changes.Left = append(changes.Left, sim.PlayerID(p))
		default:
			changes.Players = append(changes.Players, m.rosterLine(sim.PlayerID(p)))
		}
	}
	clear(m.roster.changed)
	m.roster.dirty = false
	for part := range changes.Parts() {
		m.notifyAll(protocol.AppendRoster(nil, part))
	}
}

func (m *match) rosterLine(p sim.PlayerID) protocol.Player {
	s := &m.seats[p]
	return protocol.Player{
		ID: p, Name: s.name, Bot: s.holder == holderBot, Away: s.away, Ping: int(s.ping.Milliseconds()),
		Account: s.account, Looks: s.looks, Role: s.role,
	}
}

// refreshPings takes the best round trip of the last seconds as everyone's ping, and tells
// everyone of some that are worth telling: in an arena of a thousand the pings of all to
// all would be more than the ships. The others have their turn at the next look.
func (m *match) refreshPings() {
	o, n := &m.roster, len(m.seats)
	o.pings = o.pings[:0]
	first := o.nextPing
	for i := range n {
		p := (first + i) % n
		s := &m.seats[p]
		best := s.viewValidator.bestRTT
		s.viewValidator.bestRTT = 0
		if s.holder != holderPlayer || best == 0 {
			continue
		}
		m.metrics.Ping(best)
		if d := (best - s.ping).Abs(); d >= pingStep && d > s.ping/8 && len(o.pings) < protocol.MaxPings {
			s.ping, o.nextPing = best, (p+1)%n
			o.pings = append(o.pings, protocol.Ping{Player: sim.PlayerID(p), Ping: int(best.Milliseconds())})
		}
	}
	if len(o.pings) > 0 {
		m.notifyAll(protocol.AppendPings(nil, o.pings))
	}
}
