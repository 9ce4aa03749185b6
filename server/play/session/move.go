package session

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
)

// standby is a server that has the match of a room.
type standby struct {
	node, url string
	tick      sim.Tick // with which the match moves there; 0: if this server dies
}

// SetStandby tells the clients in a room where its match goes on when this server dies, and how
// they get there; node "": nowhere. With a tick it moves there with that.
func (g *Gate) SetStandby(room, node, url string, tick sim.Tick) {
	now := time.Now()
	g.telling.Lock()
	defer g.telling.Unlock()
	g.mu.Lock()
	if node == "" {
		delete(g.moves, room)
	} else {
		g.moves[room] = standby{node, url, tick}
	}
	var there []*Session
	for s := range g.open {
		if s.info().Room == room {
			there = append(there, s)
		}
	}
	g.mu.Unlock()
	for _, s := range there {
		s.notifyMove(standby{node, url, tick}, now)
	}
}

// tellStandby tells a client that has just taken a seat what SetStandby has told the others.
func (s *Session) tellStandby(room string, now time.Time) {
	s.gate.telling.Lock()
	defer s.gate.telling.Unlock()
	s.gate.mu.Lock()
	to, ok := s.gate.moves[room]
	s.gate.mu.Unlock()
	if ok {
		s.notifyMove(to, now)
	}
}

func (s *Session) notifyMove(to standby, now time.Time) {
	var m protocol.Move
	if to.node != "" {
		s.mu.Lock()
		back := s.back
		s.mu.Unlock()
		back.Node = to.node
		m = protocol.Move{URL: to.url, Token: s.gate.tokens.Resume(back, now), Tick: to.tick}
	}
	s.Notify(protocol.AppendMove(nil, &m))
}
