//go:build e2e

package e2e

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// TestTwoWindowsOfOneBrowser are two players, though all that a browser remembers
// is shared between them; and each stays who it is when it is loaded again.
func TestTwoWindowsOfOneBrowser(t *testing.T) {
	base := serve(t, "PERIHELION_RECONNECT_WINDOW=2m") // loading the page takes long on a busy machine
	chrome := browser(t)
	who := profile(t, chrome)
	first := newWindow(t, chrome, who, "first window")
	first.open(base + "/?play=1&name=Eve")
	one := await(t, first, patience, "seat", ready)

	second := newWindow(t, chrome, who, "second window")
	second.open(base + "/")
	await(t, second, patience, "title", func(s state) bool { return s.Frames > 2 })
	shoot(t, second, "title")
	second.push("PLAY")
	two := await(t, second, patience, "seat", ready)
	if two.Room != one.Room || two.Me == one.Me || two.Name != "Eve" {
		t.Errorf("the second window is %q in seat %d of %s; the first has seat %d of %s", two.Name, two.Me, two.Room, one.Me, one.Room)
	}
	sameSeat(t, first, one) // has not been pushed out

	for _, w := range []struct {
		*tab
		was state
	}{{first, one}, {second, two}} {
		w.do(chromedp.Reload())
		await(t, w, patience, "title after a reload", func(s state) bool { return s.Frames > 2 })
		if s, _ := w.State(); s.Scene == "title" {
			w.push("PLAY")
		}
		sameSeat(t, w.tab, w.was)
	}
	sameSeat(t, first, one)
}

func sameSeat(t *testing.T, p player, was state) {
	t.Helper()
	if s := await(t, p, patience, "seat", ready); s.Me != was.Me || s.Room != was.Room || s.Name != was.Name {
		t.Errorf("%s is %q in seat %d of %s, was %q in seat %d of %s", p.Name(), s.Name, s.Me, s.Room, was.Name, was.Me, was.Room)
	}
}
