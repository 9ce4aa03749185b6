package scene

import (
	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game"
	"perihelion/client/lang"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// editButton is a button of the editor: that of a tool has an icon, and a switch shows that it is on.
type editButton struct {
	ui.Button
	on       bool
	switches bool
	icon     game.ArenaEditor // draws the icon of the tool; nil: there is only the label
	tool     int
}

func (b *editButton) Draw(dst *ebiten.Image, p *ui.Pen, th ui.Theme, focused bool) {
	line, text, fill := ui.Border.Mix(ui.Cyan, .2), ui.White.Fade(.9), ui.PanelFill
	glow := float32(0)
	switch {
	case b.Disabled:
		line, text = ui.Border.Fade(.4), ui.Muted.Fade(.5)
	case b.Primary:
		line, fill = ui.Accent, rgba.Color{R: .19, G: .09, B: .02, A: .97}
	case b.on:
		line, text, fill, glow = ui.Cyan, ui.Cyan, ui.PanelFill.Over(ui.Border.Fade(.5), .5), 8*th.Unit
	}
	if focused && th.ShowFocus || b.Hovered() && !b.Disabled {
		line, glow = ui.Cyan, 8*th.Unit
	}
	p.Panel(dst, b.Rect, ui.Frame{Fill: fill, Line: line, Cut: 6 * th.Unit, Width: 1.2 * th.Unit, Glow: glow})
	label := b.Caption()
	st := ui.Style{Face: ui.Title, Size: 13 * th.Unit, Color: text, Align: ui.Center}
	if b.icon == nil {
		p.Text(dst, label, b.CenterX(), b.CenterY(), p.ShrinkToFit(label, b.W-8*th.Unit, st))
		return
	}
	st.Size = 9.5 * th.Unit
	b.icon.DrawTool(p, dst, b.tool, b.CenterX(), b.Y+b.H*.38, min(b.H*.26, b.W*.3), text)
	p.Text(dst, label, b.CenterX(), b.Y+b.H*.82, p.ShrinkToFit(label, b.W-6*th.Unit, st))
}

// foldLabel says how many images the symmetry around the middle has; 1: there is none.
func foldLabel(n int) string { return lang.F("TURN ×%d", max(n, 1)) }
