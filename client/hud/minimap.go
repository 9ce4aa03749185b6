package hud

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/sim/ships"
)

const (
	mapRadius = 78 // HUD units
	mapX      = 16 + mapRadius
	mapY      = 16 + mapRadius
)

// mapScale converts world units to pixels on the minimap.
type mapScale struct{ x, y, scale float32 }

// toMap returns the pixel of a world point.
func (c mapScale) toMap(x, y float32) (px, py float32) { return c.x + x*c.scale, c.y + y*c.scale }

// drawMinimap draws the whole arena: what is always known (star, rocks, pads), the radar
// contacts, and the ships in view.
func (h *HUD) drawMinimap(p *painter, f *frame) {
	u := f.u
	box := ui.Rect{X: 12 * u, Y: 12 * u, W: 164 * u, H: 164 * u}
	if !f.occupied.tryOccupy(box) {
		return
	}
	from := p.position()
	a := viewstate.ArenaOf(&f.v.Config)
	c := mapScale{mapX * u, mapY * u, mapRadius * u / a.Radius}
	r := mapRadius * u
	p.AddUpright(sprites.Disc, c.x, c.y, r*2.15, r*2.15, panel)
	p.AddArc(c.x, c.y, r, 0, 2*math.Pi, 3*u, render.Own.Glow(.45))
	p.AddArc(c.x, c.y, a.SunReach*c.scale, 0, 2*math.Pi, 2*u, render.Energy.Glow(.18))
	p.drawIcon(sprites.Dot, c.x, c.y, a.Corona*c.scale*2.6, render.Energy.Glow(.8))
	p.drawIcon(sprites.Disc, c.x, c.y, a.Star*c.scale*2, render.Energy.Mix(white, .4))
	h.drawViewRect(p, f, c)
	for i := range f.v.Seen {
		drawLandmark(p, f, c, &f.v.Seen[i])
	}
	for _, b := range f.v.Radar {
		x, y := c.toMap(blipToWorld(b.X, a.Radius), blipToWorld(b.Y, a.Radius))
		p.drawIcon(sprites.Disc, x, y, 4.5*u, white)
	}
	for i := range f.v.Seen {
		drawShipDot(p, f, c, &f.v.Seen[i])
	}
	if f.alive {
		x, y := c.toMap(f.own.X, f.own.Y)
		p.AddSprite(sprites.Chevron, x, y, 15*u, 13*u, f.own.Cos, f.own.Sin, own.Glow(1))
	}
	p.fadeSince(from, f.panelOpacity(box))
	if y := (mapY + mapRadius + 16) * u; f.v.Code != "" && f.occupied.tryOccupy(textRect(16*u, y, 140*u, normal*u)) {
		end := p.drawText("ROOM", plain, 16*u, y, small*u, quiet)
		p.drawText(f.v.Code, strong, end+6*u, y, normal*u, white)
	}
}

// blipToWorld converts a radar coordinate to world units.
func blipToWorld(b uint8, radius float32) float32 { return (float32(b)/127.5 - 1) * radius }

// drawViewRect draws the frame of the part of the arena that is on the screen.
func (h *HUD) drawViewRect(p *painter, f *frame, c mapScale) {
	x, y := c.toMap(f.cam.X, f.cam.Y)
	halfW, halfH := float32(f.cam.W)/f.cam.Scale/2*c.scale, float32(f.cam.H)/f.cam.Scale/2*c.scale
	line := white.Glow(.16)
	p.AddLine(x-halfW, y-halfH, x+halfW, y-halfH, 2*f.u, line)
	p.AddLine(x-halfW, y+halfH, x+halfW, y+halfH, 2*f.u, line)
	p.AddLine(x-halfW, y-halfH, x-halfW, y+halfH, 2*f.u, line)
	p.AddLine(x+halfW, y-halfH, x+halfW, y+halfH, 2*f.u, line)
}

// drawLandmark draws a rock or an item pad.
func drawLandmark(p *painter, f *frame, c mapScale, e *netcode.Seen) {
	switch e.Kind {
	case ships.KindRock:
		if e.To[ships.RockHull] > 0 {
			x, y, r := viewstate.RockPosition(f.v, e.ID)
			x, y = c.toMap(x, y)
			p.drawIcon(sprites.Disc, x, y, max(2*f.u, r*c.scale*2), quiet.Fade(.3))
		}
	case ships.KindPad:
		if item := ships.Item(e.To[ships.PadItem]); item != ships.NoItem {
			x, y := viewstate.PadPosition(f.v, e.ID)
			x, y = c.toMap(x, y)
			p.drawIcon(sprites.Pad, x, y, 9*f.u, render.ItemColor(item).Glow(1))
		}
	}
}

// drawShipDot draws a ship in view in its own colour; the leader wears a crown.
func drawShipDot(p *painter, f *frame, c mapScale, e *netcode.Seen) {
	if e.Kind != ships.KindShip {
		return
	}
	x, y := viewstate.Position(e)
	x, y = c.toMap(x, y)
	player := ships.Owner(e.ID)
	if f.teams {
		p.drawTeamBadge(f, player, x, y, 9*f.u, render.PlayerColor(f.v, player))
	} else {
		p.drawIcon(sprites.Disc, x, y, 5.5*f.u, render.PlayerColor(f.v, player))
	}
	if player == f.match.Leader {
		p.drawIcon(sprites.Crown, x, y-7*f.u, 9*f.u, gold.Glow(1))
	}
}
