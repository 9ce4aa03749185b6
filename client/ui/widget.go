package ui

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/rgba"
)

// Theme is how large and how lively a form is drawn.
type Theme struct {
	Unit      float32 // pixels of a point: sizes are 16 of it for text and so on
	ShowFocus bool    // show where the focus is
}

// px is n points in pixels.
func (l Theme) px(n float32) float32 { return n * l.Unit }

// Button is pressed by releasing the pointer over it, or by Accept.
type Button struct {
	Rect
	Label    string
	Primary  bool    // the one that most players want
	Size     float32 // of the label, in points; 0: as usual. A label that does not fit is smaller
	Disabled bool    // cannot be pressed

	pressed, hovered bool
}

// Bounds implements Widget.
func (b *Button) Bounds() Rect { return b.Rect }

// Caption implements Labelled.
func (b *Button) Caption() string { return b.Label }

// CapturesNav implements Widget.
func (b *Button) CapturesNav(Nav) bool { return false }

// Update implements Widget.
func (b *Button) Update(in *Input, focused bool) bool {
	over := b.Contains(in.X, in.Y)
	b.hovered = in.Hovers(b.Rect)
	if in.Pressed {
		b.pressed = over
	}
	fired := in.Released && b.pressed && over || focused && (in.Accept || in.Space)
	if in.Released {
		b.pressed = false
	}
	return fired && !b.Disabled
}

// Hovered reports whether the pointer rests on it.
func (b *Button) Hovered() bool { return b.hovered }

// Draw implements Widget.
func (b *Button) Draw(dst *ebiten.Image, p *Pen, l Theme, focused bool) {
	line, text := Border.Mix(Cyan, .35), White
	fill := PanelFill
	if b.Primary {
		line, text = Accent, White
		fill = rgba.Color{R: .19, G: .09, B: .02, A: .97}
	}
	lit := focused && l.ShowFocus || b.hovered
	switch {
	case b.Disabled:
		line, text = Border.Fade(.5), Muted.Fade(.7)
	case lit && b.pressed:
		fill = fill.Over(line.Fade(.5), .6)
	case lit:
		fill = fill.Over(line.Fade(.4), .45)
		if !b.Primary {
			line = Cyan
		}
	}
	glow := float32(0)
	if lit || b.Primary && !b.Disabled {
		glow = l.px(12)
	}
	p.Panel(dst, b.Rect, Frame{Fill: fill, Line: line, Cut: l.px(9), Width: l.px(1.5), Glow: glow})
	size := l.px(17)
	switch {
	case b.Size > 0:
		size = l.px(b.Size)
	case b.Primary:
		size = l.px(24)
	}
	st := Style{Face: Title, Size: size, Color: text, Align: Center}
	st = b.labelStyle(p, l.Unit, st)
	if glow > 0 {
		st.Glow = .55
	}
	p.Text(dst, b.Label, b.CenterX(), b.CenterY(), st)
}

// fitting is st so small that the label fits.
func (b *Button) labelStyle(p *Pen, unit float32, st Style) Style {
	return p.ShrinkToFit(b.Label, b.W-14*unit, st)
}

// MatchLabelSizes gives all buttons the size of the one whose label has the least room.
func MatchLabelSizes(p *Pen, unit float32, buttons ...*Button) {
	const usual = 17
	least := float32(usual)
	for _, b := range buttons {
		least = min(least, b.labelStyle(p, unit, Style{Face: Title, Size: usual * unit}).Size/unit)
	}
	for _, b := range buttons {
		b.Size = least
	}
}

// Toggle is a switch with a label to its left.
type Toggle struct {
	Rect
	Label string
	On    bool

	pressed, hovered bool
}

// Bounds implements Widget.
func (t *Toggle) Bounds() Rect { return t.Rect }

// Caption implements Labelled.
func (t *Toggle) Caption() string { return t.Label }

// CapturesNav implements Widget.
func (t *Toggle) CapturesNav(Nav) bool { return false }

