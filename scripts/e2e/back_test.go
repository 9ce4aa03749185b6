//go:build e2e

package e2e

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// TestAReloadInAMatchGoesBackToIt loads the page again in a match, on a server on which
// there is no other seat, and takes the way back there without a click.
func TestAReloadInAMatchGoesBackToIt(t *testing.T) {
	base := serve(t, "PERIHELION_ROOM_SEATS=2", "PERIHELION_MAX_ROOMS=1", "PERIHELION_MAX_PLAYERS=2",
		"PERIHELION_RECONNECT_WINDOW=2m") // loading the page takes long on a busy machine
	chrome := browser(t)
	b := newTab(t, chrome, "reloader", base+"/?name=Eve")
	await(t, b, patience, "title", func(s state) bool { return s.Frames > 2 && s.Scene == "title" })
	b.push("PLAY")
	was := await(t, b, patience, "seat", ready)
	other := newTab(t, chrome, "other", base+"/?play=1")
	await(t, other, patience, "the last seat", ready)

	// A socket that takes a while to open shows what the player is told meanwhile.
	b.before(`const Socket = WebSocket; let shown = false;
		window.WebSocket = class extends Socket {
			constructor(url, p) { super(url, p); this.slow = url.includes("/play"); }
			set onopen(f) { super.onopen = f && this.slow ? e => setTimeout(() => f(e), 3000) : f; }
			set onmessage(f) { super.onmessage = f; }
		}`)
	b.do(chromedp.Reload())
	await(t, b, patience, "word of the way back", func(s state) bool { return s.Scene == "finding" && s.Frames > 2 })
	shoot(t, b, "back")
	sameSeat(t, b, was)
	shoot(t, b, "back-again")
}

// TestBackInAMatchAsksOnce presses the browser's Back in a match: that asks, pressed once
// more it leads to the title, and there it leaves the page, as if there had been no match.
func TestBackInAMatchAsksOnce(t *testing.T) {
	base := serve(t, "PERIHELION_RECONNECT_WINDOW=2m")
	b := newTab(t, browser(t), "returner", base+"/healthz")
	b.open(base + "/?name=Eve")
	title := func(s state) bool { return s.Frames > 2 && s.Scene == "title" }
	await(t, b, patience, "title", title)
	at, entries := b.entry()

	for range 2 { // matches, of which the second puts its entry where that of the first was
		b.push("PLAY")
		was := await(t, b, patience, "seat", ready)
		b.wantEntry(at+1, entries+1)
		b.back()
		await(t, b, patience, "question", func(s state) bool { return s.Scene == "pause" })
		b.wantEntry(at+1, entries+1)
		shoot(t, b, "back-asks")
		b.push("RESUME")
		sameSeat(t, b, was)
		b.do(chromedp.Reload())
		sameSeat(t, b, was)
		b.wantEntry(at+1, entries+1)
		b.back()
		await(t, b, patience, "question", func(s state) bool { return s.Scene == "pause" })
		b.back()
		await(t, b, patience, "title after the match", title)
		b.wantEntry(at, entries+1) // the way forward is left, until the next match takes it
	}

	b.push("PLAY")
	await(t, b, patience, "seat", ready)
	b.back()
	await(t, b, patience, "question", func(s state) bool { return s.Scene == "pause" })
	b.push("LEAVE THE MATCH")
	await(t, b, patience, "title after the menu", title)
	b.wantEntry(at, entries+1)
	b.back()
	for until := time.Now().Add(patience); ; time.Sleep(100 * time.Millisecond) { // the page is gone, and cannot be asked
		if now, _ := b.entry(); now == at-1 {
			return
		}
		if time.Now().After(until) {
			t.Fatal("the title's Back does not leave the page")
		}
	}
}

// entry is which of its history's entries the tab is at, and how many there are.
func (b *tab) entry() (at, n int64) {
	b.t.Helper()
	b.do(chromedp.ActionFunc(func(ctx context.Context) error {
		now, list, err := page.GetNavigationHistory().Do(ctx)
		at, n = now, int64(len(list))
		return err
	}))
	return at, n
}

// wantEntry waits for the tab to be at an entry: a page learns of that later.
func (b *tab) wantEntry(at, n int64) {
	b.t.Helper()
	await(b.t, b, patience, "entry of the history", func(state) bool {
		nowAt, nowN := b.entry()
		return nowAt == at && nowN == n
	})
}

// back presses the browser's Back, and does not wait for what comes of it.
func (b *tab) back() {
	b.t.Helper()
	b.do(chromedp.ActionFunc(func(ctx context.Context) error {
		at, list, err := page.GetNavigationHistory().Do(ctx)
		if err != nil {
			return err
		}
		return page.NavigateToHistoryEntry(list[at-1].ID).Do(ctx)
	}))
}
