package hud

import "perihelion/client/netcode"

const (
	historyStep = .5  // seconds between entries
	historySize = 121 // entries: a minute
)

// statsHistory records the connection statistics of the last minute, so that a counter
// can be shown as its increase in that time.
type statsHistory struct {
	ring      [historySize]netcode.Stats // a ring
	n         int                        // entries written in total
	since     float32                    // seconds since the last entry
	snapshots uint64                     // received until the last frame
	silence   float32                    // seconds since the last snapshot
}

// recordStats advances by dt seconds and adds s to the history every historyStep.
func (j *statsHistory) recordStats(s *netcode.Stats, dt float32) {
	if s.Snapshots < j.snapshots {
		*j = statsHistory{} // a new connection counts from zero
	}
	j.silence += dt
	if s.Snapshots > j.snapshots {
		j.snapshots, j.silence = s.Snapshots, 0
	}
	if j.since += dt; j.since < historyStep && j.n > 0 {
		return
	}
	j.ring[j.n%historySize] = *s
	j.n, j.since = j.n+1, 0
}

// statsBefore returns the statistics of that many seconds ago, or the oldest known, and
// how long ago they were recorded.
func (j *statsHistory) statsBefore(seconds float32) (s *netcode.Stats, span float32) {
	if j.n == 0 {
		return &netcode.Stats{}, 0
	}
	back := int((seconds - j.since) / historyStep)
	back = max(0, min(back, j.n-1, historySize-1))
	return &j.ring[(j.n-1-back)%historySize], j.since + float32(back)*historyStep
}
