package room

import (
	"time"

	"perihelion/shared/protocol"
)

// In a duel somebody can be left alone: the opponent whose seat is reserved never
// connects, or leaves. The one who waits is told so at once, in words. The matchmaker
// may send another player from then on, and after BotAfter a bot takes the seat, so
// that nobody waits for ever. In a private room only the friend can come: there, only
// a lost connection is told.

// search is how far a room is with finding an opponent for the one who waits in it.
type search uint8

const (
	searchNone     search = iota // nobody waits
	searchHeld                   // the opponent's connection is gone, the seat is held
	searchReserved               // the seat is reserved for somebody
	searchOpen                   // the next player may have it
)

// opponentSearch is the search as of the last second.
type opponentSearch struct {
	search      search
	announcedTo Peer      // who has heard of it
	botAt       time.Time // when a bot takes the seat; zero: not yet known, or never
	hadOpponent bool      // there was an opponent
}

// Waiting is a player who waits for an opponent.
type Waiting struct {
	Player string  // account
	Rating float64 // expected skill when they came; 0: unknown
}

// updateOpponentSearch looks once a second after a player who is alone in a duel.
func (m *match) updateOpponentSearch() {
	o := &m.opponent
	me, now := m.findLonePlayer()
	if now == searchNone {
		m.endSearch()
		return
	}
	if now == searchOpen && m.cfg.BotAfter > 0 {
		if o.botAt.IsZero() {
			o.botAt = m.now.Add(m.cfg.BotAfter)
		}
		if !m.now.Before(o.botAt) {
			m.fillTo = len(m.seats) // in this very second
			m.opponent = opponentSearch{}
			notice(me.peer, "Nobody has come. A bot plays you, unrated; the menu leads to the queue", 0)
			return
		}
	}
	if now != o.search || me.peer != o.announcedTo {
		m.announceSearch(me.peer, now)
		o.search, o.announcedTo = now, me.peer
	}
}

// endSearch notes that nobody waits, and whether that is because there are two.
func (m *match) endSearch() {
	searched := m.opponent.search != searchNone
	players, _ := m.countPlayersAndBots()
	m.opponent = opponentSearch{hadOpponent: players == len(m.seats)}
	if !m.opponent.hadOpponent || !m.cfg.Sim.Alone() {
		return
	}
	m.fillTo = m.cfg.Fill
	if searched && !m.isDraining() { // the notice of the restart must stay
		m.notifyAll(protocol.AppendNotice(nil, &protocol.Notice{Text: "Your opponent is here"}))
	}
}

// findLonePlayer is the one who waits, and for what.
func (m *match) findLonePlayer() (me *seat, s search) {
	if !m.cfg.Sim.Alone() || m.isDraining() {
		return nil, searchNone
	}
	var gone *seat
	for p := range m.seats {
		switch s := &m.seats[p]; {
		case s.holder == holderNone:
		case s.holder == holderBot, s.peer != nil && me != nil:
			return nil, searchNone
		case s.peer == nil:
			gone = s
		default:
			me = s
		}
	}
	switch {
	case me == nil:
		return nil, searchNone
	case gone != nil:
		return me, searchHeld
	case m.cfg.Code != "":
		return nil, searchNone
	case m.now.UnixNano() < m.info.reservedUntil.Load():
		return me, searchReserved
	}
	return me, searchOpen
}

// announceSearch tells the one who waits what is new in the search.
func (m *match) announceSearch(me Peer, now search) {
	o := &m.opponent
	switch now {
	case searchHeld:
		notice(me, "Your opponent's connection is gone. They may come back", m.heldFor())
	case searchReserved:
		who := "Your opponent"
		if !o.botAt.IsZero() {
			who = "Another opponent"
		}
		notice(me, who+" is on the way", time.Unix(0, m.info.reservedUntil.Load()).Sub(m.now))
	case searchOpen:
		if o.botAt.IsZero() {
			notice(me, o.reason()+". Looking for another; the menu leads to the queue", 0)
			return
		}
		notice(me, o.reason()+". Looking for another, else a bot plays you", o.botAt.Sub(m.now))
	}
}

// reason says why somebody is alone now.
func (o *opponentSearch) reason() string {
	switch {
	case o.search == searchHeld:
		return "Your opponent did not come back"
	case o.search == searchReserved:
		return "Your opponent did not come"
	case o.hadOpponent:
		return "Your opponent has left"
	}
	return "Nobody is here to play you"
}

// heldFor is how much longer the seat of a player who lost the connection is held.
func (m *match) heldFor() (d time.Duration) {
	for p := range m.seats {
		if s := &m.seats[p]; s.holder == holderPlayer && s.peer == nil {
			d = max(d, m.cfg.Hold-m.now.Sub(s.disconnectedAt))
		}
	}
	return d
}

// publishWaiting tells the matchmaker who waits for an opponent. A player who is silent, say
// in another tab, is not sent one.
func (m *match) publishWaiting() {
	var w Waiting
	if me, now := m.findLonePlayer(); now == searchOpen && !me.absent() {
		w = Waiting{Player: me.player, Rating: me.rating}
	}
	if w != *m.info.waiting.Load() {
		shown := w // of its own, or every look would be one for the heap
		m.info.waiting.Store(&shown)
	}
}

// notice warns one player of what happens in a while.
func notice(to Peer, text string, in time.Duration) {
	to.Notify(protocol.AppendNotice(nil, &protocol.Notice{Text: text, In: in}))
}
