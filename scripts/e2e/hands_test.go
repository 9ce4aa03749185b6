//go:build e2e

package e2e

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// held is how long a person holds a key or a button: longer than a frame takes
// where Chromium draws in software.
const held = 250 * time.Millisecond

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
	time.Sleep(held)
	b.up(key)
	time.Sleep(held)
}

// write types a text.
func (b *tab) write(text string) {
	b.t.Helper()
	for _, r := range text {
		for _, ev := range kb.Encode(r) {
			b.do(ev)
		}
		time.Sleep(held / 2)
	}
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
	time.Sleep(held)
	b.do(chromedp.MouseEvent(input.MousePressed, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
}

func (b *tab) release(x, y float64) {
	b.t.Helper()
	b.do(chromedp.MouseEvent(input.MouseReleased, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
}

func (b *tab) click(x, y float64) {
	b.t.Helper()
	b.hold(x, y)
	time.Sleep(held)
	b.release(x, y)
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
	time.Sleep(held)
	b.touch(input.TouchEnd)
	time.Sleep(held)
}

// Keys that have no letter.
const (
	enter  = '\r'
	tabKey = '\t'
	escape = '\u001b'
)

// Where the menus have their buttons in a window of wide by high, where a point is
// a CSS pixel; see the layouts of client/scene.
const (
	middle   = wide / 2
	nameY    = high*.46 + 23
	playY    = high*.46 + 46 + 12 + 33
	privateX = middle - 90
	privateY = high*.46 + 46 + 12 + 66 + 12 + 22
	createY  = high*.46 + 31
	codeX    = middle - 60
	codeY    = high*.46 + 62 + 12 + 16 + 27
	joinX    = middle + 118
	leaveY   = high*.4 + 58 + 12 + 44 + 12 + 22 // in a public room
)
