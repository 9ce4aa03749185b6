package scene

import (
	"fmt"
	"slices"
	"strings"

	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// layoutTrace records what a screen draws, as a ui.Trace, and finds faults in the layout.
// What lies wholly below an opaque panel is not visible and not checked.
type layoutTrace struct {
	window  ui.Rect
	texts   []tracedText
	grounds []tracedGround
	faults  []string
}

// tracedText is a visible text.
type tracedText struct {
	text string
	ui.Rect
}

// tracedGround is an area on which texts lie.
type tracedGround struct {
	ui.Rect
	alpha float32
	panel bool // it has an edge that no text may cross
}

const (
	opaque    = .93 // minimum opacity of a panel: with less, ships shine through its texts
	minAlpha  = .1  // minimum opacity of a text: with less, it is fading out
	tolerance = .5  // pixels of overlap that are allowed, because of smoothing
)

func (g *layoutTrace) addFault(format string, args ...any) {
	if s := fmt.Sprintf(format, args...); !slices.Contains(g.faults, s) {
		g.faults = append(g.faults, s)
	}
}

// Text implements ui.Trace.
func (g *layoutTrace) Text(s string, r, clip ui.Rect, c rgba.Color) {
	if c.A < minAlpha && c.R+c.G+c.B < minAlpha {
		return
	}
	if !overlaps(r, clip) {
		if clip == g.window {
			g.addFault("%q lies outside the window", s)
		}
		return // scrolled out of a list
	}
	cut := intersection(r, clip)
	if cut.W < r.W-2*tolerance || clip == g.window && cut.H < r.H-2*tolerance {
		g.addFault("%q is cut off", s)
	}
	if short, ok := strings.CutSuffix(s, "…"); ok && isServerName(short) {
		g.addFault("%q is shortened, and the server itself made that name", s)
	}
	g.checkGround(s, cut)
	for i := range g.texts {
		if g.texts[i] == (tracedText{s, cut}) {
			return // the glow of the same text
		}
	}
	g.texts = append(g.texts, tracedText{s, cut})
}

// checkGround checks what a text lies on, down to the first panel that contains it.
func (g *layoutTrace) checkGround(s string, r ui.Rect) {
	through := false
	for i := len(g.grounds) - 1; i >= 0; i-- {
		b := &g.grounds[i]
		switch {
		case !overlaps(r, b.Rect):
		case contains(b.Rect, r) && b.alpha >= opaque:
			return
		case b.panel && contains(b.Rect, r):
			through = true
		case b.panel:
			g.addFault("%q crosses the edge of a panel", s)
			return
		}
	}
	if through {
		g.addFault("what flies shines through the panel of %q", s)
	}
}

// Panel implements ui.Trace.
func (g *layoutTrace) Panel(r, clip ui.Rect, fill rgba.Color) {
	if clip == g.window && !contains(clip, r) {
		g.addFault("a panel at %v leaves the window", r)
	}
	if fill.A > minAlpha {
		g.addGround(tracedGround{intersection(r, clip), fill.A, true})
	}
}

// Shade implements ui.Trace.
func (g *layoutTrace) Shade(r, clip ui.Rect, c rgba.Color) {
	if overlaps(r, clip) {
		g.addGround(tracedGround{intersection(r, clip), c.A, false})
	}
}

// addGround lays an area over what is there.
func (g *layoutTrace) addGround(b tracedGround) {
	const thin = .3 // below this opacity a tint does not hide a text
	visible := g.texts[:0]
	for _, t := range g.texts {
		hidden := contains(b.Rect, t.Rect) && b.alpha >= opaque
		if !hidden && b.alpha >= thin && overlaps(t.Rect, b.Rect) {
			g.addFault("%q is half covered", t.text)
		}
		if !hidden {
			visible = append(visible, t)
		}
	}
	g.texts = visible
	g.grounds = append(g.grounds, b)
}

// target is something that can be pressed.
type target struct {
	name string
	ui.Rect
	reads bool // only to be read: may have any size
}

// checkTargets finds overlaps between texts and targets, and targets smaller than least.
func (g *layoutTrace) checkTargets(targets []target, minHeight float32) []string {
	for i, t := range g.texts {
		for _, o := range g.texts[:i] {
			if overlaps(t.Rect, o.Rect) {
				g.addFault("%q and %q overlap", o.text, t.text)
			}
		}
	}
	for i, t := range targets {
		if !contains(g.window, t.Rect) {
			g.addFault("[%s] leaves the window: %v", t.name, t.Rect)
		}
		if !t.reads && min(t.W, t.H) < minHeight-.01 {
			g.addFault("[%s] is %.0f by %.0f, too small for a finger", t.name, t.W, t.H)
		}
		for _, o := range targets[:i] {
			if overlaps(t.Rect, o.Rect) {
				g.addFault("[%s] and [%s] overlap", o.name, t.name)
			}
		}
		for _, s := range g.texts {
			if overlaps(s.Rect, t.Rect) && !contains(t.Rect, s.Rect) {
				g.addFault("%q overlaps [%s]", s.text, t.name)
			}
		}
	}
	return g.faults
}

// shows reports whether one of several texts, separated by |, is visible.
func (g *layoutTrace) shows(texts string) bool {
	for text := range strings.SplitSeq(texts, "|") {
		if slices.ContainsFunc(g.texts, func(t tracedText) bool { return strings.Contains(t.text, text) }) {
			return true
		}
	}
	return false
}

// overlaps reports whether a and b overlap by more than the tolerance.
func overlaps(a, b ui.Rect) bool { m := intersection(a, b); return m.W > tolerance && m.H > tolerance }

// intersection is the common area of a and b; its sizes are negative where there is none.
func intersection(a, b ui.Rect) ui.Rect {
	x, y := max(a.X, b.X), max(a.Y, b.Y)
	return ui.Rect{X: x, Y: y, W: min(a.X+a.W, b.X+b.W) - x, H: min(a.Y+a.H, b.Y+b.H) - y}
}

// contains reports whether b lies in a, within the tolerance.
func contains(a, b ui.Rect) bool {
	m := intersection(a, b)
	return m.W >= b.W-2*tolerance && m.H >= b.H-2*tolerance
}
