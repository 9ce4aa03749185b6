package ships

import (
	"perihelion/client/hud"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// statusLine says in a line how a goal or a powerup stands: the name of a player, words, and a
// number with a unit, if any.
type statusLine struct {
	name, text, unit string
	number           int
	hasNumber        bool // also without a unit
	color, nameColor rgba.Color
}

// drawLine draws the line, smaller where there is little room.
func (l *statusLine) drawLine(p *hud.Painter, f *frame) {
	for _, size := range [...]float32{normal, small, tiny} {
		if l.drawIn(p, f, size*f.Unit) {
			return
		}
	}
}

// drawIn draws the line at the highest place that is free, and reports whether there is one.
func (l *statusLine) drawIn(p *hud.Painter, f *frame, size float32) bool {
	u := f.Unit
	name := p.ClipText(l.name, strong, size, 10*size)
	width := p.TextWidth(name, strong, size) + p.TextWidth(l.text, strong, size) + 26*u
	if l.unit != "" || l.hasNumber {
		width += 30*u + p.TextWidth(l.unit, strong, size)
	}
	for y := 78 * u; y < f.H*.5; y += 12 * u {
		box := ui.Rect{X: f.W/2 - width/2, Y: y - 12*u, W: width, H: 24 * u}
		if !f.Occupied.TryOccupy(box) {
			continue
		}
		p.AddRect(box.X, box.Y, box.W, box.H, panel)
		p.AddRect(box.X, box.Y+box.H-2*u, box.W, 2*u, l.color.Glow(.9))
		end := box.X + 10*u
		if name != "" {
			end = p.DrawText(name, strong, end, y, size, l.nameColor.Mix(white, .2)) + 6*u
		}
		end = p.DrawText(l.text, strong, end, y, size, l.color.Mix(white, .5))
		if l.unit != "" || l.hasNumber {
			end = p.DrawText(f.Texts.Number(l.number), strong, end+7*u, y, size, white)
			p.DrawText(l.unit, strong, end+4*u, y, size, white)
		}
		return true
	}
	return false
}

// drawEdgeArrow points at a place from the edge of the window, while it is out of sight.
func drawEdgeArrow(p *hud.Painter, f *frame, wx, wy float32, icon sprites.Sprite, color rgba.Color) {
	if f.Camera.IsVisible(wx, wy, 0) {
		return
	}
	x, y := f.Camera.ToScreen(wx, wy)
	dx, dy := x-f.W/2, y-f.H/2
	k := min(rayScale(f.W/2-46*f.Unit, dx), rayScale(f.H/2-46*f.Unit, dy))
	l := max(1, length(dx, dy))
	ex, ey := f.W/2+dx*k, f.H/2+dy*k
	p.AddSprite(sprites.Chevron, ex, ey, 22*f.Unit, 22*f.Unit, dx/l, dy/l, color.Glow(.9))
	p.DrawIcon(icon, ex-dx/l*24*f.Unit, ey-dy/l*24*f.Unit, 20*f.Unit, color.Glow(.9))
}
