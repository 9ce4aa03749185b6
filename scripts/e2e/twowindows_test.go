//go:build e2e

package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestTwoWindowsOfOneBrowserAreTwoPlayers opens two windows that share the storage of one
// browser. They must be two players, and each must be the same player after a reload.
func TestTwoWindowsOfOneBrowserAreTwoPlayers(t *testing.T) {
	t.Parallel()
	base := startGame(t, "PERIHELION_RECONNECT_WINDOW=2m") // loading the page takes long on a busy machine
	chrome := startChromium(t)
	who := newProfile(t, chrome)
	first := newWindow(t, chrome, who, "first window")
	first.navigate(base + "/?play=1&name=Eve")
	one := awaitState(t, first, maxWait, "seat", hasSeat)

	second := newWindow(t, chrome, who, "second window")
	second.navigate(base + "/")
	awaitState(t, second, maxWait, "title", func(s clientState) bool { return s.Frames > 2 })
	takeScreenshot(t, second, "title")
	second.clickControl("PLAY")
	two := awaitState(t, second, maxWait, "seat", hasSeat)
	if two.Room != one.Room || two.Me == one.Me || two.Name != "Eve" {
		t.Errorf("the second window is %q in seat %d of %s; the first has seat %d of %s", two.Name, two.Me, two.Room, one.Me, one.Room)
	}
	checkSameSeat(t, first, one) // is still in it

	for _, w := range []struct {
		*tab
		was clientState
	}{{first, one}, {second, two}} {
		w.runActions(chromedp.Reload())
		awaitState(t, w, maxWait, "title after a reload", func(s clientState) bool { return s.Frames > 2 })
		if s, _ := w.ClientState(); s.Scene == "title" {
			w.clickControl("PLAY")
		}
		checkSameSeat(t, w.tab, w.was)
	}
	checkSameSeat(t, first, one)
}

func checkSameSeat(t *testing.T, p gameClient, was clientState) {
	t.Helper()
	if s := awaitState(t, p, maxWait, "seat", hasSeat); s.Me != was.Me || s.Room != was.Room || s.Name != was.Name {
		t.Errorf("%s is %q in seat %d of %s, was %q in seat %d of %s", p.ClientName(), s.Name, s.Me, s.Room, was.Name, was.Me, was.Room)
	}
}
