//go:build e2e

package e2e

import (
	"context"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keyDown presses the key that has this rune in package kb.
func (b *tab) keyDown(key rune) { b.t.Helper(); b.sendKey(key, 0) }

// keyUp releases it.
func (b *tab) keyUp(key rune) { b.t.Helper(); b.sendKey(key, len(kb.Encode(key))-1) }

func (b *tab) sendKey(key rune, part int) {
	b.t.Helper()
	events := kb.Encode(key)
	b.runActions(events[part])
}

// typeText types a text faster than a person can: no letter may be lost.
func (b *tab) typeText(text string) {
	b.t.Helper()
	for _, r := range text {
		for _, ev := range kb.Encode(r) {
			b.runActions(ev)
		}
	}
	b.awaitFrames()
}

// moveMouse moves the mouse, in CSS pixels.
func (b *tab) moveMouse(x, y float64) {
	b.t.Helper()
	b.runActions(chromedp.MouseEvent(input.MouseMoved, x, y))
}

// mouseDown presses the left button at a place, and mouseUp releases it.
func (b *tab) mouseDown(x, y float64) {
	b.t.Helper()
	b.moveMouse(x, y)
	b.runActions(chromedp.MouseEvent(input.MousePressed, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
}

func (b *tab) mouseUp(x, y float64) {
	b.t.Helper()
	b.runActions(chromedp.MouseEvent(input.MouseReleased, x, y, chromedp.ButtonLeft, chromedp.ClickCount(1)))
}

// sendTouch puts fingers on the screen or moves them; without fingers it lifts all.
func (b *tab) sendTouch(kind input.TouchType, fingers ...*input.TouchPoint) {
	b.t.Helper()
	b.runActions(chromedp.ActionFunc(func(ctx context.Context) error {
		return input.DispatchTouchEvent(kind, append([]*input.TouchPoint{}, fingers...)).Do(ctx)
	}))
}

// tapScreen touches a place for a moment.
func (b *tab) tapScreen(x, y float64) {
	b.t.Helper()
	b.sendTouch(input.TouchStart, &input.TouchPoint{X: x, Y: y})
	b.awaitFrames()
	b.sendTouch(input.TouchEnd)
	b.awaitFrames()
}

// pageWidth is the width of the page, in CSS pixels.
func (b *tab) pageWidth() float64 { b.t.Helper(); return evalScript[float64](b, "innerWidth") }
