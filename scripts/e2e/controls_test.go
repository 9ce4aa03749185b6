//go:build e2e

package e2e

import (
	"testing"
	"time"

	"perihelion/client/scene"
)

// keyHoldTime is how long a person holds a key or a button, at least.
const keyHoldTime = 250 * time.Millisecond

// Keys that have no letter.
const (
	enterKey  = '\r'
	tabKey    = '\t'
	escapeKey = '\u001b'
)

// inputDevice are the single events of keyboard and mouse that a test sends to any kind of
// browser. Keys are runes as in package kb, places are in CSS pixels of the page.
type inputDevice interface {
	gameClient
	testingT() *testing.T
	keyDown(key rune)
	keyUp(key rune)
	moveMouse(x, y float64)
	mouseDown(x, y float64) // the left button
	mouseUp(x, y float64)   // releases it
	pageWidth() float64
}

// controls are actions of several events, on the device that it is embedded in.
type controls struct{ device inputDevice }

// awaitFrames waits until the game has handled the last event: for two frames from now,
// which take long where a browser draws in software, or for keyHoldTime if there is no
// game.
func (h controls) awaitFrames() {
	h.device.testingT().Helper()
	old, err := h.device.ClientState()
	if err != nil || old.Frames == 0 {
		time.Sleep(keyHoldTime)
		return
	}
	h.awaitFrameCount(old.Frames + 1) // the game updates its state only while it is asked for it
	now, _ := h.device.ClientState()
	h.awaitFrameCount(now.Frames + 2)
}

// awaitFrameCount waits until the game reports that it has drawn so many frames.
func (h controls) awaitFrameCount(frames uint64) {
	h.device.testingT().Helper()
	for deadline := time.Now().Add(maxWait); time.Now().Before(deadline); time.Sleep(keyHoldTime / 10) {
		if now, err := h.device.ClientState(); err == nil && now.Frames >= frames {
			return
		}
	}
}

// pressKey holds a key for a moment.
func (h controls) pressKey(key rune) {
	h.device.testingT().Helper()
	h.device.keyDown(key)
	h.awaitFrames()
	h.device.keyUp(key)
	h.awaitFrames()
}

func (h controls) clickAt(x, y float64) {
	h.device.testingT().Helper()
	h.device.mouseDown(x, y)
	h.awaitFrames()
	h.device.mouseUp(x, y)
	h.awaitFrames()
}

// findControl waits until there is a control with this label, and returns its middle, in
// CSS pixels.
func (h controls) findControl(label string) (x, y float64) {
	t := h.device.testingT()
	t.Helper()
	s := awaitState(t, h.device, maxWait, "control called "+label, func(s clientState) bool { c, ok := controlNamed(s, label); return ok && c.W > 0 }) // before it is first drawn it has no place
	c, _ := controlNamed(s, label)
	density := float64(s.Width) / h.device.pageWidth()
	return float64(c.X+c.W/2) / density, float64(c.Y+c.H/2) / density
}

// clickControl clicks on the control with this label.
func (h controls) clickControl(label string) {
	h.device.testingT().Helper()
	h.clickAt(h.findControl(label))
}

// controlNamed finds a control of the screen by its label.
func controlNamed(s clientState, label string) (scene.Control, bool) {
	for _, c := range s.Controls {
		if c.Label == label {
			return c, true
		}
	}
	return scene.Control{}, false
}
