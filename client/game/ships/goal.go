package ships

import (
	"math"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// goalColor is the color of the goal: of the team or the player that has it.
func goalColor(v *netcode.View, g *ships.Goal) rgba.Color {
	switch {
	case g.Team != sim.NoTeam && g.Team == viewstate.ViewerTeam(v):
		return render.Friend
	case g.Team != sim.NoTeam:
		return render.Foe
	case v.Config.Mode == ships.Crown:
		return render.Gold
	case v.Config.Mode == ships.Beacon:
		return render.White
	}
	return render.Own
}

// drawGoal draws the goal in the world: the zone of a beacon, a comet, and what marks a holder.
func (s *frameBuilder) drawGoal(b *sprites.Batch, v *netcode.View, cam render.Camera) {
	g, wx, wy, ok := shipstate.Goal(v)
	if !ok {
		return
	}
	x, y := cam.ToScreen(wx, wy)
	c := goalColor(v, &g)
	switch {
	case v.Config.Mode == ships.Beacon && cam.IsVisible(wx, wy, ships.BeaconRadius):
		s.drawBeacon(b, x, y, ships.BeaconRadius*cam.Scale, c)
	case v.Config.Mode == ships.Comet && cam.IsVisible(wx, wy, 160):
		s.drawComet(b, x, y, wx, wy, cam.Scale)
		if g.Holder != sim.NoPlayer {
			const top = -math.Pi / 2
			b.AddArc(x, y, 40*cam.Scale, top, top+2*math.Pi*float32(g.Progress)/256, 5*cam.Scale, c.Glow(.9))
		}
	case v.Config.Mode == ships.Crown && g.Holder != sim.NoPlayer && cam.IsVisible(wx, wy, 80):
		b.AddArc(x, y, 38*cam.Scale, 0, 2*math.Pi, 3*cam.Scale, c.Glow(.35+.3*render.Wobble(s.time*4)))
		b.AddUpright(sprites.Crown, x, y-52*cam.Scale, 32*cam.Scale, 32*cam.Scale, c.Glow(1))
	}
}

// drawBeacon draws the zone with radius r in pixels.
func (s *frameBuilder) drawBeacon(b *sprites.Batch, x, y, r float32, c rgba.Color) {
	b.AddUpright(sprites.Dot, x, y, r*2.2, r*2.2, c.Glow(.12))
	b.AddArc(x, y, r, 0, 2*math.Pi, r*.012, c.Glow(.8))
	for i := range 8 {
		a := s.time*.4 + float32(i)*math.Pi/4
		b.AddArc(x, y, r*.93, a, a+.3, r*.03, c.Glow(.5))
	}
	b.AddUpright(sprites.Pad, x, y, r*.3, r*.3, c.Glow(.7))
}

// drawComet draws a comet, whose tail points away from the star.
func (s *frameBuilder) drawComet(b *sprites.Batch, x, y, wx, wy, scale float32) {
	d := max(1, length(wx, wy))
	dx, dy := wx/d, wy/d
	flicker := .85 + .15*render.Wobble(s.time*9)
	drawJet(b, x, y, dx, dy, 150*flicker*scale, 46*scale, render.Own.Glow(.5))
	drawJet(b, x, y, dx, dy, 90*flicker*scale, 24*scale, render.White.Glow(.6))
	b.AddUpright(sprites.Dot, x, y, 76*scale, 76*scale, render.Own.Glow(.8))
	b.AddUpright(sprites.Disc, x, y, 20*scale, 20*scale, render.White)
}

// goalIcon is the icon of the goal of the mode.
func goalIcon(m *sim.Mode) sprites.Sprite {
	switch m {
	case ships.Crown:
		return sprites.Crown
	case ships.Comet:
		return sprites.Flare
	}
	return sprites.Pad
}

// drawGoalMark draws the goal on the map.
func drawGoalMark(p *hud.Painter, f *frame, c mapScale) {
	g, x, y, ok := shipstate.Goal(f.View)
	if !ok || !isGoalShown(f.View, &g) {
		return
	}
	x, y = c.toMap(x, y)
	color := goalColor(f.View, &g)
	if f.View.Config.Mode == ships.Beacon {
		p.AddArc(x, y, ships.BeaconRadius*c.scale, 0, 2*math.Pi, 2.5*f.Unit, color.Glow(1))
		return
	}
	p.DrawIcon(sprites.Dot, x, y, 22*f.Unit, color.Glow(.6))
	p.DrawIcon(goalIcon(f.View.Config.Mode), x, y, 13*f.Unit, color.Glow(1))
}

// isGoalShown is false while there is nothing to be marked: no crown is worn.
func isGoalShown(v *netcode.View, g *ships.Goal) bool {
	return v.Config.Mode != ships.Crown || g.Holder != sim.NoPlayer
}

// drawGoalArrow points at the goal from the edge of the window, while it is out of sight.
func drawGoalArrow(p *hud.Painter, f *frame) {
	g, wx, wy, ok := shipstate.Goal(f.View)
	if !ok || !isGoalShown(f.View, &g) || g.Holder == f.View.Me || f.Camera.IsVisible(wx, wy, 0) {
		return
	}
	x, y := f.Camera.ToScreen(wx, wy)
	dx, dy := x-f.W/2, y-f.H/2
	k := min(rayScale(f.W/2-46*f.Unit, dx), rayScale(f.H/2-46*f.Unit, dy))
	l := max(1, length(dx, dy))
	color := goalColor(f.View, &g)
	ex, ey := f.W/2+dx*k, f.H/2+dy*k
	p.AddSprite(sprites.Chevron, ex, ey, 22*f.Unit, 22*f.Unit, dx/l, dy/l, color.Glow(.9))
	p.DrawIcon(goalIcon(f.View.Config.Mode), ex-dx/l*24*f.Unit, ey-dy/l*24*f.Unit, 20*f.Unit, color.Glow(.9))
}

// drawGoalLine says in a line how the goal stands.
func drawGoalLine(p *hud.Painter, f *frame) {
	g, _, _, ok := shipstate.Goal(f.View)
	if !ok || f.Match.Phase != sim.PhaseLive {
		return
	}
	u, line := f.Unit, goalLineOf(f.View, &g)
	for _, size := range [...]float32{normal * u, small * u, tiny * u} { // smaller where there is little room
		if line.draw(p, f, &g, size) {
			return
		}
	}
}

// draw draws the line at the highest place that is free, and reports whether there is one.
func (l *goalLine) draw(p *hud.Painter, f *frame, g *ships.Goal, size float32) bool {
	u := f.Unit
	name := p.ClipText(l.name, strong, size, 10*size)
	width := p.TextWidth(name, strong, size) + p.TextWidth(l.text, strong, size) + 26*u
	if l.unit != "" {
		width += 30*u + p.TextWidth(l.unit, strong, size)
	}
	for y := 78 * u; y < f.H*.5; y += 12 * u {
		box := ui.Rect{X: f.W/2 - width/2, Y: y - 12*u, W: width, H: 24 * u}
		if !f.Occupied.TryOccupy(box) {
			continue
		}
		c := goalColor(f.View, g)
		p.AddRect(box.X, box.Y, box.W, box.H, panel)
		p.AddRect(box.X, box.Y+box.H-2*u, box.W, 2*u, c.Glow(.9))
		end := box.X + 10*u
		if name != "" {
			end = p.DrawText(name, strong, end, y, size, render.PlayerColor(f.View, g.Holder).Mix(white, .2)) + 6*u
		}
		end = p.DrawText(l.text, strong, end, y, size, c.Mix(white, .5))
		if l.unit != "" {
			end = p.DrawText(f.Texts.Number(l.number), strong, end+7*u, y, size, white)
			p.DrawText(l.unit, strong, end+4*u, y, size, white)
		}
		return true
	}
	return false
}

// goalLine is how the goal stands: the name of a holder, words, and a number with a unit, if any.
type goalLine struct {
	name, text, unit string
	number           int
}

func goalLineOf(v *netcode.View, g *ships.Goal) goalLine {
	switch v.Config.Mode {
	case ships.Beacon:
		switch g.Team {
		case sim.NoTeam:
			return goalLine{text: lang.T("NOBODY HOLDS THE BEACON")}
		case viewstate.ViewerTeam(v):
			return goalLine{text: lang.T("WE HOLD THE BEACON")}
		}
		return goalLine{text: lang.T("THEY HOLD THE BEACON")}
	case ships.Comet:
		done := int(g.Progress) * 100 / 256
		switch g.Holder {
		case sim.NoPlayer:
			return goalLine{text: lang.T("THE COMET IS FREE")}
		case v.Me:
			return goalLine{text: lang.T("ONCE AROUND THE STAR:"), number: done, unit: "%"}
		}
		return goalLine{name: shipstate.PlayerName(v, g.Holder), text: lang.T("HAS THE COMET:"), number: done, unit: "%"}
	}
	bounty := int(g.Progress)
	switch g.Holder {
	case sim.NoPlayer:
		return goalLine{text: lang.T("THE NEXT KILL TAKES THE CROWN")}
	case v.Me:
		return goalLine{text: lang.T("YOU WEAR THE CROWN. BOUNTY:"), number: bounty, unit: lang.T("points")}
	}
	return goalLine{name: shipstate.PlayerName(v, g.Holder), text: lang.T("WEARS THE CROWN. BOUNTY:"), number: bounty, unit: lang.T("points")}
}
