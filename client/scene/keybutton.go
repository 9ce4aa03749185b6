package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/input"
	"perihelion/client/lang"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// keyButton is a row of the settings: an action, its key, and its gamepad button.
type keyButton struct {
	ui.Button
	action   input.Action
	key, pad string
	waiting  bool // for the new key
}

func (b *keyButton) Caption() string { return lang.T(b.Label) }

func (b *keyButton) Bounds() ui.Rect { return b.Rect }

func (b *keyButton) Draw(dst *ebiten.Image, p *ui.Pen, l ui.Theme, focused bool) {
	highlighted := focused && l.ShowFocus || b.Hovered()
	c := ui.White.Fade(.85)
	if highlighted || b.waiting {
		p.Gradient(dst, ui.Rect{X: b.X - 10*l.Unit, Y: b.Y, W: b.W + 20*l.Unit, H: b.H}, ui.Cyan.Glow(.1), rgba.Color{})
		c = ui.Cyan
	}
	size := min(17*l.Unit, b.H*.6)
	p.Text(dst, b.Caption(), b.X, b.CenterY(), ui.Style{Size: size, Color: c})
	st := ui.Style{Face: ui.Mono, Size: size, Color: ui.Accent, Align: ui.Center}
	if b.waiting {
		p.Text(dst, lang.T("press a key"), b.X+b.W*.72, b.CenterY(), st)
		return
	}
	p.Text(dst, b.key, b.X+b.W*.58, b.CenterY(), p.ShrinkToFit(b.key, b.W*.27, st))
	st.Color = ui.Muted
	p.Text(dst, b.pad, b.X+b.W*.87, b.CenterY(), p.ShrinkToFit(b.pad, b.W*.24, st))
}
