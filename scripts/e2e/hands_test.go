//go:build e2e

package e2e

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"perihelion/client/scene"
)

// held is how long a person holds a key or a button, at least.
const held = 250 * time.Millisecond

// settle waits until the game has seen what was done: for two frames from now, however
// long they take where Chromium draws in software, and for held where there is no game.
func (b *tab) settle() {
	b.t.Helper()
	old, err := b.State()
	if err != nil || old.Frames == 0 {
		time.Sleep(held)
		return
	}
	b.drawn(old.Frames + 1) // the game keeps its state fresh only while somebody asks
	now, _ := b.State()
	b.drawn(now.Frames + 2)
}

// drawn waits until the game says that it has drawn so many frames.
func (b *tab) drawn(frames uint64) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(held / 10) {
		if now, err := b.State(); err == nil && now.Frames >= frames {
			return
		}
	}
}

// down holds the key that has this rune in package kb.
func (b *tab) down(key rune) { b.t.Helper(); b.key(key, 0) }

// up lets go of it.
func (b *tab) up(key rune) { b.t.Helper(); b.key(key, len(kb.Encode(key))-1) }

func (b *tab) key(key rune, part int) {
	b.t.Helper()
	events := kb.Encode(key)
	b.do(events[part])
}

// press holds a key for a moment.
func (b *tab) press(key rune) {
	b.t.Helper()
	b.down(key)
	b.settle()
	b.up(key)
	b.settle()
}

// write types a text, faster than any hand: no letter may be lost.
func (b *tab) write(text string) {
	b.t.Helper()
	for _, r := range text {
		for _, ev := range kb.Encode(r) {
			b.do(ev)
		}
	}
	b.settle()
}

// point moves the mouse, in CSS pixels.
func (b *tab) point(x, y float64) {
	b.t.Helper()
	b.do(chromedp.MouseEvent(input.MouseMoved, x, y))
}

// hold presses the left button there, and release lets go.
func (b *tab) hold(x, y float64) {
	b.t.Helper()
	b.point(x, y)
	b.do(chromedp.MouseEvent(input.MousePressed, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
}

func (b *tab) release(x, y float64) {
	b.t.Helper()
	b.do(chromedp.MouseEvent(input.MouseReleased, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
}

func (b *tab) click(x, y float64) {
	b.t.Helper()
	b.hold(x, y)
	b.settle()
	b.release(x, y)
	b.settle()
}

// touch puts fingers on the screen, moves them, or with none lifts them.
func (b *tab) touch(kind input.TouchType, fingers ...*input.TouchPoint) {
	b.t.Helper()
	b.do(chromedp.ActionFunc(func(ctx context.Context) error {
		return input.DispatchTouchEvent(kind, append([]*input.TouchPoint{}, fingers...)).Do(ctx)
	}))
}

// tap holds a finger there for a moment.
func (b *tab) tap(x, y float64) {
	b.t.Helper()
	b.touch(input.TouchStart, &input.TouchPoint{X: x, Y: y})
	b.settle()
	b.touch(input.TouchEnd)
	b.settle()
}

// Keys that have no letter.
const (
	enter  = '\r'
	tabKey = '\t'
	escape = '\u001b'
)

// find waits until there is something of this name to press, and returns where its
// middle is, in CSS pixels.
func (b *tab) find(label string) (x, y float64) {
	b.t.Helper()
	s := await(b.t, b, patience, "control called "+label, func(s state) bool { c, ok := control(s, label); return ok && c.W > 0 }) // it has its place from its first drawing on
	c, _ := control(s, label)
	density := float64(s.Width) / eval[float64](b, "innerWidth")
	return float64(c.X+c.W/2) / density, float64(c.Y+c.H/2) / density
}

// push clicks on it.
func (b *tab) push(label string) {
	b.t.Helper()
	b.click(b.find(label))
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
