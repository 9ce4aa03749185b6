//go:build e2e

package e2e

import (
	"testing"

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
