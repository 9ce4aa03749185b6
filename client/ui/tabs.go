package ui

import (
	"unicode/utf8"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
)

// Tabs is a row of tabs, one of which is selected, or several rows: see Wrap.
type Tabs struct {
	Rect
	Names    []string // at least one
	Selected int      // index

	rows    int // 0: one
	hovered int // 1 + the tab under the mouse; 0: none
	pressed int // 1 + the tab that was pressed; 0: none
}

func (t *Tabs) Caption() string { return t.NameOf(t.Selected) }

// NameOf is the name of tab i as it is drawn.
func (t *Tabs) NameOf(i int) string { return lang.T(t.Names[i]) }

// CapturesNav implements navCapturer: arrows move through the tabs until the first or
// the last is reached.
func (t *Tabs) CapturesNav(n Nav) bool {
	return n == NavLeft && t.Selected > 0 || n == NavRight && t.Selected < len(t.Names)-1
}

// Update implements Widget. It reports that another tab was selected.
func (t *Tabs) Update(in *Input, focused bool) bool {
	was := t.Selected
	over := t.tabAt(in.X, in.Y)
	t.hovered = 0
	if !in.Touch {
		t.hovered = over
	}
	if in.Pressed {
		t.pressed = over
	}
	if in.Released {
		if t.pressed > 0 && t.pressed == over {
			t.Selected = over - 1
		}
		t.pressed = 0
	}
	if focused && in.Nav == NavLeft {
		t.Selected = max(0, t.Selected-1)
	}
	if focused && in.Nav == NavRight {
		t.Selected = min(len(t.Names)-1, t.Selected+1)
	}
	return t.Selected != was
}

// tabAt is 1 + the index of the tab at a point; 0 if there is none.
func (t *Tabs) tabAt(x, y float32) int {
	for i := range t.Names {
		if r := t.TabRect(i); r.Contains(x, y) {
			return i + 1
		}
	}
	return 0
}

// Wrap breaks the tabs into as many rows as are needed for each tab to be at least so wide.
// Every row is as high as the Rect was, which grows downwards.
func (t *Tabs) Wrap(least float32) {
	columns := max(int(t.W/least), 1)
	t.rows = (len(t.Names) + columns - 1) / columns
	t.H *= float32(t.rows)
}

// TabRect is where tab i lies. In a single row a tab is as wide as its name asks for, so that
// all names can be as large as possible.
func (t *Tabs) TabRect(i int) Rect {
	rows := max(t.rows, 1)
	if rows == 1 {
		before, all := t.letters(0, i), t.letters(0, len(t.Names))
		return Rect{t.X + t.W*before/all, t.Y, t.W * t.letters(i, i+1) / all, t.H}
	}
	columns := (len(t.Names) + rows - 1) / rows
	w, h := t.W/float32(columns), t.H/float32(rows)
	return Rect{t.X + w*float32(i%columns), t.Y + h*float32(i/columns), w, h}
}

// tabPadding is the space around the name of a tab, in letters.
const tabPadding = 5

// letters is how many letters wide the tabs from from up to, but not including, to are.
func (t *Tabs) letters(from, to int) (n float32) {
	for i := from; i < to; i++ {
		n += float32(utf8.RuneCountInString(t.NameOf(i)) + tabPadding)
	}
	return n
}

func (t *Tabs) Draw(dst *ebiten.Image, p *Pen, th Theme, focused bool) {
	line := Border.Mix(Cyan, .35)
	if focused && th.ShowFocus {
		line = Cyan
	}
	p.Panel(dst, t.Rect, Frame{Fill: PanelFill, Line: line, Cut: th.px(7), Width: th.px(1.5)})
	size := th.px(15)
	for i := range t.Names {
		size = p.ShrinkToFit(t.NameOf(i), t.TabRect(i).W-th.px(14), Style{Face: Title, Size: size}).Size
	}
	for i := range t.Names {
		r := t.TabRect(i)
		st := Style{Face: Title, Size: size, Color: Muted, Align: Center}
		switch {
		case i == t.Selected:
			p.Panel(dst, r.Inset(th.px(4)), Frame{Fill: Border.Mix(Cyan, .3).Fade(.45), Line: Cyan, Cut: th.px(5), Width: th.px(1), Glow: th.px(6)})
			st.Color, st.Glow = White, .5
		case t.hovered == i+1:
			st.Color = Cyan
		}
		p.Text(dst, t.NameOf(i), r.CenterX(), r.CenterY(), st)
	}
}
