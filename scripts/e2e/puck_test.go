//go:build e2e

package e2e

import (
	"math"
	"testing"
)

// TestPuckFromTheTitle chooses Puck at the title, skates, kicks, and sees the bots play.
func TestPuckFromTheTitle(t *testing.T) {
	t.Parallel()
	b := newTab(t, startChromium(t), "puck", startGame(t, "ROUND_POINTS=1")+"/?name=Wayne")
	awaitState(t, b, maxWait, "title", func(s clientState) bool { return s.Frames > 2 && s.Scene == "title" })
	b.clickControl("PUCK")
	takeScreenshot(t, b, "title")
	b.clickControl("PLAY")
	s := awaitState(t, b, maxWait, "seat", func(s clientState) bool { return hasSeat(s) && s.Skater != nil && s.Puck != nil })
	if s.Mode != "puck" || len(s.Skaters) != 7 {
		t.Errorf("plays %s with %d others, want puck with 7", s.Mode, len(s.Skaters))
	}
	awaitState(t, b, maxWait, "face-off", func(s clientState) bool { return s.Phase == "live" })
	for _, push := range []struct {
		key rune
		x   float64
	}{{'d', 1}, {'a', -1}} {
		from := awaitState(t, b, maxWait, "skater", func(s clientState) bool { return s.Skater != nil }).Skater.X
		b.keyDown(push.key)
		awaitState(t, b, maxWait, "way along the push", func(s clientState) bool {
			return s.Skater != nil && ((s.Skater.X-from)*push.x > 60 || math.Abs(s.Skater.X) > 1000)
		})
		b.keyUp(push.key)
	}
	b.mouseDown(b.pageWidth()-40, pageH/2)
	b.mouseUp(b.pageWidth()-40, pageH/2)
	takeScreenshot(t, b, "match")
	awaitState(t, b, 3*maxWait, "podium after the first goal", func(s clientState) bool { return s.Phase == "podium" })
	takeScreenshot(t, b, "podium")
}
