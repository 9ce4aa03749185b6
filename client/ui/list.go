package ui

import (
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"
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

	scroll  scrollState
	hovered int // 1 + the row under the pointer; 0: none
	pressed int // 1 + the row that was pressed
}

// Caption implements Labelled.
func (s *List) Caption() string { return s.Name }

// CapturesNav implements NavCapturer: arrows move through the rows until the first or
// the last is reached.
func (s *List) CapturesNav(n Nav) bool {
	return n == NavUp && s.Selected > 0 || n == NavDown && s.Selected < s.Count-1
}

// Update implements Widget. It reports that the row Selected was chosen.
func (s *List) Update(in *Input, focused bool) bool {
	s.Selected = max(0, min(s.Selected, s.Count-1))
	length := s.RowHeight * float32(s.Count)
	dragged := s.scroll.handleInput(in, s.Rect, length, s.RowHeight/rowPoints)
	if focused && (in.Nav == NavUp && s.Selected > 0 || in.Nav == NavDown && s.Selected < s.Count-1) {
		s.Selected++
		if in.Nav == NavUp {
			s.Selected -= 2
		}
		s.scroll.scrollTo(s.Rect, length, s.RowHeight*float32(s.Selected), s.RowHeight*float32(s.Selected+1))
	}
	over := s.rowAt(in.X, in.Y)
	s.hovered = 0
	if !in.Touch {
		s.hovered = over
	}
	if in.Pressed {
		s.pressed = over
	}
	if dragged {
		s.pressed = 0
	}
	if in.Released {
		pressed := s.pressed
		s.pressed = 0
		if pressed > 0 && pressed == over {
			s.Selected = pressed - 1
			return true
		}
	}
	return focused && s.Count > 0 && (in.Accept || in.Space)
}

// rowPoints is the usual height of a row in points. It serves to estimate the pixels
// per point, which Update is not given.
const rowPoints = 36

// rowAt is 1 + the index of the row at a point; 0 if there is none.
func (s *List) rowAt(x, y float32) int {
	if !s.Contains(x, y) || s.RowHeight <= 0 {
		return 0
	}
	if i := int((y - s.Y + s.scroll.offset) / s.RowHeight); i < s.Count {
		return i + 1
	}
	return 0
}

// RowRect is the rectangle of row i, which may lie outside the list.
func (s *List) RowRect(i int) Rect {
	return Rect{s.X, s.Y + s.RowHeight*float32(i) - s.scroll.offset, s.W, s.RowHeight}
}

// LastRowVisible reports whether the last row is at least partly visible.
func (s *List) LastRowVisible() bool { return s.Count > 0 && s.RowRect(s.Count-1).Y < s.Y+s.H }

// DrawRows calls draw for each visible row, with a dst that is clipped to the list.
func (s *List) DrawRows(dst *ebiten.Image, p *Pen, th Theme, focused bool, draw func(dst *ebiten.Image, i int, r Rect)) {
	inside := clipImage(dst, s.Rect)
	first := max(0, int(s.scroll.offset/s.RowHeight))
	last := min(s.Count, int(math.Ceil(float64((s.scroll.offset+s.H)/s.RowHeight))))
	for i := first; i < last; i++ {
		r := s.RowRect(i)
		switch {
		case focused && th.ShowFocus && i == s.Selected:
			p.Gradient(inside, r, Cyan.Fade(.22), Cyan.Glow(.03))
			p.Fill(inside, Rect{r.X, r.Y, th.px(3), r.H}, Cyan)
		case s.hovered == i+1:
			p.Gradient(inside, r, Cyan.Fade(.14), Cyan.Glow(.02))
		case i%2 == 1:
			p.Fill(inside, r, White.Glow(.022))
		}
		draw(inside, i, r)
	}
	if bar, ok := s.scroll.scrollbarRect(s.Rect, s.RowHeight*float32(s.Count), th.px(3)); ok {
		p.Fill(inside, bar, Border.Mix(Cyan, .5).Fade(.8))
	}
}

// clipImage is the part of dst inside r.
func clipImage(dst *ebiten.Image, r Rect) *ebiten.Image {
	b := image.Rect(int(r.X), int(r.Y), int(math.Ceil(float64(r.X+r.W))), int(math.Ceil(float64(r.Y+r.H))))
	return dst.SubImage(b.Intersect(dst.Bounds())).(*ebiten.Image)
}

// Draw implements Widget. It draws nothing: the scene calls DrawRows.
func (s *List) Draw(*ebiten.Image, *Pen, Theme, bool) {}
