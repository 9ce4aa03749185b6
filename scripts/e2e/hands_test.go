//go:build e2e

package e2e

import (
	"context"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// down holds the key that has this rune in package kb.
func (b *tab) down(key rune) { b.t.Helper(); b.key(key, 0) }

// up lets go of it.
func (b *tab) up(key rune) { b.t.Helper(); b.key(key, len(kb.Encode(key))-1) }

func (b *tab) key(key rune, part int) {
	b.t.Helper()
	events := kb.Encode(key)
	b.do(events[part])
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

// width of the page, in CSS pixels.
func (b *tab) width() float64 { b.t.Helper(); return eval[float64](b, "innerWidth") }
