//go:build e2e

package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// blockAll makes this page one of a browser that is told to block all cookies: to ask
// for any storage throws. It keeps the context of the page's sound within reach, too.
const blockAll = `
	for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
		Object.defineProperty(window, name, { get() { throw new DOMException("Access is denied for this document.", "SecurityError"); } });
	}
	const Sound = AudioContext;
	window.AudioContext = function (options) { return window.sound = new Sound(options); };
`

// TestABrowserThatHelpsLittle keeps nothing, loses buttons and touches, and puts the
// sound to sleep: one plays all the same.
func TestABrowserThatHelpsLittle(t *testing.T) {
	chrome := browser(t)
	b := newWindow(t, chrome, profile(t, chrome), "blocked")
	b.before(blockAll)
	b.open(serve(t) + "/")
	s := await(t, b, patience, "title", func(s state) bool { return s.Frames > 2 })
	if s.Notice == "" {
		t.Error("nobody says that nothing can be saved")
	}
	shoot(t, b, "title")
	b.push("SETTINGS")
	b.push("Shake the view when hit")
	shoot(t, b, "settings")
	b.push("DONE")
	b.push("PLAY")
	await(t, b, patience, "ship", func(s state) bool { return ready(s) && s.Own != nil })
	endsOutside(t, b)
	endsAway(t, b)
	soundComesBack(t, b)
	b.do(chromedp.EmulateViewport(wide, high, chromedp.EmulateTouch))
	endsCancelled(t, b)
}

// fires holds until there are shots of our own.
func fires(t *testing.T, b *tab) {
	t.Helper()
	await(t, b, patience, "shot", func(s state) bool { return s.Shots > 0 })
}

// rests waits until what was fired is gone and nothing more comes.
func rests(t *testing.T, b *tab, why string) {
	t.Helper()
	await(t, b, patience, "end of the fire: "+why, func(s state) bool { return s.Shots == 0 && s.Own != nil })
	b.settle()
	if s, _ := b.State(); s.Shots > 0 {
		t.Errorf("%s, and it fires on", why)
	}
}

// endsOutside lets go of the button beside the window.
func endsOutside(t *testing.T, b *tab) {
	t.Helper()
	b.hold(wide-40, high/3)
	fires(t, b)
	b.point(wide+60, -30)
	b.release(wide+60, -30)
	rests(t, b, "the button was let go of outside of the window")
}

// endsAway goes to another window with the button and a key held.
func endsAway(t *testing.T, b *tab) {
	t.Helper()
	b.hold(wide-40, high/3)
	fires(t, b)
	eval[bool](b, `window.dispatchEvent(new Event("blur"))`)
	rests(t, b, "another window has the focus")
	b.release(wide-40, high/3)
}

// endsCancelled has the system take a touch for itself.
func endsCancelled(t *testing.T, b *tab) {
	t.Helper()
	thumb := &input.TouchPoint{X: wide * .8, Y: high * .6, ID: 1}
	b.touch(input.TouchStart, thumb)
	b.settle()
	thumb.X += 45
	b.touch(input.TouchMove, thumb)
	fires(t, b)
	b.touch(input.TouchCancel)
	rests(t, b, "the touch was cancelled")
}

// soundComesBack after a phone call, with a key, and after another app was in front.
func soundComesBack(t *testing.T, b *tab) {
	t.Helper()
	running := func(when string) {
		t.Helper()
		awaitTrue(t, b, when, `sound.state === "running"`)
	}
	running("sound after a gesture")
	const suspend = `sound.suspend().then(() => sound.state === "suspended")`
	for _, again := range []struct {
		what string
		do   func()
	}{
		{"a key", func() { b.press('q') }},
		{"sight of the page", func() { eval[bool](b, `document.dispatchEvent(new Event("visibilitychange"))`) }},
	} {
		b.do(chromedp.Evaluate(suspend, nil, awaitPromise))
		again.do()
		running("sound after " + again.what)
	}
}
