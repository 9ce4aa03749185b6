package hud

import "perihelion/client/netcode"

const (
	journalEvery = .5 // seconds
	journalKept  = 121
)

// A journal remembers what the connection was like during the last minute, so that
// counters can be read as so many of late.
type journal struct {
	kept   [journalKept]netcode.Stats // a ring
	n      int                        // written so far
	since  float32                    // seconds since the newest
	heard  uint64                     // snapshots, at the last frame
	silent float32                    // seconds since that changed
}

// take lets dt seconds pass until s.
func (j *journal) take(s *netcode.Stats, dt float32) {
	if s.Snapshots < j.heard {
		*j = journal{} // another connection, which counts from zero
	}
	j.silent += dt
	if s.Snapshots > j.heard {
		j.heard, j.silent = s.Snapshots, 0
	}
	if j.since += dt; j.since < journalEvery && j.n > 0 {
		return
	}
	j.kept[j.n%journalKept] = *s
	j.n, j.since = j.n+1, 0
}

// ago is what was so many seconds ago, or as long ago as is known, and how long
// that is.
func (j *journal) ago(seconds float32) (s *netcode.Stats, span float32) {
	if j.n == 0 {
		return &netcode.Stats{}, 0
	}
	back := int((seconds - j.since) / journalEvery)
	back = max(0, min(back, j.n-1, journalKept-1))
	return &j.kept[(j.n-1-back)%journalKept], j.since + float32(back)*journalEvery
}
