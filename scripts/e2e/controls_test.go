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

// inputDevice is what a hand of any browser can do at once. Keys are runes as in package
// kb, places are in CSS pixels of the page.
type inputDevice interface {
	gameClient
	testingT() *testing.T
	keyDown(key rune)
	keyUp(key rune)
	moveMouse(x, y float64)
	mouseDown(x, y float64) // the left button
	mouseUp(x, y float64)   // lets go of it
	pageWidth() float64
}

// controls does what takes more than a moment, on the device that it is part of.
type controls struct{ device inputDevice }

// awaitFrames waits until the game has seen what was done: for two frames from now, however
// long they take where a browser draws in software, and for held where there is no game.
func (h controls) awaitFrames() {
	h.device.testingT().Helper()
	old, err := h.device.ClientState()
	if err != nil || old.Frames == 0 {
		time.Sleep(keyHoldTime)
		return
	}
	h.awaitFrameCount(old.Frames + 1) // the game keeps its state fresh only while somebody asks
	now, _ := h.device.ClientState()
	h.awaitFrameCount(now.Frames + 2)
}

// awaitFrameCount waits until the game says that it has drawn so many frames.
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

// findControl waits until there is something of this name to press, and returns where its
// middle is, in CSS pixels.
func (h controls) findControl(label string) (x, y float64) {
	t := h.device.testingT()
	t.Helper()
	s := awaitState(t, h.device, maxWait, "control called "+label, func(s clientState) bool { c, ok := controlNamed(s, label); return ok && c.W > 0 }) // it has its place from its first drawing on
	c, _ := controlNamed(s, label)
	density := float64(s.Width) / h.device.pageWidth()
	return float64(c.X+c.W/2) / density, float64(c.Y+c.H/2) / density
}

// clickControl clicks on it.
func (h controls) clickControl(label string) {
	h.device.testingT().Helper()
	h.clickAt(h.findControl(label))
}

// controlNamed is something in the menu of s that one can press.
func controlNamed(s clientState, label string) (scene.Control, bool) {
	for _, c := range s.Controls {
		if c.Label == label {
			return c, true
		}
	}
	return scene.Control{}, false
}
