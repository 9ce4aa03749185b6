package ships

import (
	"math"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/ui"
	"perihelion/sim/ships"
)

// mapScale converts world units to pixels on the minimap.
type mapScale struct{ x, y, scale float32 }

// toMap returns the pixel of a world point.
func (c mapScale) toMap(x, y float32) (px, py float32) { return c.x + x*c.scale, c.y + y*c.scale }

// drawMinimap draws the whole arena: what is always known (star, rocks, pads), the radar
// contacts, and the ships in view.
func (h *hudParts) drawMinimap(p *hud.Painter, f *frame) {
	u := f.Unit
	box := ui.Rect{X: 12 * u, Y: 12 * u, W: 164 * u, H: 164 * u}
	if !f.Occupied.TryOccupy(box) {
		return
	}
	from := p.DrawnSoFar()
	c := mapScale{hud.MapX * u, hud.MapY * u, hud.MapRadius * u / shipstate.Radius(f.View)}
	r := hud.MapRadius * u
	p.AddUpright(sprites.Disc, c.x, c.y, r*2.15, r*2.15, panel)
	p.AddArc(c.x, c.y, r, 0, 2*math.Pi, 3*u, render.Own.Glow(.45))
	h.drawStarMarks(p, f, c)
	h.drawGateMarks(p, f, c)
	h.drawViewRect(p, f, c)
	for i := range f.View.Seen {
		drawLandmark(p, f, c, &f.View.Seen[i])
	}
	drawGoalMark(p, f, c)
	drawCourseMarks(p, f, c)
	drawBlips(p, f, c)
	for i := range f.View.Seen {
		drawShipDot(p, f, c, &f.View.Seen[i])
	}
	if f.alive {
		x, y := c.toMap(f.own.X, f.own.Y)
		p.AddSprite(sprites.Chevron, x, y, 15*u, 13*u, f.own.Cos, f.own.Sin, own.Glow(1))
	}
	p.FadeSince(from, f.PanelOpacity(box))
	if y := (hud.MapY + hud.MapRadius + 16) * u; f.View.Code != "" && f.Occupied.TryOccupy(hud.TextRect(16*u, y, 140*u, normal*u)) {
		end := p.DrawText(lang.T("ROOM"), plain, 16*u, y, small*u, quiet)
		p.DrawText(f.View.Code, strong, end+6*u, y, normal*u, white)
	}
}

// drawStarMarks draws the stars, with what burns around them.
func (h *hudParts) drawStarMarks(p *hud.Painter, f *frame, c mapScale) {
	h.bodies = shipstate.AppendBodies(h.bodies[:0], f.View)
	flare := flareAt(f.View, f.View.Tick)
	for i := range h.bodies {
		o := &h.bodies[i]
		x, y := c.toMap(o.X, o.Y)
		p.AddArc(x, y, o.RechargeRadius*c.scale, 0, 2*math.Pi, 2*f.Unit, render.Energy.Glow(.18))
		if o.Black {
			p.AddArc(x, y, max(o.Radius*c.scale*1.4, 4*f.Unit), 0, 2*math.Pi, 2.5*f.Unit, render.Energy.Mix(white, .4))
			continue
		}
		corona := o.Corona
		if flare.on {
			corona = o.FlareRadius()
		}
		p.DrawIcon(sprites.Dot, x, y, corona*c.scale*2.6, render.Energy.Glow(.8))
		p.DrawIcon(sprites.Disc, x, y, o.Radius*c.scale*2, render.Energy.Mix(white, .4))
		if flare.soon || flare.on {
			p.AddArc(x, y, o.FlareRadius()*c.scale, 0, 2*math.Pi, 2*f.Unit, render.Fire.Glow(.8))
		}
	}
}

// crowdedRadar is how many blips are as large as one can be: more are smaller, so that all of
// them cover no more of the map.
const crowdedRadar = 64

func drawBlips(p *hud.Painter, f *frame, c mapScale) {
	size := 4.5 * f.Unit
	if n := len(f.View.Radar); n > crowdedRadar {
		size = max(size*float32(math.Sqrt(crowdedRadar/float64(n))), 1.5)
	}
	reach := shipstate.FromFixed(ships.RadarRadius(&f.View.Config))
	for _, b := range f.View.Radar {
		x, y := c.toMap(blipToWorld(b.X, reach), blipToWorld(b.Y, reach))
		p.DrawIcon(sprites.Disc, x, y, size, white)
	}
}

// blipToWorld converts a radar coordinate to world units.
func blipToWorld(b uint8, radius float32) float32 { return (float32(b)/127.5 - 1) * radius }

// drawViewRect draws the frame of the part of the arena that is on the screen.
func (h *hudParts) drawViewRect(p *hud.Painter, f *frame, c mapScale) {
	x, y := c.toMap(f.Camera.X, f.Camera.Y)
	halfW, halfH := float32(f.Camera.W)/f.Camera.Scale/2*c.scale, float32(f.Camera.H)/f.Camera.Scale/2*c.scale
	line := white.Glow(.16)
	p.AddLine(x-halfW, y-halfH, x+halfW, y-halfH, 2*f.Unit, line)
	p.AddLine(x-halfW, y+halfH, x+halfW, y+halfH, 2*f.Unit, line)
	p.AddLine(x-halfW, y-halfH, x-halfW, y+halfH, 2*f.Unit, line)
	p.AddLine(x+halfW, y-halfH, x+halfW, y+halfH, 2*f.Unit, line)
}

// drawLandmark draws a rock, an item pad or the powerup.
func drawLandmark(p *hud.Painter, f *frame, c mapScale, e *netcode.Seen) {
	switch e.Kind {
	case ships.KindRock:
		if ships.RockHullOf(&e.To) > 0 {
			x, y, r := shipstate.RockPosition(f.View, e.ID)
			x, y = c.toMap(x, y)
			p.DrawIcon(sprites.Disc, x, y, max(2*f.Unit, r*c.scale*2), quiet.Fade(.3))
		}
	case ships.KindPowerup:
		drawPowerupMark(p, f, c)
	case ships.KindPad:
		if item := ships.PadItemOf(&e.To); item != ships.NoItem {
			x, y := shipstate.PadPosition(f.View, e.ID)
			x, y = c.toMap(x, y)
			p.DrawIcon(sprites.Pad, x, y, 9*f.Unit, itemColor(item).Glow(1))
		}
	}
}

// drawShipDot draws a ship in view in its own colour; the leader wears a crown.
func drawShipDot(p *hud.Painter, f *frame, c mapScale, e *netcode.Seen) {
	if e.Kind != ships.KindShip {
		return
	}
	x, y := shipstate.Position(e)
	x, y = c.toMap(x, y)
	player := ships.Owner(e.ID)
	if f.Teams {
		p.DrawTeamBadge(f.Frame, player, x, y, 9*f.Unit, render.PlayerColor(f.View, player))
	} else {
		p.DrawIcon(sprites.Disc, x, y, 5.5*f.Unit, render.PlayerColor(f.View, player))
	}
	if player == f.Match.Leader {
		p.DrawIcon(sprites.Crown, x, y-7*f.Unit, 9*f.Unit, gold.Glow(1))
	}
}
