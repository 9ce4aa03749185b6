package ships

import (
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/shared/deeds"
)

// A hullLine is painted on a hull from one point to another: forward and to the right of the middle
// of the ship, in shares of shipSize.
type hullLine struct{ x0, y0, x1, y1 float32 }

// hullLines are the lines of each number that a player may choose.
var hullLines = [...][]hullLine{
	deeds.LinesPlain:    nil,
	deeds.LinesKeel:     {{-.55, 0, .6, 0}},
	deeds.LinesChevrons: {{-.45, -.3, -.15, 0}, {-.15, 0, -.45, .3}, {-.1, -.26, .18, 0}, {.18, 0, -.1, .26}},
	deeds.LinesBands:    {{-.4, -.34, -.4, .34}, {-.2, -.3, -.2, .3}, {.15, -.16, .15, .16}},
	deeds.LinesWings:    {{-.5, -.42, .1, -.14}, {-.5, .42, .1, .14}, {-.3, 0, .3, 0}},
	deeds.LinesStar:     {{-.42, 0, .3, 0}, {-.06, -.32, -.06, .32}, {-.28, -.22, .16, .22}, {-.28, .22, .16, -.22}},
}

// drawHullLines paints the lines of a number, none if it is not known.
func drawHullLines(b *sprites.Batch, number uint8, x, y, cos, sin, scale float32, c rgba.Color) {
	if int(number) >= len(hullLines) {
		return
	}
	const width = .11 // of shipSize
	size := shipSize * scale
	bright := c.Mix(render.White, .7)
	for _, l := range hullLines[number] {
		x0, y0 := x+(l.x0*cos-l.y0*sin)*size, y+(l.x0*sin+l.y0*cos)*size
		x1, y1 := x+(l.x1*cos-l.y1*sin)*size, y+(l.x1*sin+l.y1*cos)*size
		b.AddLine(x0, y0, x1, y1, width*size, bright)
	}
}
