package ui

import "github.com/hajimehoshi/ebiten/v2"

// Tabs choose one of a few, side by side.
type Tabs struct {
	Rect
	Names []string
	At    int

	hot   int // 1 + the tab under the pointer; 0: none
	armed int
}

// Bounds implements Widget.
func (t *Tabs) Bounds() Rect { return t.Rect }

// Caption implements Labelled.
func (t *Tabs) Caption() string { return t.Names[t.At] }

// Holds implements Widget: arrows go from tab to tab before they leave.
func (t *Tabs) Holds(n Nav) bool {
	return n == ToLeft && t.At > 0 || n == ToRight && t.At < len(t.Names)-1
}

// Update implements Widget. It reports that another tab was chosen.
func (t *Tabs) Update(in *Input, focused bool) bool {
	was := t.At
	over := t.tab(in.X, in.Y)
	t.hot = 0
	if !in.Touch {
		t.hot = over
	}
	if in.Pressed {
		t.armed = over
	}
	if in.Released {
		if t.armed > 0 && t.armed == over {
			t.At = over - 1
		}
		t.armed = 0
	}
	if focused && in.Nav == ToLeft {
		t.At = max(0, t.At-1)
	}
	if focused && in.Nav == ToRight {
		t.At = min(len(t.Names)-1, t.At+1)
	}
	return t.At != was
}

// tab is 1 + the tab at a point; 0 where there is none.
func (t *Tabs) tab(x, y float32) int {
	if !t.Has(x, y) {
		return 0
	}
	return min(len(t.Names), int((x-t.X)/t.W*float32(len(t.Names)))+1)
}

// Tab is where tab i lies.
func (t *Tabs) Tab(i int) Rect {
	w := t.W / float32(len(t.Names))
	return Rect{t.X + w*float32(i), t.Y, w, t.H}
}

// Draw implements Widget.
func (t *Tabs) Draw(dst *ebiten.Image, p *Pen, l Look, focused bool) {
	line := Edge.Mix(Cyan, .35)
	if focused && l.Ring {
		line = Cyan
	}
	p.Panel(dst, t.Rect, Frame{Fill: Glass, Line: line, Cut: l.px(7), Width: l.px(1.5)})
	size := l.px(15)
	for _, name := range t.Names {
		size = p.Shrink(name, t.W/float32(len(t.Names))-l.px(14), Style{Face: Title, Size: size}).Size
	}
	for i, name := range t.Names {
		r := t.Tab(i)
		st := Style{Face: Title, Size: size, Color: Quiet, Align: Center}
		switch {
		case i == t.At:
			p.Panel(dst, r.Inset(l.px(4)), Frame{Fill: Edge.Mix(Cyan, .3).Fade(.45), Line: Cyan, Cut: l.px(5), Width: l.px(1), Glow: l.px(6)})
			st.Color, st.Glow = White, .5
		case t.hot == i+1:
			st.Color = Cyan
		}
		p.Text(dst, name, r.CenterX(), r.CenterY(), st)
	}
}
