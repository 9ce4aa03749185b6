package ships

import (
	"math"

	"perihelion/client/game"
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim/ships"
)

// shipSize is the radius of a drawn ship in world units. It is larger than
// ships.ShipRadius, so that a shot that seems to touch only the edge is not a hit.
const shipSize = 18

// drawShip draws a ship from its flames (below) to its shield (above).
func (s *frameBuilder) drawShip(b *sprites.Batch, p *shipstate.Ship, c rgba.Color, cam render.Camera) {
	if !cam.IsVisible(p.X, p.Y, 90) {
		return
	}
	x, y := cam.ToScreen(p.X, p.Y)
	drawFlames(b, p, x, y, c, cam.Scale, s.time)
	fade := p.Opacity
	if p.Protected {
		fade *= .55 + .3*render.Wobble(s.time*9)
	}
	glow := fade
	if p.Hull < 30 {
		glow *= .65 + .35*render.Wobble(s.time*23+float32(p.Player)) // a damaged ship flickers
	}
	s.drawHeat(b, p, x, y, cam.Scale)
	drawHull(b, p, x, y, c, cam.Scale, fade, glow)
	drawHullLines(b, p.Lines, x, y, p.Cos, p.Sin, cam.Scale, c.Fade(fade))
	s.drawShield(b, p, x, y, cam.Scale)
	if p.Bounty {
		for i := range 4 {
			a := s.time + float32(i)*math.Pi/2
			b.AddArc(x, y, 31*cam.Scale, a, a+.5, 3*cam.Scale, render.Gold.Glow(.7*p.Opacity))
		}
	}
	if p.Leader {
		w := 22 * cam.Scale
		b.AddUpright(sprites.Crown, x, y-40*cam.Scale, w, w, render.Gold.Glow(.9*p.Opacity))
	}
}

// drawHull draws the hull: its light, its body and its outline.
func drawHull(b *sprites.Batch, p *shipstate.Ship, x, y float32, c rgba.Color, scale, fade, glow float32) {
	n := int(p.Class)
	size := shipSize * 2 * sprites.ShipTileScale * scale
	b.AddSprite(sprites.ShipGlow(n), x, y, size, size, p.Cos, p.Sin, c.Glow(.85*glow))
	b.AddSprite(sprites.ShipBody(n), x, y, size, size, p.Cos, p.Sin, darkHullColor(c).Fade(fade))
	b.AddSprite(sprites.ShipLine(n), x, y, size, size, p.Cos, p.Sin, c.Mix(render.White, .45).Mix(render.Fire, .6*p.Heat).Glow(glow))
}

// DrawPortrait implements game.Portrayer: the ship of a class, with its engine on.
func (face) DrawPortrait(b *sprites.Batch, cam render.Camera, p game.Portrait) {
	ship := shipstate.Ship{Cos: p.Cos, Sin: p.Sin, Thrust: 1, Class: ships.Class(max(0, p.Loadout-1)), Opacity: 1}
	x, y := cam.ToScreen(p.X, p.Y)
	drawFlames(b, &ship, x, y, render.Own, cam.Scale, p.Time)
	drawHull(b, &ship, x, y, render.Own, cam.Scale, 1, 1)
	drawHullLines(b, p.Lines, x, y, p.Cos, p.Sin, cam.Scale, render.Own)
}

// drawHeat draws the glow of a hot ship.
func (s *frameBuilder) drawHeat(b *sprites.Batch, p *shipstate.Ship, x, y, scale float32) {
	if p.Heat == 0 {
		return
	}
	flicker := .85 + .15*render.Wobble(s.time*17+float32(p.Player)*5)
	size := shipSize * (3 + 3*p.Heat) * scale
	b.AddUpright(sprites.Dot, x, y, size, size, render.Fire.Glow(.8*p.Heat*flicker*p.Opacity))
}

// darkHullColor mixes c into a dark hull, which stays opaque.
func darkHullColor(c rgba.Color) rgba.Color {
	return rgba.Color{R: .25 + c.R*.75, G: .25 + c.G*.75, B: .25 + c.B*.75, A: 1}
}

