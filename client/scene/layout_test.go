package scene

import (
	"fmt"
	"slices"
	"strings"

	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// layout is what a screen would draw, as a ui.Trace, and what is wrong with it. What an
// opaque panel covers as a whole is not seen and so cannot be wrong.
type layout struct {
	window ui.Rect
	texts  []inked
	below  []ground
	faults []string
}

// inked is a text that can be seen.
type inked struct {
	text string
	ui.Rect
}

// ground is what texts lie on.
type ground struct {
	ui.Rect
	alpha float32
	panel bool // has an edge that no text may cross
}

const (
	opaque = .93 // of a panel: less, and ships that pass shine through its texts
	seen   = .1  // a text that is fainter is on its way out
	touch  = .5  // pixels that may overlap: half a pixel is smoothing
)

func (g *layout) fault(format string, args ...any) {
	if s := fmt.Sprintf(format, args...); !slices.Contains(g.faults, s) {
		g.faults = append(g.faults, s)
	}
}

// Text implements ui.Trace.
func (g *layout) Text(s string, r, clip ui.Rect, c rgba.Color) {
	if c.A < seen && c.R+c.G+c.B < seen {
		return
	}
	if !meets(r, clip) {
		if clip == g.window {
			g.fault("%q lies outside the window", s)
		}
		return // scrolled out of a list
	}
	cut := meet(r, clip)
	if cut.W < r.W-2*touch || clip == g.window && cut.H < r.H-2*touch {
		g.fault("%q is cut off", s)
	}
	if short, ok := strings.CutSuffix(s, "…"); ok && ours(short) {
		g.fault("%q is shortened, and the server itself made that name", s)
	}
	g.rests(s, cut)
	for i := range g.texts {
		if g.texts[i] == (inked{s, cut}) {
			return // its own glow
		}
	}
	g.texts = append(g.texts, inked{s, cut})
}

// rests checks what a text lies on, down to the first panel that holds it.
func (g *layout) rests(s string, r ui.Rect) {
	through := false
	for i := len(g.below) - 1; i >= 0; i-- {
		b := &g.below[i]
		switch {
		case !meets(r, b.Rect):
		case holds(b.Rect, r) && b.alpha >= opaque:
			return
		case b.panel && holds(b.Rect, r):
			through = true
		case b.panel:
			g.fault("%q crosses the edge of a panel", s)
			return
		}
	}
	if through {
		g.fault("what flies shines through the panel of %q", s)
	}
}

// Panel implements ui.Trace.
func (g *layout) Panel(r, clip ui.Rect, fill rgba.Color) {
	if clip == g.window && !holds(clip, r) {
		g.fault("a panel at %v leaves the window", r)
	}
	if fill.A > seen {
		g.cover(ground{meet(r, clip), fill.A, true})
	}
}

// Shade implements ui.Trace.
func (g *layout) Shade(r, clip ui.Rect, c rgba.Color) {
	if meets(r, clip) {
		g.cover(ground{meet(r, clip), c.A, false})
	}
}

// cover lays a ground over what there is.
func (g *layout) cover(b ground) {
	const thin = .3 // tints that leave a text as it is
	kept := g.texts[:0]
	for _, t := range g.texts {
		hidden := holds(b.Rect, t.Rect) && b.alpha >= opaque
		if !hidden && b.alpha >= thin && meets(t.Rect, b.Rect) {
			g.fault("%q is half covered", t.text)
		}
		if !hidden {
			kept = append(kept, t)
		}
	}
	g.texts = kept
	g.below = append(g.below, b)
}

// target is something to press.
type target struct {
	name string
	ui.Rect
	reads bool // it is only looked at, and may be of any size
}

// judge finds what is wrong between texts, and between them and what can be pressed;
// least is how wide and high that must be.
func (g *layout) judge(targets []target, least float32) []string {
	for i, t := range g.texts {
		for _, o := range g.texts[:i] {
			if meets(t.Rect, o.Rect) {
				g.fault("%q and %q overlap", o.text, t.text)
			}
		}
	}
	for i, t := range targets {
		if !holds(g.window, t.Rect) {
			g.fault("[%s] leaves the window: %v", t.name, t.Rect)
		}
		if !t.reads && min(t.W, t.H) < least-.01 {
			g.fault("[%s] is %.0f by %.0f, too small for a finger", t.name, t.W, t.H)
		}
		for _, o := range targets[:i] {
			if meets(t.Rect, o.Rect) {
				g.fault("[%s] and [%s] overlap", o.name, t.name)
			}
		}
		for _, s := range g.texts {
			if meets(s.Rect, t.Rect) && !holds(t.Rect, s.Rect) {
				g.fault("%q overlaps [%s]", s.text, t.name)
			}
		}
	}
	return g.faults
}

// shows reports whether one of the texts between | is to be seen.
func (g *layout) shows(texts string) bool {
	for text := range strings.SplitSeq(texts, "|") {
		if slices.ContainsFunc(g.texts, func(t inked) bool { return strings.Contains(t.text, text) }) {
			return true
		}
	}
	return false
}

// meets reports whether a and b overlap by more than smoothing does.
func meets(a, b ui.Rect) bool { m := meet(a, b); return m.W > touch && m.H > touch }

// meet is what a and b have in common; its sizes are negative where they have nothing.
func meet(a, b ui.Rect) ui.Rect {
	x, y := max(a.X, b.X), max(a.Y, b.Y)
	return ui.Rect{X: x, Y: y, W: min(a.X+a.W, b.X+b.W) - x, H: min(a.Y+a.H, b.Y+b.H) - y}
}

// holds reports whether b lies in a, but for smoothing.
func holds(a, b ui.Rect) bool {
	m := meet(a, b)
	return m.W >= b.W-2*touch && m.H >= b.H-2*touch
}
