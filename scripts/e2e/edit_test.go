//go:build e2e

package e2e

import (
	"context"
	"sync"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestTwoBuildAnArenaWhileAThirdFlies opens a room to build in, in a browser. Its owner lets a friend on a
// phone edit, each sees what the other has changed, and so does who flies in it with the desktop client; an
// undo takes it back for all.
func TestTwoBuildAnArenaWhileAThirdFlies(t *testing.T) {
	t.Parallel()
	base := startGame(t, "PERIHELION_DEV=true")
	go func() { _, _ = buildClient() }() // while the browser starts; newDesktop tells of an error
	chrome := startChromium(t)
	host := newTab(t, chrome, "builder", base+"/?name=Host")
	room := openRoomToBuildIn(t, host)
	friend := newPhone(t, chrome, "phone builder", base+"/?name=Friend&room="+room.Code)
	awaitState(t, friend, maxWait, "seat", hasSeat)
	flyer := newDesktop(t, startDisplay(t), t.TempDir(), "Flyer", "-noaudio", "-server", base, "-room", room.Code, "-bot")
	host.clickControl("PEOPLE")
	host.clickControl("LET EDIT") // the first below the owner is who came first: the friend
	friend.tapControl("EDIT")
	awaitState(t, friend, maxWait, "editor", isEditing)

	all := []gameClient{host, friend, flyer}
	host.clickControl("ARENA")
	host.clickControl("Title")
	host.typeText(" II")
	host.pressKey(enterKey)
	for _, p := range all {
		awaitState(t, p, maxWait, "new title", func(s clientState) bool { return s.Arena == room.Arena+" II" })
	}
	friend.tapControl("CHECKPOINT")
	friend.tapScreen(195, 340) // above the star: one sees all of the arena at first
	for _, p := range all {
		awaitState(t, p, maxWait, "another checkpoint", func(s clientState) bool { return s.Checkpoints == room.Checkpoints+1 })
	}
	takeScreenshotsAtOnce(t, all, "edits")
	friend.tapControl("UNDO")
	for _, p := range all {
		awaitState(t, p, maxWait, "undo", func(s clientState) bool { return s.Checkpoints == room.Checkpoints })
	}
	friend.tapControl("FLY")
	awaitState(t, friend, maxWait, "flight", func(s clientState) bool { return s.Scene == "match" && s.Own != nil })
}

func isEditing(s clientState) bool { return s.Scene == "edit" }

// openRoomToBuildIn opens a room without bots whose arena is edited, from the title.
func openRoomToBuildIn(t *testing.T, b *tab) clientState {
	t.Helper()
	awaitState(t, b, maxWait, "title", func(s clientState) bool { return s.Frames > 2 })
	b.clickControl("PRIVATE")
	b.clickControl("NO BOTS")
	b.clickControl("BUILD AN ARENA")
	return awaitState(t, b, maxWait, "editor", func(s clientState) bool { return isEditing(s) && s.Code != "" })
}

// newPhone opens a URL in a window of the size of a phone that is held upright, with touch.
func newPhone(t *testing.T, chrome context.Context, name, url string) *tab {
	t.Helper()
	b := newWindow(t, chrome, newProfile(t, chrome), name)
	b.setViewport(390, 844, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait)
	b.allowErrors("navigator.vibrate") // of a ship that is hit before the first tap
	b.navigate(url)
	return b
}

// tapControl touches the control with this label.
func (b *tab) tapControl(label string) {
	b.t.Helper()
	b.tapScreen(b.findControl(label))
}

// takeScreenshotsAtOnce saves pictures of what several clients show at nearly the same tick.
func takeScreenshotsAtOnce(t *testing.T, all []gameClient, what string) {
	t.Helper()
	var taken sync.WaitGroup
	for _, p := range all {
		taken.Go(func() { takeScreenshot(t, p, what) })
	}
	taken.Wait()
}