// Update implements Widget.
func (t *Toggle) Update(in *Input, focused bool) bool {
	over := t.Contains(in.X, in.Y)
	t.hovered = in.Hovers(t.Rect)
	if in.Pressed {
		t.pressed = over
	}
	turned := in.Released && t.pressed && over || focused && (in.Accept || in.Space)
	if in.Released {
		t.pressed = false
	}
	if turned {
		t.On = !t.On
	}
	return turned
}

// Draw implements Widget.
func (t *Toggle) Draw(dst *ebiten.Image, p *Pen, l Theme, focused bool) {
	lit := focused && l.ShowFocus || t.hovered
	w, h := l.px(46), l.px(22)
	drawLabel(dst, p, l, t.Rect, t.W-w-l.px(10), t.Label, lit)
	box := Rect{t.X + t.W - w, t.CenterY() - h/2, w, h}
	line, knob := Muted, Muted
	x := box.X + h/2
	if t.On {
		line, knob = Good, Good
		x = box.X + w - h/2
	}
	glow := float32(0)
	if lit {
		glow = l.px(9)
	}
	p.Panel(dst, box, Frame{Fill: PanelFill, Line: line, Cut: l.px(6), Width: l.px(1.5), Glow: glow})
	p.Panel(dst, Rect{x - h*.3, box.Y + h*.2, h * .6, h * .6}, Frame{Fill: knob, Cut: l.px(3)})
}

// drawLabel is the label of a line of settings, in w pixels of it.
func drawLabel(dst *ebiten.Image, p *Pen, l Theme, r Rect, w float32, label string, lit bool) {
	c := White.Fade(.85)
	if lit {
		p.Gradient(dst, Rect{r.X - l.px(10), r.Y, r.W + l.px(20), r.H}, Cyan.Glow(.1), rgba.Color{})
		c = Cyan
	}
	p.Text(dst, label, r.X, r.CenterY(), p.ShrinkToFit(label, w, Style{Size: l.px(17), Color: c}))
}

// Slider chooses a value from 0 to 1 in steps.
type Slider struct {
	Rect
	Label     string
	Value     float32
	Steps     int    // how many steps arrows take from end to end
	ValueText string // the value in words

	dragging, hovered bool
}

// Bounds implements Widget.
func (s *Slider) Bounds() Rect { return s.Rect }

// Caption implements Labelled.
func (s *Slider) Caption() string { return s.Label }

// CapturesNav implements Widget.
func (s *Slider) CapturesNav(n Nav) bool { return n == NavLeft || n == NavRight }

// track is the right half of the slider, without room for the words.
func (s *Slider) track() Rect { return Rect{s.X + s.W*.42, s.Y, s.W * .42, s.H} }

// Update implements Widget.
func (s *Slider) Update(in *Input, focused bool) bool {
	was := s.Value
	s.hovered = in.Hovers(s.Rect)
	if in.Pressed { // the label is for dragging the whole page
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

// Draw implements Widget.
func (s *Slider) Draw(dst *ebiten.Image, p *Pen, l Theme, focused bool) {
	lit := focused && l.ShowFocus || s.hovered || s.dragging
	t := s.track()
	drawLabel(dst, p, l, s.Rect, t.X-s.X-l.px(14), s.Label, lit)
	y, h := t.CenterY(), l.px(4)
	p.Fill(dst, Rect{t.X, y - h/2, t.W, h}, Border.Fade(.4))
	x := t.X + t.W*s.Value
	p.Gradient(dst, Rect{t.X, y - h/2, x - t.X, h}, Border, Cyan)
	if lit {
		p.Disc(dst, x, y, l.px(20), Cyan.Glow(.5), rgba.Color{})
	}
	k := l.px(12)
	p.Panel(dst, Rect{x - k/2, y - k*.8, k, k * 1.6}, Frame{Fill: Cyan, Cut: l.px(3)})
	p.Text(dst, s.ValueText, s.X+s.W, y, Style{Face: Mono, Size: l.px(16), Color: Muted, Align: Right})
}
