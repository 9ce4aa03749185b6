package room

import (
	"time"

	"perihelion/sim"
)

// Metrics is told what happens in rooms, by their own goroutines: it must be
// safe for concurrent use, must not block and must not allocate.
type Metrics interface {
	// Tick was played: what it cost, and how long after it was due it began.
	Tick(m *sim.Mode, cost, late time.Duration)
	// Slipped ticks were never played, because the room could not keep up.
	Slipped(ticks int)
	// Inputs were judged since the last call.
	Inputs(t InputStats)
	// Buffered is for how many ticks to come the inputs of a person are here, told
	// once a second.
	Buffered(ticks int)
	// Hit was dealt.
	Hit(h Hit)
	// Joined tells that someone took a seat, or took it back.
	Joined(resumed bool)
	// Ping is the round trip of a person, told every few seconds.
	Ping(d time.Duration)
	// LogGap tells that the Journal could not take all of a log.
	LogGap()
	// RoomClosed tells that the room has ended, after how long a life, and how: one
	// of the Closed… words.
	RoomClosed(how string, life time.Duration)
}

// How rooms end.
const (
	ClosedEmpty     = "empty"
	ClosedCrashed   = "crashed"
	ClosedStopped   = "stopped"   // the server stops
	ClosedOperator  = "operator"  // Close was called
	ClosedStuck     = "stuck"     // Abandon was called
	ClosedIdle      = "idle"      // those who sat there did not play
	ClosedSuspended = "suspended" // the server restarts, and the match goes on
	ClosedFenced    = "fenced"    // another copy of it goes on with the match
	ClosedReclaim   = "reclaim"   // nobody played there, and others needed the room
)

// nopMetrics counts nothing.
type nopMetrics struct{}

func (nopMetrics) Tick(*sim.Mode, time.Duration, time.Duration) {}
func (nopMetrics) Slipped(int)                                  {}
func (nopMetrics) Inputs(InputStats)                            {}
func (nopMetrics) Buffered(int)                                 {}
func (nopMetrics) Hit(Hit)                                      {}
func (nopMetrics) Joined(bool)                                  {}
func (nopMetrics) Ping(time.Duration)                           {}

func (nopMetrics) LogGap()                          {}
func (nopMetrics) RoomClosed(string, time.Duration) {}

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
