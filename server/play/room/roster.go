package room

import (
	"perihelion/shared/protocol"
	"perihelion/sim"
)

// What a client is told of the roster, so that a thousand who come at once cost each other little.
const (
	rosterFirst = 64  // lines at once for who joins: all of a room, or of an arena those nearest
	rosterPiece = 16  // lines at once later on
	rosterLeft  = 128 // players at once who are gone: a few bytes each
	rosterTurns = 64  // players who are told of lines with one snapshot: all of a room, or of an arena
	rosterShare = 8   // this part, so that a tick of a thousand players does not tell them all
	rosterNear  = 2   // half views: who is within is told of before others, and has a name when in sight
	rosterBest  = 16  // players, who come next: a scoreboard has as many rows
	rosterRest  = 4   // this part of the lines is for the others, whoever is near and however often they change
)

// roster remembers what of the roster each player has yet to hear of.
type roster struct {
	news  []news // by seat
	turn  int    // the seat whose player is the first to be told of lines with the next snapshot
	dirty bool   // some have yet to hear of some

	piece protocol.Roster // scratch for tellRoster
	eyes  []eye           // scratch for locateEyes, by seat
}

// news is what one player has yet to hear of.
type news struct {
	left  seatSet      // seats whose holder is gone
	lines seatSet      // seats whose holder is new, or has changed
	next  sim.PlayerID // the seat from which on lines are told that have no precedence
	fresh bool         // they have just come, and know but themselves: their ship was not there yet
}

// eye is what a player's view is centred on: see sim.World.
type eye struct{ x, y int32 }

func newRoster(seats int) roster {
	r := roster{news: make([]news, seats), eyes: make([]eye, seats)}
	for p := range r.news {
		r.news[p] = news{left: newSeatSet(seats), lines: newSeatSet(seats)}
	}
	return r
}

// markChanged notes that the line of seat p, which somebody holds, is another.
func (o *roster) markChanged(p sim.PlayerID) {
	for q := range o.news {
		o.news[q].lines.mark(p, true)
	}
	o.dirty = true
}

// markLeft notes that the holder of seat p is gone: nobody is to take the next one for them.
func (o *roster) markLeft(p sim.PlayerID) {
	for q := range o.news {
		o.news[q].left.mark(p, true)
		o.news[q].lines.mark(p, false)
	}
	o.dirty = true
}

// sendRoster begins the roster of a newcomer anew: all of it if it is short, or else their own
// line, and with the next snapshot, which has their ship, those near it.
func (m *match) sendRoster(p sim.PlayerID) {
	o := &m.roster
	k := &o.news[p]
	clear(k.left)
	for q := range m.seats {
		k.lines.mark(sim.PlayerID(q), m.seats[q].holder != holderNone)
	}
	lines := rosterFirst
	if k.fresh = k.lines.total() > rosterFirst; k.fresh {
		lines = 1
	}
	m.tellRoster(p, true, lines)
	o.dirty = true
}

// flushRoster tells everyone who is gone, and those whose turn it is of lines. Whoever is behind waits.
func (m *match) flushRoster() {
	o, n := &m.roster, len(m.seats)
	if !o.dirty {
		return
	}
	o.dirty = false
	m.locateEyes()
	turns := max(rosterTurns, (n+rosterShare-1)/rosterShare)
	for i := range m.seats {
		p := (o.turn + i) % n
		k, peer, lines := &o.news[p], m.seats[p].peer, 0
		switch {
		case k.fresh:
			lines = rosterFirst
		case i < turns:
			lines = rosterPiece
		}
		if peer == nil {
			continue
		}
		if due := lines > 0 && k.lines.total() > 0; (due || k.left.total() > 0) && !peer.Behind() {
			k.fresh = false
			m.tellRoster(sim.PlayerID(p), false, lines)
		}
		o.dirty = o.dirty || k.left.total()+k.lines.total() > 0
	}
	o.turn = (o.turn + turns) % n
}

// tellRoster tells p who is gone, and as many lines: their own, of those near, of those ahead,
// then of the others in turn.
func (m *match) tellRoster(p sim.PlayerID, full bool, lines int) {
	o := &m.roster
	k := &o.news[p]
	o.piece = protocol.Roster{Full: full, Players: o.piece.Players[:0], Left: o.piece.Left[:0]}
	for q := range k.left.from(0) {
		if len(o.piece.Left) == rosterLeft {
			break
		}
		o.piece.Left = append(o.piece.Left, q)
		k.left.mark(q, false)
	}
	m.tellLine(p, p, lines)
	if free := lines - len(o.piece.Players); free > 0 && k.lines.total() > free {
		first := lines - lines/rosterRest
		m.tellNear(p, first)
		for i := range m.standings[:min(len(m.standings), rosterBest)] {
			m.tellLine(p, m.standings[i].Player, first)
		}
	}
	for q := range k.lines.from(k.next) {
		if len(o.piece.Players) == lines {
			break
		}
		m.tellLine(p, q, lines)
		k.next = q + 1
	}
	m.seats[p].peer.Notify(protocol.AppendRoster(nil, &o.piece))
}

// tellNear adds the lines of those near p to the piece. locateEyes comes before.
func (m *match) tellNear(p sim.PlayerID, lines int) {
	o := &m.roster
	w, h := m.cfg.Game.About().View.Half(m.seats[p].aspect)
	for q := range o.news[p].lines.from(o.news[p].next) {
		if dx, dy := o.eyes[q].x-o.eyes[p].x, o.eyes[q].y-o.eyes[p].y; max(dx, -dx) <= rosterNear*w && max(dy, -dy) <= rosterNear*h {
			m.tellLine(p, q, lines)
		}
	}
}

// tellLine adds the line of q to the piece for p, if p has yet to hear of it, knows that who
// was there before is gone, and it fits.
func (m *match) tellLine(p, q sim.PlayerID, lines int) {
	o := &m.roster
	if k := &o.news[p]; k.lines.has(q) && !k.left.has(q) && len(o.piece.Players) < lines {
		o.piece.Players = append(o.piece.Players, m.rosterLine(q))
		k.lines.mark(q, false)
	}
}

// locateEyes notes where all players look, for tellNear.
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
