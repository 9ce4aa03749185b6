package hud

import (
	"time"

	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
)

// podiumSteps are the places of the best three: x offset and height in HUD units.
var podiumSteps = [...]struct{ x, height float32 }{{0, 92}, {-150, 74}, {150, 60}}

const (
	podiumTop     = 60  // HUD units kept free for the clock
	podiumFloor   = 262 // y of the bottom of the steps in the panel
	podiumLow     = 205 // the same in a low window
	awardStep     = 26
	podiumWidth   = 540
	podiumStepMin = 58 // minimum height of a step: place and points must fit
)

// PodiumWidth is how much of a window of w by h pixels the podium takes, with so many
// pixels to a HUD unit at most.
func PodiumWidth(w, h int, scale float32) float32 {
	return podiumWidth * unit(render.Camera{W: w, H: h}, float64(scale))
}

// drawPodium draws the best three of the round, the player's own result, and as many awards as
// there is room for.
func (h *HUD) drawPodium(p *Painter, f *Frame) {
	u := f.Unit
	room := (f.H-f.Options.PodiumBottom)/u - podiumTop - 8
	rows := h.ownRows(f, room)
	room -= awardStep * rows
	floor, n := float32(podiumFloor), len(h.game.Awards())
	if floor+68+awardStep*float32(n) > room {
		floor = podiumLow
	}
	n = max(0, min(n, int((room-floor-68)/awardStep)))
	height := (floor + 68 + awardStep*(float32(n)+rows)) * u
	x, y := f.W/2-podiumWidth/2*u, max(podiumTop*u, (f.H-f.Options.PodiumBottom)/2-height/2)
	f.Occupied.Occupy(p.DrawPanel(x, y, podiumWidth*u, height, gold))
	h.drawRoundResult(p, f, x, y+26*u)
	for i := range min(len(h.scores.rows), len(podiumSteps)) {
		h.drawPodiumStep(p, f, y+floor*u, floor/podiumFloor, i)
	}
	y += (floor + 26) * u
	if rows > 0 {
		h.drawOwnResult(p, f, x, y)
	}
	if rows > 1 {
		h.drawLevel(p, f, x, y+awardStep*u)
	}
	y += rows * awardStep * u
	for i := range h.game.Awards()[:n] {
		h.drawAward(p, f, x, y+float32(i)*awardStep*u, &h.game.Awards()[i])
	}
	y += (float32(n)*awardStep + 14) * u
	at := p.DrawText(lang.T("next round in "), plain, f.W/2-62*u, y, Normal*u, quiet)
	p.DrawText(h.texts.Number(StepsLeft(f.Match.Left, time.Second)), strong, at, y, Normal*u, white)
}

// ownRows is how many rows there are for the player: the result, and the level if there is room.
func (h *HUD) ownRows(f *Frame, room float32) float32 {
	switch {
	case h.scores.myRank == 0:
		return 0
	case f.Options.Level.Number == 0 || room < podiumLow+68+2*awardStep:
		return 1
	}
	return 2
}

// drawRoundResult draws the heading: who won, and the change of the rating.
func (h *HUD) drawRoundResult(p *Painter, f *Frame, x, y float32) {
	u := f.Unit
	if f.Teams {
		h.drawTeamResult(p, f, y)
	} else {
		h.drawWinner(p, f, y)
	}
	if f.Options.RatingChange != "" {
		at := p.DrawRightText(f.Options.RatingChange, strong, x+522*u, y, Large*u, render.Energy)
		p.DrawRightText(lang.T("rating "), plain, at, y, Small*u, quiet)
	}
}

// drawWinner draws who won in a mode without teams.
func (h *HUD) drawWinner(p *Painter, f *Frame, y float32) {
	switch {
	case h.scores.myRank == 1:
		p.DrawGlowText(lang.T("YOU WIN"), f.W/2, y, huge*f.Unit, WithOpacity(white, 1), WithOpacity(gold, 1))
	case len(h.scores.rows) > 0:
		first := h.scores.rows[0].Player
		size, color := Large*f.Unit, render.PlayerColor(f.View, first)
		name := p.ClipText(viewstate.PlayerName(f.View, first), strong, size, 180*f.Unit)
		x := f.W/2 - (p.TextWidth(name, strong, size)+p.TextWidth(lang.T(" wins"), plain, size))/2
		p.DrawText(lang.T(" wins"), plain, p.DrawText(name, strong, x, y, size, color), y, size, white)
	}
}

