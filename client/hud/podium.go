package hud

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// awards are the awards of the round that has just ended.
type awards struct {
	list [8]award
	n    int
}

// award is one award: who got it, its name, its value and the unit of that.
type award struct {
	name, title, why string
	color            rgba.Color
	value            int32
}

// addAward handles a ships.EventHonour.
func (h *awards) addAward(v *netcode.View, w *sim.Words) {
	if h.n == len(h.list) {
		return
	}
	p := sim.PlayerID(w[ships.AwardPlayer])
	title, why := titleText(ships.Title(w[ships.AwardTitle]))
	h.list[h.n] = award{viewstate.PlayerName(v, p), title, why, render.PlayerColor(v, p), w[ships.AwardValue]}
	h.n++
}

// podiumSteps are the places of the best three: x offset and height in HUD units.
var podiumSteps = [...]struct{ x, height float32 }{{0, 92}, {-150, 74}, {150, 60}}

const (
	podiumTop     = 60  // HUD units kept free for the clock
	podiumFloor   = 262 // y of the bottom of the steps in the panel
	podiumLow     = 205 // the same in a low window
	awardStep     = 26
	podiumStepMin = 58 // minimum height of a step: place and points must fit
)

// drawPodium draws the best three of the round, the player's own result, and as many awards as
// there is room for.
func (h *HUD) drawPodium(p *painter, f *frame) {
	u := f.u
	room := f.h/u - podiumTop - 8
	if h.scores.myRank > 0 {
		room -= awardStep
	}
	floor, n := float32(podiumFloor), h.awards.n
	if floor+68+awardStep*float32(n) > room {
		floor = podiumLow
	}
	n = max(0, min(n, int((room-floor-68)/awardStep)))
	height := (floor + 68 + awardStep*float32(n)) * u
	if h.scores.myRank > 0 {
		height += awardStep * u
	}
	x, y := f.w/2-270*u, max(podiumTop*u, f.h/2-height/2)
	f.occupied.occupy(p.drawPanel(x, y, 540*u, height, gold))
	h.drawRoundResult(p, f, x, y+26*u)
	for i := range min(len(h.scores.rows), len(podiumSteps)) {
		h.drawPodiumStep(p, f, y+floor*u, floor/podiumFloor, i)
	}
	y += (floor + 26) * u
	if h.scores.myRank > 0 {
		h.drawOwnResult(p, f, x, y)
		y += awardStep * u
	}
	for i := range h.awards.list[:n] {
		h.drawAward(p, f, x, y+float32(i)*awardStep*u, &h.awards.list[i])
	}
	y += (float32(n)*awardStep + 14) * u
	at := p.drawText("next round in ", plain, f.w/2-62*u, y, normal*u, quiet)
	p.drawText(h.texts.number(stepsLeft(f.match.Left, time.Second)), strong, at, y, normal*u, white)
}

// drawRoundResult draws the heading: who won, and the change of the rating.
func (h *HUD) drawRoundResult(p *painter, f *frame, x, y float32) {
	u := f.u
	if f.teams {
		h.drawTeamResult(p, f, y)
	} else {
		h.drawWinner(p, f, y)
	}
	if f.opts.RatingChange != "" {
		at := p.rightText(f.opts.RatingChange, strong, x+522*u, y, large*u, render.Energy)
		p.rightText("rating ", plain, at, y, small*u, quiet)
	}
}

// drawWinner draws who won in a mode without teams.
func (h *HUD) drawWinner(p *painter, f *frame, y float32) {
	switch {
	case h.scores.myRank == 1:
		p.glowText("YOU WIN", f.w/2, y, huge*f.u, withOpacity(white, 1), withOpacity(gold, 1))
	case len(h.scores.rows) > 0:
		first := h.scores.rows[0].player
		size, color := large*f.u, render.PlayerColor(f.v, first)
		name := p.clipText(viewstate.PlayerName(f.v, first), strong, size, 180*f.u)
		x := f.w/2 - (p.textWidth(name, strong, size)+p.textWidth(" wins", plain, size))/2
		p.drawText(" wins", plain, p.drawText(name, strong, x, y, size, color), y, size, white)
	}
}

