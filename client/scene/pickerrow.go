package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/lang"
	"perihelion/client/ui"
)

// pickerRow is a picker behind a label, as wide as sliders and their labels are.
type pickerRow struct {
	ui.Rect
	label  string // a key of lang
	picker picker
}

func (r *pickerRow) Caption() string { return lang.T(r.label) + ": " + r.picker.selectedName() }

func (r *pickerRow) CapturesNav(n ui.Nav) bool { return r.picker.CapturesNav(n) }

func (r *pickerRow) Update(in *ui.Input, focused bool) bool {
	r.layout()
	if focused && (in.Accept || in.Space) { // a screen reader and Enter go to the next one
		next := *in
		next.Nav = ui.NavRight
		in = &next
	}
	return r.picker.Update(in, focused)
}

// layout puts the picker where sliders have their tracks.
func (r *pickerRow) layout() {
	const labelWidth = .42 // of the row
	r.picker.Rect = ui.Rect{X: r.X + r.W*labelWidth, Y: r.Y, W: r.W * (1 - labelWidth), H: r.H}
}

func (r *pickerRow) Draw(dst *ebiten.Image, p *ui.Pen, th ui.Theme, focused bool) {
	r.layout()
	c := ui.White.Fade(.85)
	if focused && th.ShowFocus {
		c = ui.Cyan
	}
	label := lang.T(r.label)
	p.Text(dst, label, r.X, r.CenterY(), p.ShrinkToFit(label, r.picker.X-r.X-14*th.Unit, ui.Style{Size: 17 * th.Unit, Color: c}))
	r.picker.Draw(dst, p, th, focused)
}
