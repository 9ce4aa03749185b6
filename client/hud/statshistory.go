package hud

import "perihelion/client/netcode"

const (
	historyStep = .5 // seconds
	historySize = 121
)

// A journal remembers what the connection was like during the last minute, so that
// counters can be read as so many of late.
type statsHistory struct {
	ring      [historySize]netcode.Stats // a ring
	n         int                        // written so far
	since     float32                    // seconds since the newest
	snapshots uint64                     // snapshots, at the last frame
	silence   float32                    // seconds since that changed
}

// record lets dt seconds pass until s.
func (j *statsHistory) record(s *netcode.Stats, dt float32) {
	if s.Snapshots < j.snapshots {
		*j = statsHistory{} // another connection, which counts from zero
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

// statsBefore is what was so many seconds ago, or as long ago as is known, and how long
// that is.
func (j *statsHistory) statsBefore(seconds float32) (s *netcode.Stats, span float32) {
	if j.n == 0 {
		return &netcode.Stats{}, 0
	}
	back := int((seconds - j.since) / historyStep)
	back = max(0, min(back, j.n-1, historySize-1))
	return &j.ring[(j.n-1-back)%historySize], j.since + float32(back)*historyStep
}
