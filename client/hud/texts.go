package hud

import (
	"fmt"
	"strconv"
	"time"

	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/rgba"
)

// TextCache holds texts of numbers. Formatting them in every frame would create garbage.
type TextCache struct {
	numbers [1000]string
	clocks  [600]string
	ranks   [40]string
	ranksIn string // the language of ranks
	tenths  [1000]string
}

// newTextCache formats all cached texts.
func newTextCache() TextCache {
	var w TextCache
	for i := range w.numbers {
		w.numbers[i] = strconv.Itoa(i)
	}
	for i := range w.clocks {
		w.clocks[i] = fmt.Sprintf("%d:%02d", i/60, i%60)
	}
	w.formatRanks()
	for i := range w.tenths {
		w.tenths[i] = fmt.Sprintf("%d.%d", i/10, i%10)
	}
	return w
}

// Number returns n as text; only numbers outside the cache are formatted.
func (w *TextCache) Number(n int) string {
	if n >= 0 && n < len(w.numbers) {
		return w.numbers[n]
	}
	return strconv.Itoa(n)
}

// clockText returns a number of seconds as m:ss, at most 9:59.
func (w *TextCache) clockText(seconds int) string {
	return w.clocks[max(0, min(len(w.clocks)-1, seconds))]
}

// StepsLeft returns how many steps of a countdown are left, rounded up. It is never 0,
// because at 0 the event itself would be shown.
func StepsLeft(left, step time.Duration) int { return max(1, int((left+step-1)/step)) }

// TenthsText returns n tenths as "0.0" to "99.9".
func (w *TextCache) TenthsText(n int) string { return w.tenths[max(0, min(len(w.tenths)-1, n))] }

// formatRanks formats the cached ranks in the language in use.
func (w *TextCache) formatRanks() {
	w.ranksIn = lang.Tag()
	for i := range w.ranks {
		w.ranks[i] = lang.Ordinal(i + 1)
	}
}

// rankText returns 1st, 2nd, 3rd…
func (w *TextCache) rankText(n int) string {
	if w.ranksIn != lang.Tag() {
		w.formatRanks()
	}
	if n >= 1 && n <= len(w.ranks) {
		return w.ranks[n-1]
	}
	return lang.Ordinal(n)
}

// The colours of the HUD. They mean the same as in the world.
var (
	panel       = render.Panel
	opaquePanel = render.OpaquePanel
	white       = render.White
	quiet       = render.Quiet
	faint       = render.Quiet.Fade(.55)
	own         = render.Own
	bad         = render.Bad
	gold        = render.Gold
)

// WithOpacity returns c at opacity k, limited to 0 to 1.
func WithOpacity(c rgba.Color, k float32) rgba.Color { return c.Fade(max(0, min(1, k))) }
