//go:build e2e

package e2e

import (
	"math"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// TestThePageFollowsTheWindow resizes the window, on screens of all densities. A window has
// the density with which it was opened: Ebitengine reads it once.
func TestThePageFollowsTheWindow(t *testing.T) {
	t.Parallel()
	base := startGame(t)
	chrome := startChromium(t)
	for _, screen := range []struct {
		name  string
		scale float64
	}{{"plain", 1}, {"dense", 2}} {
		b := newWindow(t, chrome, newProfile(t, chrome), screen.name)
		b.setViewport(pageW, pageH, chromedp.EmulateScale(screen.scale))
		b.navigate(base + "/?play=1&name=Resize")
		awaitState(t, b, maxWait, "seat", hasSeat)
		for _, size := range []struct {
			name string
			w, h int64
		}{{"small", 640, 400}, {"tall", 500, 700}} {
			b.setViewport(size.w, size.h, chromedp.EmulateScale(screen.scale))
			w, h := int(float64(size.w)*screen.scale), int(float64(size.h)*screen.scale)
			awaitState(t, b, maxWait, "frame of the new size", func(s clientState) bool { return s.Width == w && s.Height == h })
			time.Sleep(keyHoldTime)
			takeScreenshot(t, b, size.name)
			checkCanvasSize(t, b, w, h)
		}
		b.close()
	}
}

// checkCanvasSize checks that the canvas has w by h pixels and fills the page exactly.
func checkCanvasSize(t *testing.T, b *tab, w, h int) {
	t.Helper()
	type box struct{ W, H, CW, CH, Right, Bottom, SW, SH, IW, IH float64 }
	got := evalScript[box](b, `(() => {
		const c = document.querySelector("canvas"), r = c.getBoundingClientRect(), d = document.scrollingElement;
		return {W: c.width, H: c.height, CW: r.left, CH: r.top, Right: r.right, Bottom: r.bottom, SW: d.scrollWidth, SH: d.scrollHeight, IW: innerWidth, IH: innerHeight};
	})()`)
	if got.W != float64(w) || got.H != float64(h) {
		t.Errorf("the canvas has %v by %v pixels, want %d by %d", got.W, got.H, w, h)
	}
	if got.CW != 0 || got.CH != 0 || got.Right != got.IW || got.Bottom != got.IH || got.SW > got.IW || got.SH > got.IH {
		t.Errorf("the canvas does not fill the page: %+v", got)
	}
}

// TestAPhone plays by touch, on a phone in both orientations.
func TestAPhone(t *testing.T) {
	t.Parallel()
	base := startGame(t)
	chrome := startChromium(t)
	for _, phone := range []struct {
		name string
		w, h int64
		turn chromedp.EmulateViewportOption
	}{{"phone landscape", 844, 390, chromedp.EmulateLandscape}, {"phone portrait", 390, 844, chromedp.EmulatePortrait}} {
		b := newWindow(t, chrome, newProfile(t, chrome), phone.name)
		b.setViewport(phone.w, phone.h, chromedp.EmulateScale(1), chromedp.EmulateMobile, chromedp.EmulateTouch, phone.turn)
		b.navigate(base + "/")
		awaitState(t, b, maxWait, "title", func(s clientState) bool { return s.Frames > 2 })
		takeScreenshot(t, b, "title")
		w, h := float64(phone.w), float64(phone.h)
		b.tapScreen(b.findControl("PLAY"))
		awaitState(t, b, maxWait, "seat", hasSeat)
		time.Sleep(keyHoldTime)
		takeScreenshot(t, b, "match")
		checkThumbs(t, b, w, h)
		checkCanvasSize(t, b, int(w), int(h))
		b.close()
	}
}

// checkThumbs pushes the left stick up: the ship accelerates. It pushes the right one
// sideways: the ship fires.
func checkThumbs(t *testing.T, b *tab, w, h float64) {
	t.Helper()
	before := awaitState(t, b, maxWait, "ship", func(s clientState) bool { return s.Own != nil })
	left, right := &input.TouchPoint{X: w * .15, Y: h * .75, ID: 1}, &input.TouchPoint{X: w * .8, Y: h * .6, ID: 2}
	b.sendTouch(input.TouchStart, left)
	b.awaitFrames() // a touch begins where the game first reads it
	left.Y -= 50
	b.sendTouch(input.TouchMove, left)
	awaitState(t, b, maxWait, "speed from the left thumb", func(s clientState) bool {
		return s.Own != nil && math.Hypot(s.Own.VX-before.Own.VX, s.Own.VY-before.Own.VY) > 60
	})
	if s, _ := b.ClientState(); s.Shots > 0 {
		t.Errorf("%s: the left thumb fires", b.ClientName())
	}
	b.sendTouch(input.TouchStart, left, right)
	b.awaitFrames()
	right.X += 45
	b.sendTouch(input.TouchMove, left, right)
	awaitState(t, b, maxWait, "shot from the right thumb", func(s clientState) bool { return s.Shots > 0 })
	takeScreenshot(t, b, "thumbs")
	b.sendTouch(input.TouchEnd)
}
