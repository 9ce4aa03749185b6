package puck

import (
	"math"

	"perihelion/client/game"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim/puck"
)

var (
	puckColor   = rgba.Hex(0xf7fbff)
	shadowColor = rgba.Color{A: .35}
)

// skaterColor is that of the skater's team; the own one is like no other.
func skaterColor(v *netcode.View, s *skater) rgba.Color {
	if s.controlled {
		return render.Own
	}
	return teamColor(v, v.Config.TeamOf(s.player))
}

// drawSkater draws a skater: a body in the colour of its team with a dark core, and the
// stick. A ring fills while a kick is wound up.
func drawSkater(b *sprites.Batch, v *netcode.View, s *skater, cam render.Camera) {
	p := pen{b, cam}
	const r = puck.SkaterRadius
	c := skaterColor(v, s)
	k := max(0, 1-2*s.stale)
	p.disc(s.x+4, s.y+7, r+2, shadowColor.Fade(k))
	if s.boosting {
		sx, sy := cam.ToScreen(s.x, s.y)
		b.AddUpright(sprites.Dot, sx, sy, 5.2*r*cam.Scale, 5.2*r*cam.Scale, render.Energy.Glow(.55))
	}
	drawStick(p, s, c.Fade(k))
	p.disc(s.x, s.y, r, c.Fade(k))
	p.disc(s.x, s.y, r-6, c.Mix(rgba.Hex(0x060a14), .72).Fade(k))
	p.disc(s.x+s.cos*8, s.y+s.sin*8, 9, c.Mix(render.White, .25).Fade(k))
	if s.charge > 0 {
		from := float32(math.Atan2(float64(s.sin), float64(s.cos))) - math.Pi*s.charge
		hot := render.Energy.Mix(render.Bad, s.charge)
		p.arc(s.x, s.y, r+11, from, from+2*math.Pi*s.charge, 6, hot.Glow(1))
	}
	if s.controlled {
		p.arc(s.x, s.y, r+3, 0, 2*math.Pi, 3, render.White.Fade(.85))
	}
}

// DrawPortrait implements game.Portrayer: the player's own skater.
func (face) DrawPortrait(b *sprites.Batch, cam render.Camera, p game.Portrait) {
	drawSkater(b, &netcode.View{}, &skater{x: p.X, y: p.Y, cos: p.Cos, sin: p.Sin, controlled: true}, cam)
}

// drawStick draws the stick: pulled back while a kick is wound up, and swung through.
func drawStick(p pen, s *skater, c rgba.Color) {
	turn := -.9 * s.charge
	if s.swinging {
		turn = .5
	}
	cos, sin := sprites.UnitVector(turn)
	x, y := s.cos*cos-s.sin*sin, s.sin*cos+s.cos*sin
	const reach = puck.StickReach
	p.line(s.x+x*puck.SkaterRadius*.6, s.y+y*puck.SkaterRadius*.6, s.x+x*reach, s.y+y*reach, 7, c.Mix(render.White, .35))
	p.line(s.x+x*reach-y*13, s.y+y*reach+x*13, s.x+x*reach+y*5, s.y+y*reach-x*5, 8, c.Mix(render.White, .6))
}

// drawPuck draws the puck with a light around it, so that it is found at once.
func drawPuck(b *sprites.Batch, d *disc, cam render.Camera) {
	p := pen{b, cam}
	sx, sy := cam.ToScreen(d.x, d.y)
	size := 7 * puck.PuckRadius * cam.Scale
	b.AddUpright(sprites.Dot, sx, sy, size, size, puckColor.Glow(.4))
	p.disc(d.x+2, d.y+4, puck.PuckRadius+1, shadowColor)
	p.disc(d.x, d.y, puck.PuckRadius, puckColor)
	p.disc(d.x, d.y, puck.PuckRadius-4, rgba.Hex(0x1b2740))
}