// drawOwnResult draws the player's rank and score, also if they are on the podium.
func (h *HUD) drawOwnResult(p *Painter, f *Frame, x, y float32) {
	u, r := f.Unit, &h.scores.rows[h.scores.myRank-1]
	p.AddRect(x+8*u, y-11*u, 524*u, 22*u, own.Fade(.16))
	p.DrawIcon(sprites.Disc, x+38*u, y, 12*u, own.Glow(1))
	at := p.DrawText(lang.T("YOU"), strong, x+56*u, y, Normal*u, own)
	at = p.DrawText(h.texts.rankText(h.scores.myRank), strong, at+12*u, y, Normal*u, rankColor(h.scores.myRank))
	at = p.DrawText(lang.T("of "), plain, at+5*u, y, Normal*u, quiet)
	p.DrawText(h.texts.Number(len(h.scores.rows)), plain, at, y, Normal*u, quiet)
	at = x + 510*u
	columns := h.game.Style().Columns
	for i := len(columns) - 1; i >= 0; i-- {
		if c := &columns[i]; c.Several != "" {
			at = h.drawCount(p, at, y, u, r.Columns[i], lang.N(r.Columns[i], c.One, c.Several))
		}
	}
	h.drawCount(p, at, y, u, r.Points, lang.N(r.Points, "point", "points"))
}

// drawCount draws a number of things, what, so that it ends at x, and returns where the next text
// may end.
func (h *HUD) drawCount(p *Painter, x, y, u float32, n int, what string) float32 {
	x = p.DrawRightText(what, plain, x, y, Normal*u, quiet) - p.TextWidth(" ", plain, Normal*u)
	return p.DrawRightText(h.texts.Number(n), strong, x, y, Normal*u, white) - 12*u
}

// drawPodiumStep draws one of the best three; scale shrinks it in a low window.
func (h *HUD) drawPodiumStep(p *Painter, f *Frame, floor, scale float32, i int) {
	u, s := f.Unit, podiumSteps[i]
	r := &h.scores.rows[i]
	c := render.PlayerColor(f.View, r.Player)
	x, top := f.W/2+s.x*u, floor-max(podiumStepMin, s.height*scale)*u
	p.AddRect(x-62*u, top, 124*u, floor-top, c.Fade(.16))
	p.AddLine(x-62*u, top, x+62*u, top, 4*u, c.Glow(.9))
	p.DrawCentredText(h.texts.rankText(i+1), strong, x, top+18*u, Large*u, rankColor(i+1))
	size, over := (104-14*float32(i))*scale*u, top-(14+38*scale)*u
	p.DrawIcon(sprites.Dot, x, over, size*1.3, c.Glow(.35))
	h.game.DrawAvatar(p, r.Player, x, over, size, c, true)
	if i == 0 {
		p.DrawIcon(sprites.Crown, x, over-48*scale*u, 30*scale*u, gold.Glow(1))
	}
	name, color := viewstate.PlayerName(f.View, r.Player), c.Mix(white, .3)
	if r.Player == f.View.Me {
		name, color = lang.T("YOU"), own
	}
	p.DrawCentredText(p.ClipText(name, strong, Normal*u, 130*u), strong, x, top-14*u, Normal*u, color)
	p.DrawCentredText(h.texts.Number(r.Points), strong, x, floor-12*u, Large*u, white)
}

// drawAward draws one line of the awards.
func (h *HUD) drawAward(p *Painter, f *Frame, x, y float32, o *Award) {
	u := f.Unit
	p.DrawIcon(sprites.Flare, x+38*u, y, 26*u, gold.Glow(1))
	end := p.DrawText(o.Title, strong, x+56*u, y, Normal*u, gold)
	at := p.DrawRightText(o.Unit, plain, x+510*u, y, Small*u, quiet)
	at = p.DrawRightText(h.texts.Number(int(o.Value)), strong, at-5*u, y, Normal*u, white)
	p.DrawText(p.ClipText(o.Name, plain, Normal*u, at-end-24*u), plain, end+12*u, y, Normal*u, o.Color.Mix(white, .3))
}
