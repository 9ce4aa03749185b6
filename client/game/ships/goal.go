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
	if g, x, y, ok := shipstate.Goal(f.View); ok && isGoalShown(f.View, &g) && g.Holder != f.View.Me {
		drawEdgeArrow(p, f, x, y, goalIcon(f.View.Config.Mode), goalColor(f.View, &g))
	}
}

// drawGoalLine says in a line how the goal stands.
func drawGoalLine(p *hud.Painter, f *frame) {
	g, _, _, ok := shipstate.Goal(f.View)
	if !ok || f.Match.Phase != sim.PhaseLive {
		return
	}
	line := goalLineOf(f.View, &g)
	line.color, line.nameColor = goalColor(f.View, &g), render.PlayerColor(f.View, g.Holder)
	line.drawLine(p, f)
}

func goalLineOf(v *netcode.View, g *ships.Goal) statusLine {
	switch v.Config.Mode {
	case ships.Beacon:
		switch g.Team {
		case sim.NoTeam:
			return statusLine{text: lang.T("NOBODY HOLDS THE BEACON")}
		case viewstate.ViewerTeam(v):
			return statusLine{text: lang.T("WE HOLD THE BEACON")}
		}
		return statusLine{text: lang.T("THEY HOLD THE BEACON")}
	case ships.Comet:
		done := int(g.Progress) * 100 / 256
		switch g.Holder {
		case sim.NoPlayer:
			return statusLine{text: lang.T("THE COMET IS FREE")}
		case v.Me:
			return statusLine{text: lang.T("ONCE AROUND THE STAR:"), number: done, unit: "%"}
		}
		return statusLine{name: shipstate.PlayerName(v, g.Holder), text: lang.T("HAS THE COMET:"), number: done, unit: "%"}
	}
	bounty := int(g.Progress)
	switch g.Holder {
	case sim.NoPlayer:
		return statusLine{text: lang.T("THE NEXT KILL TAKES THE CROWN")}
	case v.Me:
		return statusLine{text: lang.T("YOU WEAR THE CROWN. BOUNTY:"), number: bounty, unit: lang.T("points")}
	}
	return statusLine{name: shipstate.PlayerName(v, g.Holder), text: lang.T("WEARS THE CROWN. BOUNTY:"), number: bounty, unit: lang.T("points")}
}
