package scene

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"
)

// watchQuality turns off what shines on a machine that is too slow for it.
func (g *Game) watchQuality() {
	if g.quality.countFrame(g.frame.now, ebiten.IsFocused()) && !g.deps.lowQuality {
		g.deps.Log.Info("too slow for everything that shines")
		g.deps.lowQuality = true
		g.deps.applyPrefs()
	}
}

const (
	slowFrames  = 25 // frames per second; fewer are not playable
	slowSeconds = 2  // that many slow seconds in a row turn bloom off
)

// qualityGovernor detects a machine that is too slow for bloom. It triggers once; only the
// look of the game changes.
type qualityGovernor struct {
	since      time.Time // start of the current second
	frames     int
	slowInARow int // slow seconds in a row
}

// countFrame counts a frame, and reports that quality must be reduced now. watched says
// that the window is in use.
func (g *qualityGovernor) countFrame(now time.Time, watched bool) bool {
	gap := now.Sub(g.since)
	switch {
	case !watched || g.since.IsZero() || gap > 2*time.Second: // hidden window or sleeping tab: do not count this second
		g.since, g.frames, g.slowInARow = now, 0, 0
		return false
	case gap < time.Second:
		g.frames++
		return false
	}
	g.slowInARow++
	if float64(g.frames)/gap.Seconds() >= slowFrames {
		g.slowInARow = 0
	}
	g.since, g.frames = now, 0
	return g.slowInARow == slowSeconds
}
