package ui

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/rgba"
)

// Slider sets a value from 0 to 1, in steps.
type Slider struct {
	Rect
	Label     string
	Value     float32
	Steps     int    // from 0 to 1; at least 1
	ValueText string // drawn to the right of the track

	dragging, hovered bool
}

func (s *Slider) Caption() string { return lang.T(s.Label) }

// CapturesNav implements navCapturer: left and right change the value.
func (s *Slider) CapturesNav(n Nav) bool { return n == NavLeft || n == NavRight }

// track is the part of the slider on which the handle moves: between the label and
// ValueText.
func (s *Slider) track() Rect { return Rect{s.X + s.W*.41, s.Y, s.W * .37, s.H} }

// Update implements Widget. It reports that the value changed.
func (s *Slider) Update(in *Input, focused bool) bool {
	was := s.Value
	s.hovered = in.hovers(s.Rect)
	if in.Pressed { // a drag that begins on the label scrolls the page
		s.dragging = s.Contains(in.X, in.Y) && in.X > s.X+s.W*.38
	}
	if s.dragging && in.Down {
		t := s.track()
		s.setValue((in.X - t.X) / t.W)
	}
	if !in.Down {
		s.dragging = false
	}
	if focused && in.Nav == NavLeft {
		s.setValue(s.Value - 1/float32(s.Steps))
	}
	if focused && in.Nav == NavRight {
		s.setValue(s.Value + 1/float32(s.Steps))
	}
	return s.Value != was
}

func (s *Slider) setValue(v float32) {
	n := float32(s.Steps)
	s.Value = round(min(1, max(0, v))*n) / n
}

func (s *Slider) Draw(dst *ebiten.Image, p *Pen, th Theme, focused bool) {
	highlighted := focused && th.ShowFocus || s.hovered || s.dragging
	t := s.track()
	drawLabel(dst, p, th, s.Rect, t.X-s.X-th.px(14), s.Caption(), highlighted)
	y, h := t.CenterY(), th.px(4)
	p.Fill(dst, Rect{t.X, y - h/2, t.W, h}, Border.Fade(.4))
	x := t.X + t.W*s.Value
	p.Gradient(dst, Rect{t.X, y - h/2, x - t.X, h}, Border, Cyan)
	if highlighted {
		p.Disc(dst, x, y, th.px(20), Cyan.Glow(.5), rgba.Color{})
	}
	k := th.px(12)
	p.Panel(dst, Rect{x - k/2, y - k*.8, k, k * 1.6}, Frame{Fill: Cyan, Cut: th.px(3)})
	p.Text(dst, s.ValueText, s.X+s.W-th.px(1), y, p.ShrinkToFit(s.ValueText, s.X+s.W-t.X-t.W-th.px(9), Style{Face: Mono, Size: th.px(16), Color: Muted, Align: Right}))
}
