package ui

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/rgba"
)

// Button fires when the pointer is pressed and released over it, or on Accept while it
// has the focus.
type Button struct {
	Rect
	Label    string
	Primary  bool    // drawn larger and in another colour: what most players want to press
	size     float32 // of the label, in points; 0: the default. A label that does not fit is made smaller
	Disabled bool

	pressed, hovered bool
}

func (b *Button) Caption() string { return lang.T(b.Label) }

// Update implements Widget. It reports that the button fired.
func (b *Button) Update(in *Input, focused bool) bool {
	over := b.Contains(in.X, in.Y)
	b.hovered = in.hovers(b.Rect)
	if in.Pressed {
		b.pressed = over
	}
	fires := in.Released && b.pressed && over || focused && (in.Accept || in.Space)
	if in.Released {
		b.pressed = false
	}
	return fires && !b.Disabled
}

// Hovered reports whether the mouse was over the button in the last Update.
func (b *Button) Hovered() bool { return b.hovered }

func (b *Button) Draw(dst *ebiten.Image, p *Pen, th Theme, focused bool) {
	line, text := Border.Mix(Cyan, .35), White
	fill := PanelFill
	if b.Primary {
		line, text = Accent, White
		fill = rgba.Color{R: .19, G: .09, B: .02, A: .97}
	}
	highlighted := focused && th.ShowFocus || b.hovered
	switch {
	case b.Disabled:
		line, text = Border.Fade(.5), Muted.Fade(.7)
	case highlighted && b.pressed:
		fill = fill.Over(line.Fade(.5), .6)
	case highlighted:
		fill = fill.Over(line.Fade(.4), .45)
		if !b.Primary {
			line = Cyan
		}
	}
	glow := float32(0)
	if highlighted || b.Primary && !b.Disabled {
		glow = th.px(12)
	}
	p.Panel(dst, b.Rect, Frame{Fill: fill, Line: line, Cut: th.px(9), Width: th.px(1.5), Glow: glow})
	size := th.px(17)
	switch {
	case b.size > 0:
		size = th.px(b.size)
	case b.Primary:
		size = th.px(24)
	}
	st := Style{Face: Title, Size: size, Color: text, Align: Center}
	st = b.labelStyle(p, th.Unit, st)
	if glow > 0 {
		st.Glow = .55
	}
	p.Text(dst, b.Caption(), b.CenterX(), b.CenterY(), st)
}

// labelStyle is st with a size at which the label fits into the button.
func (b *Button) labelStyle(p *Pen, unit float32, st Style) Style {
	return p.ShrinkToFit(b.Caption(), b.W-14*unit, st)
}

// MatchLabelSizes gives the labels of all buttons the largest size at which each of
// them fits.
func MatchLabelSizes(p *Pen, unit float32, buttons ...*Button) {
	const defaultSize = 17
	size := float32(defaultSize)
	for _, b := range buttons {
		size = min(size, b.labelStyle(p, unit, Style{Face: Title, Size: defaultSize * unit}).Size/unit)
	}
	for _, b := range buttons {
		b.size = size
	}
}

// Toggle is an on/off switch with a label to its left.
type Toggle struct {
	Rect
	Label string
	On    bool

	pressed, hovered bool
}

func (t *Toggle) Caption() string { return lang.T(t.Label) }

// Update implements Widget. It reports that the switch was turned.
func (t *Toggle) Update(in *Input, focused bool) bool {
	over := t.Contains(in.X, in.Y)
	t.hovered = in.hovers(t.Rect)
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

func (t *Toggle) Draw(dst *ebiten.Image, p *Pen, th Theme, focused bool) {
	highlighted := focused && th.ShowFocus || t.hovered
	w, h := th.px(46), th.px(22)
	drawLabel(dst, p, th, t.Rect, t.W-w-th.px(10), t.Caption(), highlighted)
	box := Rect{t.X + t.W - w, t.CenterY() - h/2, w, h}
	line, knob := Muted, Muted
	x := box.X + h/2
	if t.On {
		line, knob = Good, Good
		x = box.X + w - h/2
	}
	glow := float32(0)
	if highlighted {
		glow = th.px(9)
	}
	p.Panel(dst, box, Frame{Fill: PanelFill, Line: line, Cut: th.px(6), Width: th.px(1.5), Glow: glow})
	p.Panel(dst, Rect{x - h*.3, box.Y + h*.2, h * .6, h * .6}, Frame{Fill: knob, Cut: th.px(3)})
}

// drawLabel draws the label of a setting at the left of r, at most w pixels wide, and
// highlights the whole of r.
func drawLabel(dst *ebiten.Image, p *Pen, th Theme, r Rect, w float32, label string, highlighted bool) {
	c := White.Fade(.85)
	if highlighted {
		p.Gradient(dst, Rect{r.X - th.px(10), r.Y, r.W + th.px(20), r.H}, Cyan.Glow(.1), rgba.Color{})
		c = Cyan
	}
	p.Text(dst, label, r.X, r.CenterY(), p.ShrinkToFit(label, w, Style{Size: th.px(17), Color: c}))
}
