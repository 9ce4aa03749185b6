//go:build e2e

package e2e

import (
	"math"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
)

var f3 = []rune(kb.F3)[0]

// TestANewPlayerByHand goes through everything with a mouse and keys.
func TestANewPlayerByHand(t *testing.T) {
	b := newTab(t, browser(t), "hand", serve(t)+"/")
	await(t, b, patience, "title", func(s state) bool { return s.Frames > 2 && s.Scene == "title" })
	b.push("Your name")
	b.write("Grace H")
	shoot(t, b, "title")
	b.push("PLAY")
	shoot(t, b, "finding")
	s := await(t, b, patience, "seat", ready)
	if s.Name != "Grace H" {
		t.Errorf("the name is %q, want what was typed", s.Name)
	}
	flies(t, b)
	aims(t, b)
	shoots(t, b)
	shoot(t, b, "match")
	looksAround(t, b)
}

// flies holds W: the ship gains speed where it points.
func flies(t *testing.T, b device) {
	t.Helper()
	ahead := func(s state) float64 { return s.Own.VX*math.Cos(s.Own.Heading) + s.Own.VY*math.Sin(s.Own.Heading) }
	before := ahead(await(t, b, patience, "ship", func(s state) bool { return s.Own != nil }))
	b.down('w')
	defer b.up('w')
	await(t, b, patience, "speed from thrust", func(s state) bool {
		return s.Own != nil && ahead(s) > before+60
	})
}

// aims points the mouse to both sides: the ship turns there.
func aims(t *testing.T, b device) {
	t.Helper()
	w := b.width()
	for _, to := range []struct {
		what    string
		x       float64
		towards float64 // sign of the heading's cosine
	}{{"right", w - 20, 1}, {"left", 20, -1}} {
		b.point(to.x, high/2)
		await(t, b, patience, "nose to the "+to.what, func(s state) bool {
			return s.Own != nil && math.Cos(s.Own.Heading)*to.towards > .8
		})
	}
}

// shoots holds the left button: there are pulses of our own.
func shoots(t *testing.T, b device) {
	t.Helper()
	if s, _ := b.State(); s.Shots > 0 {
		t.Errorf("%d shots before any was fired", s.Shots)
	}
	x := b.width() - 40
	b.hold(x, high/3)
	defer b.release(x, high/3)
	await(t, b, patience, "shot", func(s state) bool { return s.Shots > 0 })
}

// looksAround opens all that a key opens in a match.
func looksAround(t *testing.T, b *tab) {
	t.Helper()
	b.down(tabKey)
	await(t, b, patience, "scoreboard", func(s state) bool { return s.Board })
	time.Sleep(held)
	shoot(t, b, "scoreboard")
	b.up(tabKey)
	await(t, b, patience, "end of the scoreboard", func(s state) bool { return !s.Board })

	b.press(f3)
	await(t, b, patience, "net graph", func(s state) bool { return s.Graph })
	time.Sleep(time.Second)
	shoot(t, b, "netgraph")

	b.press(enter)
	b.write("gg")
	shoot(t, b, "chat")
	b.press(enter)

	b.press(escape)
	await(t, b, patience, "menu", func(s state) bool { return s.Scene == "pause" })
	time.Sleep(held)
	shoot(t, b, "menu")
	b.press(escape)
	await(t, b, patience, "match", func(s state) bool { return s.Scene == "match" })

	b.press(escape)
	b.push("LEAVE THE MATCH")
	await(t, b, patience, "title", func(s state) bool { return s.Scene == "title" && s.Me < 0 })
}
