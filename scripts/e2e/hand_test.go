//go:build e2e

package e2e

import (
	"testing"
	"time"

	"perihelion/client/scene"
)

// held is how long a person holds a key or a button, at least.
const held = 250 * time.Millisecond

// Keys that have no letter.
const (
	enter  = '\r'
	tabKey = '\t'
	escape = '\u001b'
)

// device is what a hand of any browser can do at once. Keys are runes as in package
// kb, places are in CSS pixels of the page.
type device interface {
	player
	test() *testing.T
	down(key rune)
	up(key rune)
	point(x, y float64)
	hold(x, y float64)    // the left button
	release(x, y float64) // lets go of it
	width() float64
}

// hand does what takes more than a moment, on the device that it is part of.
type hand struct{ of device }

// settle waits until the game has seen what was done: for two frames from now, however
// long they take where a browser draws in software, and for held where there is no game.
func (h hand) settle() {
	h.of.test().Helper()
	old, err := h.of.State()
	if err != nil || old.Frames == 0 {
		time.Sleep(held)
		return
	}
	h.drawn(old.Frames + 1) // the game keeps its state fresh only while somebody asks
	now, _ := h.of.State()
	h.drawn(now.Frames + 2)
}

// drawn waits until the game says that it has drawn so many frames.
func (h hand) drawn(frames uint64) {
	h.of.test().Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(held / 10) {
		if now, err := h.of.State(); err == nil && now.Frames >= frames {
			return
		}
	}
}

// press holds a key for a moment.
func (h hand) press(key rune) {
	h.of.test().Helper()
	h.of.down(key)
	h.settle()
	h.of.up(key)
	h.settle()
}

func (h hand) click(x, y float64) {
	h.of.test().Helper()
	h.of.hold(x, y)
	h.settle()
	h.of.release(x, y)
	h.settle()
}

// find waits until there is something of this name to press, and returns where its
// middle is, in CSS pixels.
func (h hand) find(label string) (x, y float64) {
	t := h.of.test()
	t.Helper()
	s := await(t, h.of, patience, "control called "+label, func(s state) bool { c, ok := control(s, label); return ok && c.W > 0 }) // it has its place from its first drawing on
	c, _ := control(s, label)
	density := float64(s.Width) / h.of.width()
	return float64(c.X+c.W/2) / density, float64(c.Y+c.H/2) / density
}

// push clicks on it.
func (h hand) push(label string) {
	h.of.test().Helper()
	h.click(h.find(label))
}

// control is something in the menu of s that one can press.
func control(s state, label string) (scene.Control, bool) {
	for _, c := range s.Controls {
		if c.Label == label {
			return c, true
		}
	}
	return scene.Control{}, false
}
