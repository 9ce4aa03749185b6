//go:build e2e

package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestAReloadInAMatchReturnsToIt loads the page again in a match, on a server that has no
// other seat: the player returns to the seat without a click.
func TestAReloadInAMatchReturnsToIt(t *testing.T) {
	t.Parallel()
	base := startGame(t, "PERIHELION_ROOM_SEATS=2", "PERIHELION_MAX_ROOMS=1", "PERIHELION_MAX_PLAYERS=2",
		"PERIHELION_RECONNECT_WINDOW=2m") // loading the page takes long on a busy machine
	chrome := startChromium(t)
	b := newTab(t, chrome, "reloader", base+"/?name=Eve")
	awaitState(t, b, maxWait, "title", func(s clientState) bool { return s.Frames > 2 && s.Scene == "title" })
	b.clickControl("PLAY")
	was := awaitState(t, b, maxWait, "seat", hasSeat)
	other := newTab(t, chrome, "other", base+"/?play=1")
	awaitState(t, other, maxWait, "the last seat", hasSeat)

	// The socket opens slowly, so that the screen that says so can be seen.
	b.addInitScript(`const Socket = WebSocket; let shown = false;
		window.WebSocket = class extends Socket {
			constructor(url, p) { super(url, p); this.slow = url.includes("/play"); }
			set onopen(f) { super.onopen = f && this.slow ? e => setTimeout(() => f(e), 3000) : f; }
			set onmessage(f) { super.onmessage = f; }
		}`)
	b.runActions(chromedp.Reload())
	awaitState(t, b, maxWait, "the screen of the return", func(s clientState) bool { return s.Scene == "finding" && s.Frames > 2 })
	takeScreenshot(t, b, "back")
	checkSameSeat(t, b, was)
	takeScreenshot(t, b, "back-again")
}

// TestBackInAMatchAsksOnce presses the browser's Back button in a match: the game asks
// first. Pressed again, it leads to the title, and there it leaves the page, as if there
// had been no match.
func TestBackInAMatchAsksOnce(t *testing.T) {
	t.Parallel()
	base := startGame(t, "PERIHELION_RECONNECT_WINDOW=2m")
	b := newTab(t, startChromium(t), "returner", base+"/healthz")
	b.navigate(base + "/?name=Eve")
	title := func(s clientState) bool { return s.Frames > 2 && s.Scene == "title" }
	awaitState(t, b, maxWait, "title", title)
	at, entries := b.historyEntry()

	for range 2 { // matches; the entry of the second one replaces that of the first
		b.clickControl("PLAY")
		was := awaitState(t, b, maxWait, "seat", hasSeat)
		b.awaitHistoryEntry(at+1, entries+1)
		b.pressBack()
		awaitState(t, b, maxWait, "question", func(s clientState) bool { return s.Scene == "pause" })
		b.awaitHistoryEntry(at+1, entries+1)
		takeScreenshot(t, b, "back-asks")
		b.clickControl("RESUME")
		checkSameSeat(t, b, was)
		b.runActions(chromedp.Reload())
		checkSameSeat(t, b, was)
		b.awaitHistoryEntry(at+1, entries+1)
		b.pressBack()
		awaitState(t, b, maxWait, "question", func(s clientState) bool { return s.Scene == "pause" })
		b.pressBack()
		awaitState(t, b, maxWait, "title after the match", title)
		b.awaitHistoryEntry(at, entries+1) // the entry of the match stays, until the next match replaces it
	}

	b.clickControl("PLAY")
	awaitState(t, b, maxWait, "seat", hasSeat)
	b.pressBack()
	awaitState(t, b, maxWait, "question", func(s clientState) bool { return s.Scene == "pause" })
	b.clickControl("LEAVE THE MATCH")
	awaitState(t, b, maxWait, "title after the menu", title)
	b.awaitHistoryEntry(at, entries+1)
	b.pressBack()
	for until := time.Now().Add(maxWait); ; time.Sleep(100 * time.Millisecond) { // the page is gone and cannot answer
		if now, _ := b.historyEntry(); now == at-1 {
			return
		}
		if time.Now().After(until) {
			t.Fatal("the title's Back does not leave the page")
		}
	}
}

// historyEntry returns at which entry of its history the tab is, and how many there are.
func (b *tab) historyEntry() (at, n int64) {
	b.t.Helper()
	b.runActions(chromedp.ActionFunc(func(ctx context.Context) error {
		now, list, err := page.GetNavigationHistory().Do(ctx)
		at, n = now, int64(len(list))
		return err
	}))
	return at, n
}

// awaitHistoryEntry waits until the tab is at an entry and has n of them: a page gets to
// know that late.
func (b *tab) awaitHistoryEntry(at, n int64) {
	b.t.Helper()
	awaitState(b.t, b, maxWait, "entry of the history", func(clientState) bool {
		nowAt, nowN := b.historyEntry()
		return nowAt == at && nowN == n
	})
}

// pressBack presses the browser's Back button and does not wait for the result.
func (b *tab) pressBack() {
	b.t.Helper()
	b.runActions(chromedp.ActionFunc(func(ctx context.Context) error {
		at, list, err := page.GetNavigationHistory().Do(ctx)
		if err != nil {
			return err
		}
		return page.NavigateToHistoryEntry(list[at-1].ID).Do(ctx)
	}))
}
