//go:build e2e

package e2e

import (
	"math"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

var f3 = []rune(kb.F3)[0]

// TestANewPlayerWithMouseAndKeys plays a first match and opens every screen of it.
func TestANewPlayerWithMouseAndKeys(t *testing.T) {
	t.Parallel()
	b := newTab(t, startChromium(t), "hand", startGame(t)+"/")
	awaitState(t, b, maxWait, "title", func(s clientState) bool { return s.Frames > 2 && s.Scene == "title" })
	b.clickControl("Your name")
	b.typeText("Grace H")
	takeScreenshot(t, b, "title")
	b.clickControl("PLAY")
	takeScreenshot(t, b, "finding")
	s := awaitState(t, b, maxWait, "seat", hasSeat)
	if s.Name != "Grace H" {
		t.Errorf("the name is %q, want what was typed", s.Name)
	}
	checkThrust(t, b)
	checkAim(t, b)
	checkFire(t, b)
	takeScreenshot(t, b, "match")
	checkMatchScreens(t, b)
}

// checkThrust holds W: the ship accelerates in the direction it points to.
func checkThrust(t *testing.T, b inputDevice) {
	t.Helper()
	ahead := func(s clientState) float64 {
		return s.Own.VX*math.Cos(s.Own.Heading) + s.Own.VY*math.Sin(s.Own.Heading)
	}
	before := ahead(awaitState(t, b, maxWait, "ship", func(s clientState) bool { return s.Own != nil }))
	b.keyDown('w')
	defer b.keyUp('w')
	awaitState(t, b, maxWait, "speed from thrust", func(s clientState) bool {
		return s.Own != nil && ahead(s) > before+60
	})
}

// checkAim moves the mouse to both sides: the ship turns there.
func checkAim(t *testing.T, b inputDevice) {
	t.Helper()
	w := b.pageWidth()
	for _, to := range []struct {
		what    string
		x       float64
		towards float64 // sign of the heading's cosine
	}{{"right", w - 20, 1}, {"left", 20, -1}} {
		b.moveMouse(to.x, pageH/2)
		awaitState(t, b, maxWait, "nose to the "+to.what, func(s clientState) bool {
			return s.Own != nil && math.Cos(s.Own.Heading)*to.towards > .8
		})
	}
}

// checkFire holds the left button: the own ship shoots.
func checkFire(t *testing.T, b inputDevice) {
	t.Helper()
	if s, _ := b.ClientState(); s.Shots > 0 {
		t.Errorf("%d shots before any was fired", s.Shots)
	}
	x := b.pageWidth() - 40
	b.mouseDown(x, pageH/3)
	defer b.mouseUp(x, pageH/3)
	awaitState(t, b, maxWait, "shot", func(s clientState) bool { return s.Shots > 0 })
}

// checkMatchScreens opens everything that a key opens in a match.
func checkMatchScreens(t *testing.T, b *tab) {
	t.Helper()
	b.keyDown(tabKey)
	awaitState(t, b, maxWait, "scoreboard", func(s clientState) bool { return s.Board })
	time.Sleep(keyHoldTime)
	takeScreenshot(t, b, "scoreboard")
	b.keyUp(tabKey)
	awaitState(t, b, maxWait, "end of the scoreboard", func(s clientState) bool { return !s.Board })

	b.pressKey(f3)
	awaitState(t, b, maxWait, "net graph", func(s clientState) bool { return s.Graph })
	time.Sleep(time.Second)
	takeScreenshot(t, b, "netgraph")

	b.pressKey(enterKey)
	b.typeText("gg")
	takeScreenshot(t, b, "chat")
	b.pressKey(enterKey)

	b.pressKey(escapeKey)
	awaitState(t, b, maxWait, "menu", func(s clientState) bool { return s.Scene == "pause" })
	time.Sleep(keyHoldTime)
	takeScreenshot(t, b, "menu")
	b.pressKey(escapeKey)
	awaitState(t, b, maxWait, "match", func(s clientState) bool { return s.Scene == "match" })

	b.pressKey(escapeKey)
	b.clickControl("LEAVE THE MATCH")
	awaitState(t, b, maxWait, "title", func(s clientState) bool { return s.Scene == "title" && s.Me < 0 })
}
