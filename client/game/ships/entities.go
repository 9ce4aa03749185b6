package ships

import (
	"math"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// drawScenery draws what is below the ships: rocks, pads, scrap, mines.
func (s *frameBuilder) drawScenery(b *sprites.Batch, v *netcode.View, e *netcode.Seen, cam render.Camera) {
	switch e.Kind {
	case ships.KindRock:
		s.drawRock(b, v, e, cam)
	case ships.KindPad:
		s.drawItemPad(b, v, e, cam)
	case ships.KindScrap:
		s.drawScrap(b, e, cam)
	case ships.KindMine:
		s.drawMine(b, v, e, cam)
	}
}

// drawMover draws ships, pulses and seekers.
func (s *frameBuilder) drawMover(b *sprites.Batch, v *netcode.View, e *netcode.Seen, cam render.Camera) {
	switch e.Kind {
	case ships.KindShip:
		p := shipstate.ShipOf(e)
		p.Lines = shipstate.LinesOf(v, p.Player)
		s.drawShip(b, &p, render.PlayerColor(v, p.Player), cam)
	case ships.KindPulse:
		s.drawPulse(b, v, e, cam)
	case ships.KindSeeker:
		s.drawSeeker(b, v, e, cam)
	}
}

var (
	rockColor     = rgba.Color{R: 1.05, G: 1.2, B: 1.7, A: 1}
	rockEdgeColor = rgba.Hex(0x86a4ff)
	crackColor    = rgba.Hex(0xff7a3d)
)

// drawRock draws an asteroid with cracks that show its damage.
func (s *frameBuilder) drawRock(b *sprites.Batch, v *netcode.View, e *netcode.Seen, cam render.Camera) {
	wx, wy, r := shipstate.RockPosition(v, e.ID)
	if !cam.IsVisible(wx, wy, r*1.3) {
		return
	}
	i := int(e.ID - ships.RockID(0))
	x, y := cam.ToScreen(wx, wy)
	cos, sin := sprites.UnitVector(float32(i)*1.7 + s.time*(.05+.02*float32(i%5)))
	size := r * 2 * sprites.RockTileScale * cam.Scale
	hull := float32(ships.RockHullOf(&e.To))
	if hull == 0 { // destroyed: a faint outline shows where it will return
		b.AddSprite(sprites.RockLine(i), x, y, size, size, cos, sin, rockEdgeColor.Glow(.07))
		return
	}
	b.AddSprite(sprites.RockBody(i), x, y, size, size, cos, sin, rockColor)
	b.AddSprite(sprites.RockLine(i), x, y, size, size, cos, sin, rockEdgeColor.Glow(.62))
	if hull < 90 {
		cracks := int((90 - hull) / 30)
		pulse := .6 + .25*render.Wobble(s.time*5+float32(i))
		b.AddSprite(sprites.RockCrack(cracks), x, y, size, size, cos, sin, crackColor.Glow(pulse*(1.1-hull/150)))
	}
}

// drawItemPad draws a pad and the item on it, if any.
func (s *frameBuilder) drawItemPad(b *sprites.Batch, v *netcode.View, e *netcode.Seen, cam render.Camera) {
	wx, wy := shipstate.PadPosition(v, e.ID)
	if !cam.IsVisible(wx, wy, 80) {
		return
	}
	x, y := cam.ToScreen(wx, wy)
	item := ships.PadItemOf(&e.To)
	size := 84 * cam.Scale
	cos, sin := sprites.UnitVector(s.time * .4)
	if item == ships.NoItem {
		b.AddSprite(sprites.Pad, x, y, size, size, cos, sin, render.Quiet.Glow(.3))
		return
	}
	c := itemColor(item)
	beat := 1 + .07*render.Wobble(s.time*3+wx)
	b.AddUpright(sprites.Dot, x, y, size*2, size*2, c.Glow(.35*beat))
	b.AddSprite(sprites.Pad, x, y, size, size, cos, sin, c.Glow(.8))
	b.AddUpright(sprites.ItemIcon(int32(item)), x, y, 36*cam.Scale*beat, 36*cam.Scale*beat, c.Mix(render.White, .5).Glow(1))
}

// drawScrap draws a piece of scrap that glints now and then.
func (s *frameBuilder) drawScrap(b *sprites.Batch, e *netcode.Seen, cam render.Camera) {
	wx, wy := shipstate.Position(e)
	if !cam.IsVisible(wx, wy, 40) {
		return
	}
	x, y := cam.ToScreen(wx, wy)
	seed := float32(e.ID)
	cos, sin := sprites.UnitVector(s.time*1.3 + seed)
	k := viewstate.Opacity(e)
	b.AddSprite(sprites.Scrap, x, y, 22*cam.Scale, 22*cam.Scale, cos, sin, render.Good.Glow(.8*k))
	if glint := render.Wobble(s.time*2.2 + seed*1.7); glint > .6 {
		size := 60 * cam.Scale * (glint - .6) * 2.5
		b.AddUpright(sprites.Flare, x, y, size, size, render.White.Glow(k))
	}
}

// drawMine draws a mine; an armed one blinks and shows its trigger radius.
func (s *frameBuilder) drawMine(b *sprites.Batch, v *netcode.View, e *netcode.Seen, cam render.Camera) {
	wx, wy := shipstate.Position(e)
	if !cam.IsVisible(wx, wy, 140) {
		return
	}
	x, y := cam.ToScreen(wx, wy)
	c := mineColor(v, ships.Owner(e.ID))
	cos, sin := sprites.UnitVector(s.time * .8)
	k := viewstate.Opacity(e)
	size := 32 * cam.Scale
	if !ships.MineArmedOf(&e.To) {
		b.AddSprite(sprites.Mine, x, y, size, size, cos, sin, c.Glow(.35*k))
		return
	}
	beat := float32(math.Pow(float64(.5+.5*render.Wobble(s.time*6)), 3))
	b.AddSprite(sprites.Mine, x, y, size, size, cos, sin, c.Glow(.9*k))
	b.AddUpright(sprites.Dot, x, y, 70*cam.Scale, 70*cam.Scale, c.Glow((.15+.7*beat)*k))
	b.AddArc(x, y, ships.MineTrigger*cam.Scale, 0, 2*math.Pi, 2*cam.Scale, c.Glow(.2*k))
}

// mineColor is red for a mine that can hurt the player. The player's own mines and those of
// the own team have the colours of player and team; they do not explode near them.
func mineColor(v *netcode.View, owner sim.PlayerID) rgba.Color {
	switch side := v.Config.TeamOf(owner); {
	case owner == v.Me:
		return render.Own
	case side != sim.NoTeam && side == viewstate.ViewerTeam(v):
		return render.Friend
	}
	return render.Bad
}

// drawSeeker draws a homing missile.
func (s *frameBuilder) drawSeeker(b *sprites.Batch, v *netcode.View, e *netcode.Seen, cam render.Camera) {
	wx, wy := shipstate.Position(e)
	if !cam.IsVisible(wx, wy, 60) {
		return
	}
	x, y := cam.ToScreen(wx, wy)
	cos, sin := shipstate.SeekerHeading(e)
	c := render.PlayerColor(v, ships.Owner(e.ID))
	size, k := 30*cam.Scale, viewstate.Opacity(e)
	drawJet(b, x-cos*10*cam.Scale, y-sin*10*cam.Scale, -cos, -sin, 30*cam.Scale*(1+.2*render.Wobble(s.time*40)), 12*cam.Scale, render.PlayerColors[0].Glow(k))
	b.AddUpright(sprites.Dot, x, y, 60*cam.Scale, 60*cam.Scale, c.Glow(.5*k))
	b.AddSprite(sprites.Seeker, x, y, size, size, cos, sin, c.Mix(render.White, .3).Glow(k))
}

// drawPulse draws a shot with a tail that is curved like its path under gravity: each joint
// is where the shot was a moment ago.
func (s *frameBuilder) drawPulse(b *sprites.Batch, v *netcode.View, e *netcode.Seen, cam render.Camera) {
	f, ok := s.pulses.flyTo(v, e)
	if !ok || !cam.IsVisible(f.x, f.y, 80) {
		return
	}
	gx, gy := shipstate.Gravity(v, f.x, f.y)
	c := render.PlayerColor(v, ships.Owner(e.ID))
	heat := float32(ships.BirthOf(&e.To).Heat) / ships.HeatSteps
	x, y := cam.ToScreen(f.x, f.y)
	if heat > 0 {
		b.AddUpright(sprites.Dot, x, y, (40+44*heat)*cam.Scale, (40+44*heat)*cam.Scale, render.Fire.Glow(.9*heat))
	}
	const joints, span = 4, .052 // span: length of the tail in seconds of flight
	px, py := x, y
	for i := range joints {
		t := span * float32(i+1) / joints
		nx, ny := cam.ToScreen(f.x-f.vx*t+gx*t*t/2, f.y-f.vy*t+gy*t*t/2)
		k0, k1 := 1-float32(i)/joints, 1-float32(i+1)/joints
		b.AddGradientLine(nx, ny, px, py, (4+9*k0)*cam.Scale, c.Glow(.8*k1*k1), c.Glow(.8*k0*k0))
		b.AddGradientLine(nx, ny, px, py, (1.5+3*k0)*cam.Scale, render.White.Glow(k1*k1), render.White.Glow(k0))
		px, py = nx, ny
	}
	b.AddUpright(sprites.Dot, x, y, 34*cam.Scale, 34*cam.Scale, c.Glow(.65))
	b.AddUpright(sprites.Dot, x, y, 11*cam.Scale, 11*cam.Scale, render.White.Glow(1))
}
