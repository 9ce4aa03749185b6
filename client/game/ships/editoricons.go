package ships

import (
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"perihelion/client/game/ships/editor"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

// toolIcon draws the icons of tools.
type toolIcon struct {
	p       *ui.Pen
	dst     *ebiten.Image
	x, y, r float32
	c       rgba.Color
}

func (e *arenaEditor) DrawTool(p *ui.Pen, dst *ebiten.Image, tool int, x, y, r float32, c rgba.Color) {
	i := toolIcon{p, dst, x, y, r, c}
	switch editor.Tool(tool) {
	case editor.Select:
		i.drawBrackets()
	case editor.Star:
		i.dot(0, 0, 1.5, rgba.Color{R: c.R, G: c.G, B: c.B}.Glow(.5))
		i.dot(0, 0, .5, c)
	case editor.BlackHole:
		i.circle(0, 0, .75, .16)
		i.circle(0, 0, .45, .34)
		i.dot(0, 0, .34, ui.Background)
	case editor.Rock:
		p.Panel(dst, ui.Rect{X: x - r*.6, Y: y - r*.55, W: r * 1.2, H: r * 1.1}, ui.Frame{Fill: c.Fade(.35), Line: c, Cut: r * .5, Width: r * .14})
	case editor.Belt:
		i.drawDots(9, .8, .16)
	case editor.Gates:
		i.circle(-.5, .3, .36, .16)
		i.circle(.5, -.3, .36, .16)
	case editor.Pads:
		i.drawDots(4, .72, .24)
	case editor.Spawn:
		i.circle(0, 0, .85, .1)
		i.circle(0, 0, .42, .1)
		i.dot(.63, 0, .2, c)
	case editor.Checkpoint:
		i.circle(0, 0, .8, .12)
		i.dot(0, 0, .28, c)
	case editor.Beacon:
		for n := range 3 {
			i.circle(0, 0, .28+.3*float32(n), .1)
		}
	case editor.Comet:
		p.Gradient(dst, ui.Rect{X: x - r*.95, Y: y - r*.16, W: r * 1.2, H: r * .32}, rgba.Color{}, c.Fade(.8))
		i.dot(.4, 0, .38, c)
	}
}

// dot draws a disc, in parts of the radius.
func (i *toolIcon) dot(x, y, r float32, c rgba.Color) {
	rim := c
	if r > 1 {
		rim = rgba.Color{}
	}
	i.p.Disc(i.dst, i.x+x*i.r, i.y+y*i.r, r*i.r, c, rim)
}

func (i *toolIcon) circle(x, y, r, width float32) {
	i.p.Ring(i.dst, i.x+x*i.r, i.y+y*i.r, r*i.r, width*i.r, 0, fullTurn, i.c)
}

// drawDots draws n discs around the middle.
func (i *toolIcon) drawDots(n int, at, size float32) {
	for k := range n {
		s, c := math.Sincos(float64(k)/float64(n)*fullTurn - fullTurn/8)
		i.dot(float32(c)*at, float32(s)*at, size, i.c)
	}
}

// drawBrackets draws the corners of a square.
func (i *toolIcon) drawBrackets() {
	w, l, at := i.r*.16, i.r*.5, i.r*.75
	for _, sx := range [...]float32{-1, 1} {
		for _, sy := range [...]float32{-1, 1} {
			x, y := i.x+sx*at, i.y+sy*at
			i.p.Gradient(i.dst, ui.Rect{X: min(x, x-sx*l), Y: y - w/2, W: l, H: w}, i.c, i.c)
			i.p.Gradient(i.dst, ui.Rect{X: x - w/2, Y: min(y, y-sy*l), W: w, H: l}, i.c, i.c)
		}
	}
	i.dot(0, 0, .16, i.c)
}
