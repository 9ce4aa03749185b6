//go:build e2e

package e2e

import (
	"math"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// TestThePageFollowsTheWindow resizes it, on screens of all densities. A window
// has the density it was opened with: Ebitengine asks for it once.
func TestThePageFollowsTheWindow(t *testing.T) {
	base := serve(t)
	chrome := browser(t)
	for _, screen := range []struct {
		name  string
		scale float64
	}{{"plain", 1}, {"dense", 2}} {
		b := newWindow(t, chrome, profile(t, chrome), screen.name)
		b.do(chromedp.EmulateViewport(wide, high, chromedp.EmulateScale(screen.scale)))
		b.open(base + "/?play=1&name=Resize")
		await(t, b, patience, "seat", ready)
		for _, size := range []struct {
			name string
			w, h int64
		}{{"small", 640, 400}, {"tall", 500, 700}} {
			b.do(chromedp.EmulateViewport(size.w, size.h, chromedp.EmulateScale(screen.scale)))
			w, h := int(float64(size.w)*screen.scale), int(float64(size.h)*screen.scale)
			await(t, b, patience, "frame of the new size", func(s state) bool { return s.Width == w && s.Height == h })
			time.Sleep(held)
			shoot(t, b, size.name)
			fits(t, b, w, h)
		}
		b.close()
	}
}

// fits checks that the canvas has w by h pixels and fills the page, no more.
func fits(t *testing.T, b *tab, w, h int) {
	t.Helper()
	type box struct{ W, H, CW, CH, Right, Bottom, SW, SH, IW, IH float64 }
	got := eval[box](b, `(() => {
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

// TestAPhone is played with thumbs, on its side and upright.
func TestAPhone(t *testing.T) {
	base := serve(t)
	chrome := browser(t)
	for _, phone := range []struct {
		name string
		w, h int64
		turn chromedp.EmulateViewportOption
	}{{"phone landscape", 844, 390, chromedp.EmulateLandscape}, {"phone portrait", 390, 844, chromedp.EmulatePortrait}} {
		b := newWindow(t, chrome, profile(t, chrome), phone.name)
		b.do(chromedp.EmulateViewport(phone.w, phone.h, chromedp.EmulateMobile, chromedp.EmulateTouch, phone.turn))
		b.open(base + "/")
		await(t, b, patience, "title", func(s state) bool { return s.Frames > 2 })
		shoot(t, b, "title")
		w, h := float64(phone.w), float64(phone.h)
		b.tap(b.find("PLAY"))
		await(t, b, patience, "seat", ready)
		time.Sleep(held)
		shoot(t, b, "match")
		thumbs(t, b, w, h)
		fits(t, b, int(w), int(h))
		b.close()
	}
}

// thumbs pushes the left stick up: the ship gains speed; and the right one aside:
// it fires.
func thumbs(t *testing.T, b *tab, w, h float64) {
	t.Helper()
	before := await(t, b, patience, "ship", func(s state) bool { return s.Own != nil })
	left, right := &input.TouchPoint{X: w * .15, Y: h * .75, ID: 1}, &input.TouchPoint{X: w * .8, Y: h * .6, ID: 2}
	b.touch(input.TouchStart, left)
	b.settle() // a finger begins where a frame first sees it
	left.Y -= 50
	b.touch(input.TouchMove, left)
	await(t, b, patience, "speed from the left thumb", func(s state) bool {
		return s.Own != nil && math.Hypot(s.Own.VX-before.Own.VX, s.Own.VY-before.Own.VY) > 60
	})
	if s, _ := b.State(); s.Shots > 0 {
		t.Errorf("%s: the left thumb fires", b.Name())
	}
	b.touch(input.TouchStart, left, right)
	b.settle()
	right.X += 45
	b.touch(input.TouchMove, left, right)
	await(t, b, patience, "shot from the right thumb", func(s state) bool { return s.Shots > 0 })
	shoot(t, b, "thumbs")
	b.touch(input.TouchEnd)
}
