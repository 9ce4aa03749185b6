package room

import (
	"time"

	"perihelion/sim"
)

// A Hit is what a hit tells of fairness.
type Hit struct {
	Shooter, Victim time.Duration // their round trips; NoPing if there is none
	Rewind          time.Duration // how long before it was dealt it struck
	Capped          bool          // its shooter saw a world even older
}

// NoPing is the round trip of a bot, and of somebody who only just came.
const NoPing time.Duration = -1

// reportHit tells metrics of a hit.
func (m *match) reportHit(h *sim.Receipt) {
	m.metrics.Hit(Hit{
		Shooter: m.pingOf(h.Shooter), Victim: m.pingOf(h.Victim),
		Rewind: time.Duration(h.Rewind) * m.schedule.interval, Capped: h.Capped,
	})
}

// pingOf is the round trip between p's screen and us.
func (m *match) pingOf(p sim.PlayerID) time.Duration {
	if int(p) >= len(m.seats) {
		return NoPing
	}
	if s := &m.seats[p]; s.holder == holderPlayer && !s.away && s.ping > 0 {
		return s.ping
	}
	return NoPing
}
