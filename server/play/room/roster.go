package room

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

const (
	pingEvery = 2 // seconds between looks at the pings
	pingStep  = 5 * time.Millisecond

	// What a client is told of the roster, so that a thousand who come at once cost each other little.
	rosterFirst = 64                     // lines at once for who joins: all of a room, or of an arena those nearest
	rosterPiece = 16                     // lines at once later on
	rosterLeft  = 128                    // players at once who are gone: a few bytes each
	rosterEvery = 250 * time.Millisecond // from one piece to the next
	rosterNear  = 2                      // half views: who is within is told of before others, and has a name when in sight
	rosterBest  = 16                     // players, who come next: a scoreboard has as many rows
)

// roster remembers which lines of the roster each player has yet to hear of.
type roster struct {
	untold []seatSet   // by seat: the lines its player has yet to hear of
	next   []time.Time // by seat: when its player may be told again
	dirty  bool        // some have yet to hear of some

	piece protocol.Roster // scratch for tellRoster
	eyes  []eye           // scratch for locateEyes, by seat

	pings    []protocol.Ping // scratch for refreshPings
	nextPing int             // the seat whose ping is looked at first
}

// eye is what a player's view is centred on: see sim.World.
type eye struct{ x, y int32 }

func newRoster(seats int) roster {
	r := roster{untold: make([]seatSet, seats), next: make([]time.Time, seats), eyes: make([]eye, seats)}
	for p := range r.untold {
		r.untold[p] = newSeatSet(seats)
	}
	return r
}

// markDirty marks the line of seat p as changed.
func (o *roster) markDirty(p sim.PlayerID) {
	for q := range o.untold {
		o.untold[q].mark(p, true)
	}
	o.dirty = true
}

// sendRoster begins the roster of a newcomer anew. What is not told at once follows in pieces.
func (m *match) sendRoster(p sim.PlayerID) {
	o := &m.roster
	for q := range m.seats {
		o.untold[p].mark(sim.PlayerID(q), m.seats[q].holder != holderNone)
	}
	m.locateEyes()
	m.tellRoster(p, true, rosterFirst)
}

// flushRoster tells those whose turn it is what they have yet to hear of.
func (m *match) flushRoster() {
	o := &m.roster
	if !o.dirty {
		return
	}
	o.dirty = false
	m.locateEyes()
	for p := range m.seats {
		switch {
		case m.seats[p].peer == nil || o.untold[p].total() == 0:
		case m.now.Before(o.next[p]):
			o.dirty = true
		default:
			m.tellRoster(sim.PlayerID(p), false, rosterPiece)
		}
	}
}

// tellRoster tells p a piece of what they have yet to hear of: their own line, those near,
// those ahead, then the others, as many as fit. locateEyes comes before.
func (m *match) tellRoster(p sim.PlayerID, full bool, lines int) {
	o := &m.roster
	o.next[p] = m.now.Add(rosterEvery)
	o.piece = protocol.Roster{Full: full, Players: o.piece.Players[:0], Left: o.piece.Left[:0]}
	untold := o.untold[p]
	if m.tellLine(p, p, lines); untold.total() > lines {
		w, h := m.cfg.Game.About().View.Half(m.seats[p].aspect)
		for q := range untold.all() {
			if dx, dy := o.eyes[q].x-o.eyes[p].x, o.eyes[q].y-o.eyes[p].y; max(dx, -dx) <= rosterNear*w && max(dy, -dy) <= rosterNear*h {
				m.tellLine(p, q, lines)
			}
		}
		for i := range m.standings[:min(len(m.standings), rosterBest)] {
			m.tellLine(p, m.standings[i].Player, lines)
		}
	}
	for q := range untold.all() {
		if m.tellLine(p, q, lines); len(o.piece.Players) == lines {
			break
		}
	}
	o.dirty = o.dirty || untold.total() > 0
	m.seats[p].peer.Notify(protocol.AppendRoster(nil, &o.piece))
}

// tellLine adds the line of q to the piece for p, if p has yet to hear of it and it fits.
func (m *match) tellLine(p, q sim.PlayerID, lines int) {
	o := &m.roster
	switch held := m.seats[q].holder != holderNone; {
	case !o.untold[p].has(q):
		return
	case held && len(o.piece.Players) < lines:
		o.piece.Players = append(o.piece.Players, m.rosterLine(q))
	case !held && len(o.piece.Left) < rosterLeft:
		o.piece.Left = append(o.piece.Left, q)
	default:
		return
	}
	o.untold[p].mark(q, false)
}

// locateEyes notes where all players look, for tellRoster.
func (m *match) locateEyes() {
	for p := range m.roster.eyes {
		e := &m.roster.eyes[p]
		e.x, e.y = m.world.Eye(sim.PlayerID(p))
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