// drawFlames draws the flames of the engines: behind, in front when braking, at the sides.
func drawFlames(b *sprites.Batch, p *shipstate.Ship, x, y float32, c rgba.Color, scale, time float32) {
	flicker := .85 + .15*render.Wobble(time*40+float32(p.Player)*3)
	if p.Thrust > 0 || p.Boost {
		l, color := 26*p.Thrust, c
		if p.Boost {
			l, color = 52, render.Energy
		}
		drawJet(b, x-p.Cos*11*scale, y-p.Sin*11*scale, -p.Cos, -p.Sin, l*flicker*scale, 13*scale, color.Glow(.9*p.Opacity))
		drawJet(b, x-p.Cos*11*scale, y-p.Sin*11*scale, -p.Cos, -p.Sin, l*.6*flicker*scale, 7*scale, render.White.Glow(.8*p.Opacity))
	}
	if p.Thrust < 0 {
		drawJet(b, x+p.Cos*12*scale, y+p.Sin*12*scale, p.Cos, p.Sin, -13*p.Thrust*flicker*scale, 7*scale, c.Glow(.8*p.Opacity))
	}
	if p.Strafe != 0 {
		k := float32(1)
		if p.Strafe < 0 {
			k = -1
		}
		drawJet(b, x+p.Sin*9*k*scale, y-p.Cos*9*k*scale, p.Sin*k, -p.Cos*k, 15*flicker*scale, 7*scale, c.Glow(.7*p.Opacity))
	}
}

// drawJet draws a flame of length l and width w from x, y.
func drawJet(b *sprites.Batch, x, y, cos, sin, l, w float32, c rgba.Color) {
	b.AddSprite(sprites.Flame, x+cos*l/2, y+sin*l/2, l, w, cos, sin, c)
}

const shieldFlashTime = .4 // seconds that a shield is bright after a hit

// drawShield draws the shield, which is almost invisible until it is hit.
func (s *frameBuilder) drawShield(b *sprites.Batch, p *shipstate.Ship, x, y, scale float32) {
	flash := float32(0)
	if int(p.Player) < len(s.lastHit) {
		flash = max(0, 1-(s.time-s.lastHit[p.Player])/shieldFlashTime)
	}
	r := (shipSize + 8) * 2 * scale
	if p.Shield > 0 {
		c := render.Shield
		if p.Shield > float32(ships.StatsOf(p.Class).Shield) {
			c = itemColor(ships.ItemOvershield).Mix(render.White, .4)
		}
		b.AddUpright(sprites.Bubble, x, y, r, r, c.Glow((min(.22, p.Shield*.004)+.9*flash)*p.Opacity))
	} else if flash > 0 {
		b.AddUpright(sprites.Dot, x, y, r*1.2, r*1.2, render.Bad.Glow(.8*flash))
	}
	if p.Protected {
		s.drawProtection(b, x, y, r*.62, scale)
	}
}

// drawProtection draws a turning circle around a ship with spawn protection.
func (s *frameBuilder) drawProtection(b *sprites.Batch, x, y, r, scale float32) {
	for i := range 3 {
		a := s.time*2.5 + float32(i)*2*math.Pi/3
		b.AddArc(x, y, r, a, a+1.3, 4*scale, render.White.Glow(.55))
	}
}

// drawOwnMarks draws brackets around the player's ship and an aiming line from its nose, so
// that it differs from all other ships.
func (s *frameBuilder) drawOwnMarks(b *sprites.Batch, p *shipstate.Ship, cam render.Camera) {
	x, y := cam.ToScreen(p.X, p.Y)
	r := 34 * cam.Scale
	for i := range 4 {
		a := float32(i)*math.Pi/2 + math.Pi/4
		b.AddArc(x, y, r, a-.22, a+.22, 2.6*cam.Scale, render.Own.Glow(.5))
	}
	for i := range 9 {
		d := (46 + 26*float32(i)) * cam.Scale
		k := .42 * (1 - float32(i)/9)
		b.AddUpright(sprites.Dot, x+p.Cos*d, y+p.Sin*d, 5*cam.Scale, 5*cam.Scale, render.Own.Glow(k))
	}
}

// itemColor returns the colour of an item.
func itemColor(i ships.Item) rgba.Color {
	switch i {
	case ships.ItemOvershield:
		return render.Shield
	case ships.ItemBlink:
		return render.PlayerColors[6]
	case ships.ItemMine:
		return render.PlayerColors[4]
	case ships.ItemSeeker:
		return render.PlayerColors[0]
	}
	return render.Quiet
}
