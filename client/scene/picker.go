package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/ui"
)

// picker selects one of a list of names. The left and right arrows, or a press on either
// half, select the previous or next.
type picker struct {
	ui.Rect
	names     []string
	selected  int // -1: none of them
	noneLabel string
	pressed   bool
}

func (p *picker) Bounds() ui.Rect { return p.Rect }

func (p *picker) Caption() string { return p.selectedName() }

func (p *picker) CapturesNav(n ui.Nav) bool { return n == ui.NavLeft || n == ui.NavRight }

func (p *picker) Update(in *ui.Input, focused bool) bool {
	by := 0
	switch {
	case focused && in.Nav == ui.NavLeft:
		by = -1
	case focused && in.Nav == ui.NavRight:
		by = 1
	case in.Released && p.pressed && p.Contains(in.X, in.Y):
		by = 1
		if in.X < p.CenterX() {
			by = -1
		}
	}
	if in.Pressed {
		p.pressed = p.Contains(in.X, in.Y)
	}
	if by == 0 {
		return false
	}
	p.selected = (max(p.selected, 0) + by + len(p.names)) % len(p.names)
	return true
}

// selectedName is the text to show.
func (p *picker) selectedName() string {
	if p.selected < 0 {
		return p.noneLabel
	}
	return p.names[p.selected]
}

func (p *picker) Draw(dst *ebiten.Image, pen *ui.Pen, l ui.Theme, focused bool) {
	line := ui.Border.Mix(ui.Cyan, .35)
	if focused && l.ShowFocus {
		line = ui.Cyan
	}
	pen.Panel(dst, p.Rect, ui.Frame{Fill: ui.PanelFill, Line: line, Cut: 7 * l.Unit, Width: 1.5 * l.Unit})
	st := ui.Style{Face: ui.Mono, Size: 16 * l.Unit, Color: ui.White, Align: ui.Center}
	name := p.selectedName()
	pen.Text(dst, name, p.CenterX(), p.CenterY(), pen.ShrinkToFit(name, p.W-56*l.Unit, st))
	st.Color = ui.Cyan
	pen.Text(dst, "<", p.X+16*l.Unit, p.CenterY(), st)
	pen.Text(dst, ">", p.X+p.W-16*l.Unit, p.CenterY(), st)
}
