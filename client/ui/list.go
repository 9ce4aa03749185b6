package ui

import (
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
)

// List is a scrolling list of rows, of which one can be chosen by a press, or by arrow
// keys and Accept. The scene sets Count before each Update and draws the rows itself,
// through DrawRows.
type List struct {
	Rect
	Count     int     // of rows
	Selected  int     // index of the row that arrow keys have reached
	RowHeight float32 // pixels
	Name      string  // the caption; it is not drawn

	// For programs that read the screen; the scene draws them itself.
	Head  []string               // the heads of the columns, as keys of package lang
	Cells func(row int) []string // the texts of a row; nil: it says nothing

	scroll  scrollState
	hovered int // 1 + the row under the pointer; 0: none
	pressed int // 1 + the row that was pressed
}

// HeadTexts returns the heads of the columns in the player's language.
func (l *List) HeadTexts() []string {
	texts := make([]string, len(l.Head))
	for i, key := range l.Head {
		texts[i] = lang.T(key)
	}
	return texts
}

func (l *List) Caption() string { return lang.T(l.Name) }

// CapturesNav implements navCapturer: arrows move through the rows until the first or
// the last is reached.
func (l *List) CapturesNav(n Nav) bool {
	return n == NavUp && l.Selected > 0 || n == NavDown && l.Selected < l.Count-1
}

// IsEndNear reports whether no more rows than fit at a time follow those in sight.
func (l *List) IsEndNear() bool {
	return l.scroll.offset+2*l.H >= l.RowHeight*float32(l.Count)
}

// Update implements Widget. It reports that the row Selected was chosen.
func (l *List) Update(in *Input, focused bool) bool {
	l.Selected = max(0, min(l.Selected, l.Count-1))
	length := l.RowHeight * float32(l.Count)
	dragged := l.scroll.handleInput(in, l.Rect, length, l.RowHeight/rowPoints)
	if focused && (in.Nav == NavUp && l.Selected > 0 || in.Nav == NavDown && l.Selected < l.Count-1) {
		l.Selected++
		if in.Nav == NavUp {
			l.Selected -= 2
		}
		l.scroll.scrollTo(l.Rect, length, l.RowHeight*float32(l.Selected), l.RowHeight*float32(l.Selected+1))
	}
	over := l.rowAt(in.X, in.Y)
	l.hovered = 0
	if !in.Touch {
		l.hovered = over
	}
	if in.Pressed {
		l.pressed = over
	}
	if dragged {
		l.pressed = 0
	}
	if in.Released {
		pressed := l.pressed
		l.pressed = 0
		if pressed > 0 && pressed == over {
			l.Selected = pressed - 1
			return true
		}
	}
	return focused && l.Count > 0 && (in.Accept || in.Space)
}

// rowPoints is the usual height of a row in points. It serves to estimate the pixels
// per point, which Update is not given.
const rowPoints = 36

// rowAt is 1 + the index of the row at a point; 0 if there is none.
func (l *List) rowAt(x, y float32) int {
	if !l.Contains(x, y) || l.RowHeight <= 0 {
		return 0
	}
	if i := int((y - l.Y + l.scroll.offset) / l.RowHeight); i < l.Count {
		return i + 1
	}
	return 0
}

// rowRect is the rectangle of row i, which may lie outside the list.
func (l *List) rowRect(i int) Rect {
	return Rect{l.X, l.Y + l.RowHeight*float32(i) - l.scroll.offset, l.W, l.RowHeight}
}

// LastRowVisible reports whether the last row is at least partly visible.
func (l *List) LastRowVisible() bool { return l.Count > 0 && l.rowRect(l.Count-1).Y < l.Y+l.H }

// DrawRows calls draw for each visible row, with a dst that is clipped to the list.
func (l *List) DrawRows(dst *ebiten.Image, p *Pen, th Theme, focused bool, draw func(dst *ebiten.Image, i int, r Rect)) {
	inside := clipImage(dst, l.Rect)
	first := max(0, int(l.scroll.offset/l.RowHeight))
	last := min(l.Count, int(math.Ceil(float64((l.scroll.offset+l.H)/l.RowHeight))))
	for i := first; i < last; i++ {
		r := l.rowRect(i)
		switch {
		case focused && th.ShowFocus && i == l.Selected:
			p.Gradient(inside, r, Cyan.Fade(.22), Cyan.Glow(.03))
			p.Fill(inside, Rect{r.X, r.Y, th.px(3), r.H}, Cyan)
		case l.hovered == i+1:
			p.Gradient(inside, r, Cyan.Fade(.14), Cyan.Glow(.02))
		case i%2 == 1:
			p.Fill(inside, r, White.Glow(.022))
		}
		draw(inside, i, r)
	}
	if bar, ok := l.scroll.scrollbarRect(l.Rect, l.RowHeight*float32(l.Count), th.px(3)); ok {
		p.Fill(inside, bar, Border.Mix(Cyan, .5).Fade(.8))
	}
}

// clipImage is the part of dst inside r.
func clipImage(dst *ebiten.Image, r Rect) *ebiten.Image {
	b := image.Rect(int(r.X), int(r.Y), int(math.Ceil(float64(r.X+r.W))), int(math.Ceil(float64(r.Y+r.H))))
	return dst.SubImage(b.Intersect(dst.Bounds())).(*ebiten.Image)
}

// Draw implements Widget. It draws nothing: the scene calls DrawRows.
func (l *List) Draw(*ebiten.Image, *Pen, Theme, bool) {}
