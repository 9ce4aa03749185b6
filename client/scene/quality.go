package scene

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"
)

// quality is how well the world is drawn. The HUD and the menus are always drawn at the
// resolution of the window.
type quality struct {
	resolution float32 // of the world, as a share of the window's
	bloom      bool
}

// qualities are what a machine can be given, best first: a coarser picture costs less of the
// game than one without its light.
var qualities = [...]quality{{1, true}, {.75, true}, {.5, true}, {.5, false}}

// coarsest is the last of qualities that still has its light.
const coarsest = len(qualities) - 2

const (
	smoothFrames = 55 // frames per second: less are fewer than nearly every display shows
	slowFrames   = 25 // fewer are not playable
	slowSeconds  = 2  // that many slow seconds in a row lower the quality, and show whether that has helped
	helps        = 1.08
	firstRetry   = 60 // smooth seconds after which a higher quality is tried again; twice as many each time
)

// qualityGovernor holds the frame rate by the quality. A machine whose frame rate does not
// depend on that, because of its display or its processor, keeps the best one. The zero value
// begins with that.
type qualityGovernor struct {
	level      int       // in qualities
	w, h       int       // of the window in pixels
	since      time.Time // start of the current second
	frames     int
	slowInARow int     // slow seconds in a row
	smooth     int     // smooth ones in a row, with less than the best quality
	retry      int     // as firstRetry; 0: it has never been tried
	before     float64 // frame rate with the level above, while it is open whether this one has helped; 0: it is not
	useless    bool    // a lower quality does not help
}

// watchQuality fits the quality to the machine.
func (g *Game) watchQuality() {
	q := &g.deps.quality
	if q.countFrame(g.frame.now, g.frame.w, g.frame.h, ebiten.IsFocused()) {
		g.deps.Log.Info("another quality of the picture, for smooth motion", "resolution", qualities[q.level].resolution, "bloom", qualities[q.level].bloom)
		g.deps.applyPrefs()
	}
}

// countFrame counts a frame of a window of w by h pixels, and reports that the quality has
// changed. watched says that the window is in use.
func (g *qualityGovernor) countFrame(now time.Time, w, h int, watched bool) (changed bool) {
	if w != g.w || h != g.h {
		was := g.level
		*g = qualityGovernor{w: w, h: h}
		return was != 0
	}
	gap := now.Sub(g.since)
	switch {
	case !watched || g.since.IsZero() || gap > 2*time.Second: // hidden window or sleeping tab: do not count this second
		g.since, g.frames, g.slowInARow, g.smooth = now, 0, 0, 0
		return false
	case gap < time.Second:
		g.frames++
		return false
	}
	rate := float64(g.frames) / gap.Seconds()
	g.since, g.frames = now, 0
	was := g.level
	g.judgeSecond(rate)
	return g.level != was
}

// judgeSecond takes the frame rate of one second.
func (g *qualityGovernor) judgeSecond(rate float64) {
	if rate >= smoothFrames {
		g.before, g.slowInARow = 0, 0
		g.tryHigher()
		return
	}
	g.smooth = 0
	if g.slowInARow++; g.slowInARow < slowSeconds {
		return
	}
	g.slowInARow = 0
	unplayable := rate < slowFrames
	switch {
	case g.before > 0 && rate < g.before*helps && !unplayable:
		g.level, g.before, g.useless = g.level-1, 0, true
	case g.level == coarsest && unplayable:
		g.level++
	case g.level < coarsest && unplayable:
		g.level = coarsest
	case g.level < coarsest && !g.useless:
		g.level, g.before = g.level+1, rate
	}
}

// tryHigher counts a smooth second, and after some raises the quality: what made the machine
// slow may be over.
func (g *qualityGovernor) tryHigher() {
	if g.smooth++; g.level == 0 || g.smooth < max(g.retry, firstRetry) {
		return
	}
	g.smooth, g.retry = 0, 2*max(g.retry, firstRetry)
	g.level--
}

// restoreBloom gives a player their bloom who has asked for it.
func (g *qualityGovernor) restoreBloom() { g.level = min(g.level, coarsest) }
