package scene

import "time"

const (
	slowFrames  = 25 // in a second; fewer cannot be played well
	slowSeconds = 2  // in a row, before anything is done about it
)

// thrift notices a machine that is too slow for everything that shines. It
// answers once; what it costs is looks alone.
type thrift struct {
	since  time.Time // the second began
	frames int
	slow   int // slow seconds in a row
}

// frame counts one more frame. It reports that the time has come to save.
func (t *thrift) frame(now time.Time, watched bool) bool {
	gap := now.Sub(t.since)
	switch {
	case !watched || t.since.IsZero() || gap > 2*time.Second: // nobody looked: that was no second
		t.since, t.frames, t.slow = now, 0, 0
		return false
	case gap < time.Second:
		t.frames++
		return false
	}
	t.slow++
	if float64(t.frames)/gap.Seconds() >= slowFrames {
		t.slow = 0
	}
	t.since, t.frames = now, 0
	return t.slow == slowSeconds
}
