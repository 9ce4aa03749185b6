//go:build e2e

package e2e

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// blockStorage makes a page that of a browser which blocks all cookies: any access to a
// storage throws. It also stores the page's AudioContext in window.sound.
const blockStorage = `
	for (const name of ["localStorage", "sessionStorage", "indexedDB", "caches"]) {
		Object.defineProperty(window, name, { get() { throw new DOMException("Access is denied for this document.", "SecurityError"); } });
	}
	const Sound = AudioContext;
	window.AudioContext = function (options) { return window.sound = new Sound(options); };
`

// TestABrowserWithoutStorageThatLosesInputEvents plays in a browser that stores nothing,
// loses the end of mouse buttons and touches, and suspends the sound.
func TestABrowserWithoutStorageThatLosesInputEvents(t *testing.T) {
	t.Parallel()
	base, chrome := startGame(t), startChromium(t)
	b := newWindow(t, chrome, newProfile(t, chrome), "blocked")
	b.addInitScript(blockStorage)
	b.navigate(base + "/")
	s := awaitState(t, b, maxWait, "title", func(s clientState) bool { return s.Frames > 2 })
	if s.Notice == "" {
		t.Error("there is no notice that nothing can be saved")
	}
	takeScreenshot(t, b, "title")
	b.clickControl("SETTINGS")
	b.clickControl("Shake the view when hit")
	takeScreenshot(t, b, "settings")
	b.clickControl("DONE")
	b.clickControl("PLAY")
	awaitState(t, b, maxWait, "ship", func(s clientState) bool { return hasSeat(s) && s.Own != nil })
	checkReleaseOutsidePage(t, b)
	checkBlur(t, b)
	checkSoundResumes(t, b)
	b.setViewport(pageW, pageH, chromedp.EmulateTouch)
	checkTouchCancel(t, b)
}

// awaitShot waits until there are shots of the own ship.
func awaitShot(t *testing.T, b *tab) {
	t.Helper()
	awaitState(t, b, maxWait, "shot", func(s clientState) bool { return s.Shots > 0 })
}

// awaitNoShots waits until the shots are gone, and checks that no more are fired.
func awaitNoShots(t *testing.T, b *tab, why string) {
	t.Helper()
	awaitState(t, b, maxWait, "end of the fire: "+why, func(s clientState) bool { return s.Shots == 0 && s.Own != nil })
	b.awaitFrames()
	if s, _ := b.ClientState(); s.Shots > 0 {
		t.Errorf("%s, and it fires on", why)
	}
}

// checkReleaseOutsidePage releases the button outside of the window: the fire ends.
func checkReleaseOutsidePage(t *testing.T, b *tab) {
	t.Helper()
	b.mouseDown(pageW-40, pageH/3)
	awaitShot(t, b)
	b.moveMouse(pageW+60, -30)
	b.mouseUp(pageW+60, -30)
	awaitNoShots(t, b, "the button was let go of outside of the window")
}

// checkBlur moves the focus to another window while the button is held: the fire ends.
func checkBlur(t *testing.T, b *tab) {
	t.Helper()
	b.mouseDown(pageW-40, pageH/3)
	awaitShot(t, b)
	evalScript[bool](b, `window.dispatchEvent(new Event("blur"))`)
	awaitNoShots(t, b, "another window has the focus")
	b.mouseUp(pageW-40, pageH/3)
}

// checkTouchCancel lets the system cancel a touch: the fire ends.
func checkTouchCancel(t *testing.T, b *tab) {
	t.Helper()
	thumb := &input.TouchPoint{X: pageW * .8, Y: pageH * .6, ID: 1}
	b.sendTouch(input.TouchStart, thumb)
	b.awaitFrames()
	thumb.X += 45
	b.sendTouch(input.TouchMove, thumb)
	awaitShot(t, b)
	b.sendTouch(input.TouchCancel)
	awaitNoShots(t, b, "the touch was cancelled")
}

// checkSoundResumes checks that suspended sound resumes, as after a phone call: with a key,
// and when the page is visible again.
func checkSoundResumes(t *testing.T, b *tab) {
	t.Helper()
	running := func(when string) {
		t.Helper()
		awaitScript(t, b, when, `sound.state === "running"`)
	}
	running("sound after a gesture")
	const suspend = `sound.suspend().then(() => sound.state === "suspended")`
	for _, again := range []struct {
		what string
		do   func()
	}{
		{"a key", func() { b.pressKey('q') }},
		{"sight of the page", func() { evalScript[bool](b, `document.dispatchEvent(new Event("visibilitychange"))`) }},
	} {
		b.runActions(chromedp.Evaluate(suspend, nil, awaitPromise))
		again.do()
		running("sound after " + again.what)
	}
}
