package ui

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/rgba"
)

// Timeline shows how far something is played, with marks, and lets the player choose
// another place in it.
type Timeline struct {
	Rect
	Label string // the caption; it is not drawn
	Value float32
	Step  float32   // that an arrow key moves
	Marks []float32 // from 0 to 1

	dragging, hovered bool
}

func (s *Timeline) Caption() string { return lang.T(s.Label) }

// CapturesNav implements navCapturer: left and right change the value.
func (s *Timeline) CapturesNav(n Nav) bool { return n == NavLeft || n == NavRight }

// Dragging reports whether the player holds the handle.
func (s *Timeline) Dragging() bool { return s.dragging }

// Update implements Widget. It reports that the player has chosen another place.
func (s *Timeline) Update(in *Input, focused bool) bool {
	was := s.Value
	s.hovered = in.hovers(s.Rect)
	if in.Pressed {
		s.dragging = s.Contains(in.X, in.Y)
	}
	if s.dragging && in.Down && s.W > 0 {
		s.Value = min(1, max(0, (in.X-s.X)/s.W))
	}
	if !in.Down {
		s.dragging = false
	}
	if focused && in.Nav == NavLeft {
		s.Value = max(0, s.Value-s.Step)
	}
	if focused && in.Nav == NavRight {
		s.Value = min(1, s.Value+s.Step)
	}
	return s.Value != was
}

func (s *Timeline) Draw(dst *ebiten.Image, p *Pen, th Theme, focused bool) {
	highlighted := focused && th.ShowFocus || s.hovered || s.dragging
	y, h := s.CenterY(), th.px(5)
	p.Fill(dst, Rect{s.X, y - h/2, s.W, h}, Border.Fade(.5))
	x := s.X + s.W*s.Value
	p.Gradient(dst, Rect{s.X, y - h/2, x - s.X, h}, Border, Cyan)
	for _, m := range s.Marks {
		p.Fill(dst, Rect{s.X + s.W*m - th.px(1), y - th.px(8), th.px(2), th.px(16)}, Accent.Fade(.85))
	}
	if highlighted {
		p.Disc(dst, x, y, th.px(20), Cyan.Glow(.5), rgba.Color{})
	}
	k := th.px(12)
	p.Panel(dst, Rect{x - k/2, y - k*.8, k, k * 1.6}, Frame{Fill: Cyan, Cut: th.px(3)})
}
