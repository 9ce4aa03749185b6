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

// pings remembers whose round trips were told.
type pings struct {
	told []protocol.Ping // scratch for refreshPings
	next int             // the seat whose ping is looked at first
}

// refreshPings takes the best round trip of the last seconds as everyone's ping, and tells
// everyone of some that are worth telling: in an arena of a thousand the pings of all to
// all would be more than the ships. The others have their turn at the next look.
func (m *match) refreshPings() {
	o, n := &m.pings, len(m.seats)
	o.told = o.told[:0]
	first := o.next
	for i := range n {
		p := (first + i) % n
		s := &m.seats[p]
		best := s.viewValidator.bestRTT
		s.viewValidator.bestRTT = 0
		if s.holder != holderPlayer || best == 0 {
			continue
		}
		m.metrics.Ping(best)
		if d := (best - s.ping).Abs(); d >= pingStep && d > s.ping/8 && len(o.told) < protocol.MaxPings {
			s.ping, o.next = best, (p+1)%n
			o.told = append(o.told, protocol.Ping{Player: sim.PlayerID(p), Ping: int(best.Milliseconds())})
		}
	}
	if len(o.told) > 0 {
		m.notifyAll(protocol.AppendPings(nil, o.told))
	}
}
