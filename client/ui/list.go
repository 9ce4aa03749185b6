package ui

import (
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"
)

// List is rows of which one can be chosen, as many as there are: with the wheel,
// a drag, arrows, a press. It is told how many rows there are before each Update.
type List struct {
	Rect
	N    int     // rows
	At   int     // the row that arrows have reached
	High float32 // of a row, in pixels
	Name string  // for those who cannot see it

	scroll scroll
	hot    int // 1 + the row under the pointer; 0: none
	armed  int // 1 + the row that was pressed
}

// Bounds implements Widget.
func (s *List) Bounds() Rect { return s.Rect }

// Caption implements Labelled.
func (s *List) Caption() string { return s.Name }

// Holds implements Widget: arrows go through the rows before they leave the list.
func (s *List) Holds(n Nav) bool { return n == Up && s.At > 0 || n == Down && s.At < s.N-1 }

// Update implements Widget. It reports that the row At was chosen.
func (s *List) Update(in *Input, focused bool) bool {
	s.At = max(0, min(s.At, s.N-1))
	length := s.High * float32(s.N)
	dragged := s.scroll.update(in, s.Rect, length, s.High/rowPoints)
	if focused && (in.Nav == Up && s.At > 0 || in.Nav == Down && s.At < s.N-1) {
		s.At++
		if in.Nav == Up {
			s.At -= 2
		}
		s.scroll.show(s.Rect, length, s.High*float32(s.At), s.High*float32(s.At+1))
	}
	over := s.row(in.X, in.Y)
	s.hot = 0
	if !in.Touch {
		s.hot = over
	}
	if in.Pressed {
		s.armed = over
	}
	if dragged {
		s.armed = 0
	}
	if in.Released {
		armed := s.armed
		s.armed = 0
		if armed > 0 && armed == over {
			s.At = armed - 1
			return true
		}
	}
	return focused && s.N > 0 && (in.Accept || in.Space)
}

// rowPoints is about how many points a row is high: what makes pixels of points
// where only rows are known.
const rowPoints = 36

// row is 1 + the row at a point; 0 where there is none.
func (s *List) row(x, y float32) int {
	if !s.Has(x, y) || s.High <= 0 {
		return 0
	}
	if i := int((y - s.Y + s.scroll.at) / s.High); i < s.N {
		return i + 1
	}
	return 0
}

// Row is where row i lies; it may be out of sight.
func (s *List) Row(i int) Rect {
	return Rect{s.X, s.Y + s.High*float32(i) - s.scroll.at, s.W, s.High}
}

// AtEnd reports whether the last row is in sight.
func (s *List) AtEnd() bool { return s.N > 0 && s.Row(s.N-1).Y < s.Y+s.H }

// Rows calls draw for each row in sight, with a dst that ends where the list does.
func (s *List) Rows(dst *ebiten.Image, p *Pen, l Look, focused bool, draw func(dst *ebiten.Image, i int, r Rect)) {
	inside := clip(dst, s.Rect)
	first := max(0, int(s.scroll.at/s.High))
	last := min(s.N, int(math.Ceil(float64((s.scroll.at+s.H)/s.High))))
	for i := first; i < last; i++ {
		r := s.Row(i)
		switch {
		case focused && l.Ring && i == s.At:
			p.Fade(inside, r, Cyan.Fade(.22), Cyan.Glow(.03))
			p.Fill(inside, Rect{r.X, r.Y, l.px(3), r.H}, Cyan)
		case s.hot == i+1:
			p.Fade(inside, r, Cyan.Fade(.14), Cyan.Glow(.02))
		case i%2 == 1:
			p.Fill(inside, r, White.Glow(.022))
		}
		draw(inside, i, r)
	}
	if bar, ok := s.scroll.bar(s.Rect, s.High*float32(s.N), l.px(3)); ok {
		p.Fill(inside, bar, Edge.Mix(Cyan, .5).Fade(.8))
	}
}

// clip is the part of dst that r covers.
func clip(dst *ebiten.Image, r Rect) *ebiten.Image {
	b := image.Rect(int(r.X), int(r.Y), int(math.Ceil(float64(r.X+r.W))), int(math.Ceil(float64(r.Y+r.H))))
	return dst.SubImage(b.Intersect(dst.Bounds())).(*ebiten.Image)
}

// Draw implements Widget. What is in the rows, Rows draws.
func (s *List) Draw(*ebiten.Image, *Pen, Look, bool) {}
