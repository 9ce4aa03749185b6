package session

import (
	"net/netip"

	"perihelion/sim"
)

// Info is a session as the operator sees it.
type Info struct {
	Room     string
	Seat     sim.PlayerID
	Player   string // account
	From     netip.Addr
	SendRate SendRate
}

// addressed is a Sender that knows where its client comes from.
type addressed interface {
	From() netip.Addr
	Request() string // that became the connection, as the log names it
}

// Sessions lists those that sit in a room.
func (g *Gate) Sessions() []Info {
	g.mu.Lock()
	defer g.mu.Unlock()
	all := make([]Info, 0, len(g.open))
	for s := range g.open {
		if info := s.info(); info.Room != "" {
			all = append(all, info)
		}
	}
	return all
}

func (s *Session) info() Info {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.member.room == nil {
		return Info{}
	}
	return Info{
		Room: s.member.room.Config().ID, Seat: s.member.seat.Me, Player: s.member.player,
		From: s.from(), SendRate: SendRate(s.sendRate.Load()),
	}
}

// from is the zero address where there is no network.
func (s *Session) from() netip.Addr {
	if o, ok := s.out.(addressed); ok {
		return o.From()
	}
	return netip.Addr{}
}
