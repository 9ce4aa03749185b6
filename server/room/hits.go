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
func (r *Room) reportHit(h *sim.Receipt) {
	r.metrics.Hit(Hit{
		Shooter: r.pingOf(h.Shooter), Victim: r.pingOf(h.Victim),
		Rewind: time.Duration(h.Rewind) * r.schedule.interval, Capped: h.Capped,
	})
}

// pingOf is the round trip between p's screen and us.
func (r *Room) pingOf(p sim.PlayerID) time.Duration {
	if int(p) >= len(r.seats) {
		return NoPing
	}
	if s := &r.seats[p]; s.holder == holderPlayer && !s.away && s.ping > 0 {
		return s.ping
	}
	return NoPing
}
