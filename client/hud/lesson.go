package hud

import (
	"math"

	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/ui"
)

// Lesson teaches a new player one thing, in a line below the clock, away from the fight. A
// mark points at what it is about.
type Lesson struct {
	Icon     sprites.Sprite
	Keys     string  // to press for it; "": none
	Text     string  // "": there is no lesson
	Opacity  float32 // 0 to 1
	Progress float32 // how much of it is done, 0 to 1

	X, Y   float32 // world units, of what it is about
	Placed bool    // there is such a place
}

const (
	lessonIcon = 26 // HUD units, the width of the icon with the space beside it
	keyPadding = 7  // HUD units, beside the text of a key
)

// headWidth is the width of icon and keys, which stand before the text; 0 without a lesson.
func (l *Lesson) headWidth(p *Painter, u, size float32) float32 {
	if l == nil {
		return 0
	}
	width := lessonIcon * u
	if l.Keys != "" {
		width += p.TextWidth(l.Keys, strong, size) + (2*keyPadding+10)*u
	}
	return width
}

// drawHead draws icon and keys at the left of box, and how much of the lesson is done along
// its lower edge.
func (l *Lesson) drawHead(p *Painter, u, size float32, box ui.Rect) {
	if l == nil {
		return
	}
	x, y := box.X+16*u, box.Y+box.H/2
	p.DrawIcon(l.Icon, x+8*u, y, 24*u, render.Gold.Glow(1))
	x += lessonIcon * u
	if l.Keys != "" {
		width := p.TextWidth(l.Keys, strong, size) + 2*keyPadding*u
		p.AddRect(x, y-.85*size, width, 1.7*size, white.Fade(.14))
		p.AddRect(x, y+.85*size-2*u, width, 2*u, white.Fade(.5))
		p.DrawText(l.Keys, strong, x+keyPadding*u, y, size, white)
	}
	p.AddRect(box.X, box.Y+box.H-3*u, box.W*min(1, l.Progress), 3*u, render.Gold)
}

// drawMark draws a ring around what the lesson is about, or an arrow at the edge of the window
// while it is out of sight. time is in seconds.
func (l *Lesson) drawMark(p *Painter, f *Frame, time float32) {
	if l.Text == "" || !l.Placed {
		return
	}
	u, c := f.Unit, render.Gold.Glow(.8*l.Opacity)
	x, y := f.Camera.ToScreen(l.X, l.Y)
	if f.Camera.IsVisible(l.X, l.Y, -30) {
		swing := float32(math.Sin(float64(time) * 4))
		p.DrawIcon(sprites.Ring, x, y, (78+6*swing)*u, c)
		for i := range 4 {
			cos, sin := sprites.UnitVector(float32(i) * math.Pi / 2)
			d := (54 + 5*swing) * u
			p.AddSprite(sprites.Chevron, x+cos*d, y+sin*d, 16*u, 16*u, -cos, -sin, c)
		}
		return
	}
	dx, dy := x-f.W/2, y-f.H/2
	k := min((f.W/2-60*u)/max(1, max(dx, -dx)), (f.H/2-60*u)/max(1, max(dy, -dy)))
	length := float32(math.Hypot(float64(dx), float64(dy)))
	p.AddSprite(sprites.Chevron, f.W/2+dx*k, f.H/2+dy*k, 30*u, 30*u, dx/max(1, length), dy/max(1, length), c)
}