// drawOwnResult draws the player's rank and score, also if they are on the podium.
func (h *HUD) drawOwnResult(p *painter, f *frame, x, y float32) {
	u, r := f.u, &h.scores.rows[h.scores.myRank-1]
	p.AddRect(x+8*u, y-11*u, 524*u, 22*u, own.Fade(.16))
	p.drawIcon(sprites.Disc, x+38*u, y, 12*u, own.Glow(1))
	at := p.drawText("YOU", strong, x+56*u, y, normal*u, own)
	at = p.drawText(h.texts.rankText(h.scores.myRank), strong, at+12*u, y, normal*u, rankColor(h.scores.myRank))
	at = p.drawText("of ", plain, at+5*u, y, normal*u, quiet)
	p.drawText(h.texts.number(len(h.scores.rows)), plain, at, y, normal*u, quiet)
	at = x + 510*u
	for _, c := range [...]struct {
		n       int32
		one, of string
	}{{r.deaths, " death", " deaths"}, {r.kills, " kill", " kills"}, {r.points, " point", " points"}} {
		of := c.of
		if c.n == 1 {
			of = c.one
		}
		at = p.rightText(of, plain, at, y, normal*u, quiet)
		at = p.rightText(h.texts.number(int(c.n)), strong, at, y, normal*u, white) - 12*u
	}
}

// drawPodiumStep draws one of the best three; scale shrinks it in a low window.
func (h *HUD) drawPodiumStep(p *painter, f *frame, floor, scale float32, i int) {
	u, s := f.u, podiumSteps[i]
	r := &h.scores.rows[i]
	c := render.PlayerColor(f.v, r.player)
	x, top := f.w/2+s.x*u, floor-max(podiumStepMin, s.height*scale)*u
	p.AddRect(x-62*u, top, 124*u, floor-top, c.Fade(.16))
	p.AddLine(x-62*u, top, x+62*u, top, 4*u, c.Glow(.9))
	p.centreText(h.texts.rankText(i+1), strong, x, top+18*u, large*u, rankColor(i+1))
	n := render.HullShape(r.player)
	size, over := (104-14*float32(i))*scale*u, top-(14+38*scale)*u
	p.drawIcon(sprites.Dot, x, over, size*1.3, c.Glow(.35))
	p.AddSprite(sprites.ShipGlow(n), x, over, size, size, 0, -1, c.Glow(.9))
	p.AddSprite(sprites.ShipLine(n), x, over, size, size, 0, -1, c.Mix(white, .4).Glow(1))
	if i == 0 {
		p.drawIcon(sprites.Crown, x, over-48*scale*u, 30*scale*u, gold.Glow(1))
	}
	name, color := viewstate.PlayerName(f.v, r.player), c.Mix(white, .3)
	if r.player == f.v.Me {
		name, color = "YOU", own
	}
	p.centreText(p.clipText(name, strong, normal*u, 130*u), strong, x, top-14*u, normal*u, color)
	p.centreText(h.texts.number(int(r.points)), strong, x, floor-12*u, large*u, white)
}

// drawAward draws one line of the awards.
func (h *HUD) drawAward(p *painter, f *frame, x, y float32, o *award) {
	u := f.u
	p.drawIcon(sprites.Flare, x+38*u, y, 26*u, gold.Glow(1))
	end := p.drawText(o.title, strong, x+56*u, y, normal*u, gold)
	at := p.rightText(o.why, plain, x+510*u, y, small*u, quiet)
	at = p.rightText(h.texts.number(int(o.value)), strong, at-5*u, y, normal*u, white)
	p.drawText(p.clipText(o.name, plain, normal*u, at-end-24*u), plain, end+12*u, y, normal*u, o.color.Mix(white, .3))
}
