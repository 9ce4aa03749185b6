package puck

import (
	"image/color"
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/puck"
)

var (
	background = color.RGBA{R: 4, G: 7, B: 16, A: 255}
	iceColor   = rgba.Hex(0x0d1a33)
	iceLight   = rgba.Hex(0x2c4f8f).Glow(.32)
	lineColor  = rgba.Hex(0x3b5f9e)
	boardColor = rgba.Hex(0x9fc4ff)
	iceSpark   = rgba.Hex(0xbfe2ff)
)

// iceTint is how much of the colour of its team the ice of an end has.
const iceTint = .14

// discRim is how much larger a disc must be drawn, in units, for its soft rim.
const discRim = 9

// minLine is the width of the finest line, in pixels: a finer one falls apart.
const minLine = 1.6

// teamColor is the colour of a team on the screen of the viewer of v.
func teamColor(v *netcode.View, t sim.Team) rgba.Color {
	mine := v.Config.TeamOf(0)
	if playing(v) {
		mine = v.Config.TeamOf(v.Me)
	}
	if t == mine {
		return render.Friend
	}
	return render.Foe
}

// pen draws in world units.
type pen struct {
	*sprites.Batch
	cam render.Camera
}

func (p pen) line(x0, y0, x1, y1, width float32, c rgba.Color) {
	ax, ay := p.cam.ToScreen(x0, y0)
	bx, by := p.cam.ToScreen(x1, y1)
	p.AddLine(ax, ay, bx, by, max(minLine, width*p.cam.Scale), c)
}

func (p pen) rect(x, y, w, h float32, c rgba.Color) {
	sx, sy := p.cam.ToScreen(x, y)
	p.AddRect(sx, sy, w*p.cam.Scale, h*p.cam.Scale, c)
}

// fade fills a rectangle with a colour that goes from that of x0 to that of x1.
func (p pen) fade(x0, y0, x1, y1 float32, from, to rgba.Color) {
	ax, ay := p.cam.ToScreen(x0, y0)
	bx, by := p.cam.ToScreen(x1, y1)
	p.AddQuad(sprites.Solid, from, to, ax, ay, bx, ay, bx, by, ax, by)
}

func (p pen) disc(x, y, r float32, c rgba.Color) {
	sx, sy := p.cam.ToScreen(x, y)
	p.AddUpright(sprites.Disc, sx, sy, 2*r*p.cam.Scale, 2*r*p.cam.Scale, c)
}

func (p pen) arc(x, y, r, from, to, width float32, c rgba.Color) {
	sx, sy := p.cam.ToScreen(x, y)
	p.AddArc(sx, sy, r*p.cam.Scale, from, to, max(minLine, width*p.cam.Scale), c)
}

// drawRink draws the ice, its lines, the boards and the goals. Each end is tinted by the
// team that defends it.
func drawRink(b *sprites.Batch, v *netcode.View, cam render.Camera) {
	p := pen{b, cam}
	const l, w, r = puck.HalfLength, puck.HalfWidth, puck.Corner
	for _, end := range [...]float32{-1, 1} {
		tinted := iceColor.Mix(teamColor(v, defender(end)), iceTint)
		for _, side := range [...]float32{-1, 1} {
			p.disc(end*(l-r), side*(w-r), r+discRim, tinted)
		}
		p.rect(min(end*l, end*(l-r)), -w+r, r, 2*(w-r), tinted)
		p.fade(end*l/3, -w, end*(l-r), w, iceColor, tinted)
	}
	p.rect(-l/3, -w, 2*l/3, 2*w, iceColor)
	sx, sy := cam.ToScreen(0, 0)
	b.AddUpright(sprites.Dot, sx, sy, 3.2*w*cam.Scale, 2.4*w*cam.Scale, iceLight)
	for _, end := range [...]float32{-1, 1} {
		drawEnd(p, v, end)
	}
	p.line(0, -w, 0, w, 6, lineColor.Fade(.8))
	p.arc(0, 0, 150, 0, 2*math.Pi, 5, lineColor.Fade(.7))
	p.disc(0, 0, 10, lineColor)
	drawBoards(p)
}

// corners are the directions of the four corners, with the angles between which each is
// round.
var corners = [...]struct{ x, y, from float32 }{
	{1, 1, 0}, {-1, 1, math.Pi / 2}, {-1, -1, math.Pi}, {1, -1, 3 * math.Pi / 2},
}

// drawEnd draws the lines and the goal of one end.
func drawEnd(p pen, v *netcode.View, end float32) {
	const l, w = puck.HalfLength, puck.HalfWidth
	c := teamColor(v, defender(end))
	blue := end * l / 3
	p.line(blue, -w, blue, w, 5, c.Fade(.4))
	for _, side := range [...]float32{-1, 1} {
		p.arc(end*l*.62, side*w*.5, 110, 0, 2*math.Pi, 4, lineColor.Fade(.45))
		p.disc(end*l*.62, side*w*.5, 8, lineColor.Fade(.6))
	}
	// The crease, the net and its posts.
	p.disc(end*l, 0, puck.GoalHalf+24, c.Fade(.16))
	left := end * l
	if end < 0 {
		left -= puck.GoalDepth
	}
	p.rect(left, -puck.GoalHalf, puck.GoalDepth, 2*puck.GoalHalf, c.Mix(rgba.Hex(0x050810), .7))
	const meshes = 6
	for i := range meshes + 1 {
		y := -puck.GoalHalf + float32(i)*2*puck.GoalHalf/meshes
		p.line(end*l, y, end*(l+puck.GoalDepth), y, 2, c.Fade(.35))
	}
	p.line(end*(l+puck.GoalDepth), -puck.GoalHalf, end*(l+puck.GoalDepth), puck.GoalHalf, 6, c)
	p.line(end*l, -puck.GoalHalf, end*l, puck.GoalHalf, 5, c.Glow(.9))
	for _, side := range [...]float32{-1, 1} {
		p.line(end*l, side*puck.GoalHalf, end*(l+puck.GoalDepth), side*puck.GoalHalf, 6, c)
		p.disc(end*l, side*puck.GoalHalf, puck.PostRadius, c.Mix(render.White, .5))
	}
}

// defender is the team that defends the goal at an end, -1 or 1.
func defender(end float32) sim.Team {
	if end < 0 {
		return 1
	}
	return 2
}

// drawBoards draws the boards around the ice.
func drawBoards(p pen) {
	const l, w, r = puck.HalfLength, puck.HalfWidth, puck.Corner
	for _, side := range [...]float32{-1, 1} {
		p.line(-l+r, side*w, l-r, side*w, 9, boardColor)
		for _, half := range [...]float32{-1, 1} {
			p.line(side*l, half*puck.GoalHalf, side*l, half*(w-r), 9, boardColor)
		}
	}
	for _, c := range corners {
		p.arc(c.x*(l-r), c.y*(w-r), r, c.from, c.from+math.Pi/2, 9, boardColor)
	}
}
