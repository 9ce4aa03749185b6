package hud

import (
	"time"

	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
)

// podiumSteps are the places of the best three: x offset and height in HUD units.
var podiumSteps = [...]struct{ x, height float32 }{{0, 92}, {-150, 74}, {150, 60}}

const (
	podiumTop     = 60  // HUD units kept free for the clock
	podiumFloor   = 262 // y of the bottom of the steps in the panel
	podiumLow     = 205 // the same in a low window
	awardStep     = 26
	podiumWidth   = 540
	podiumNarrow  = 420 // in an upright window, where it has as many pixels: letters are larger there
	podiumStepMin = 58  // minimum height of a step: place and points must fit
)

// PodiumWidth is how much of a window of w by h pixels the podium takes, with so many
// pixels to a HUD unit at most.
func PodiumWidth(w, h int, scale float32) float32 {
	return podiumWidth * unit(render.Camera{W: w, H: h}, float64(scale))
}

// podiumSpan is the width of the podium in HUD units of its own.
func (f *Frame) podiumSpan() float32 {
	if f.W < f.H {
		return podiumNarrow
	}
	return podiumWidth
}

// drawPodium draws the best three of the round, the player's own result, and as many awards as
// there is room for.
func (h *HUD) drawPodium(p *Painter, f *Frame) {
	choice, span := h.choiceHeight(f), f.podiumSpan()
	inner := *f
	inner.Unit *= podiumWidth / span
	u, bottom := inner.Unit, f.Options.PodiumBottom+choice
	room := (f.H-bottom)/u - podiumTop - 8
	rows := h.ownRows(f, room)
	room -= awardStep * rows
	floor, n := float32(podiumFloor), len(h.game.Awards())
	if floor+68+awardStep*float32(n) > room {
		floor = podiumLow
	}
	n = max(0, min(n, int((room-floor-68)/awardStep)))
	height := (floor + 68 + awardStep*(float32(n)+rows)) * u
	x, y := f.W/2-span/2*u, max(podiumTop*u, (f.H-bottom)/2-height/2)
	f.Podium = p.DrawPanel(x, y, span*u, height, gold)
	f.Occupied.Occupy(ui.Rect{X: x, Y: y, W: span * u, H: height + choice})
	h.drawRoundResult(p, &inner, x, y+26*u)
	for i := range min(len(h.scores.rows), len(podiumSteps)) {
		h.drawPodiumStep(p, &inner, y+floor*u, floor/podiumFloor, i)
	}
	y += (floor + 26) * u
	h.drawOwnRows(p, &inner, x, y, rows)
	y += rows * awardStep * u
	for i := range h.game.Awards()[:n] {
		h.drawAward(p, &inner, x, y+float32(i)*awardStep*u, &h.game.Awards()[i])
	}
	y += (float32(n)*awardStep + 14) * u
	at := p.DrawText(lang.T("next round in "), plain, f.W/2-62*u, y, Normal*u, quiet)
	p.DrawText(h.texts.Number(StepsLeft(f.Match.Left, time.Second)), strong, at, y, Normal*u, white)
}

// PodiumChooser is a Game whose players choose something while the podium is shown.
type PodiumChooser interface {
	// ChoiceHeight is how many pixels below Frame.Podium are needed for that; 0: none, there
	// is room beside it.
	ChoiceHeight(f *Frame) float32
}

func (h *HUD) choiceHeight(f *Frame) float32 {
	if g, ok := h.game.(PodiumChooser); ok {
		return g.ChoiceHeight(f)
	}
	return 0
}

// ownRows is how many rows there are for the player: the result, the level and the season, as far
// as there is room.
func (h *HUD) ownRows(f *Frame, room float32) float32 {
	switch {
	case h.scores.myRank == 0:
		return 0
	case f.Options.Level.Number == 0 || room < podiumLow+68+2*awardStep:
		return 1
	case !f.Options.Season.Known || room < podiumLow+68+3*awardStep:
		return 2
	}
	return 3
}

// drawOwnRows draws as many rows as there are for the player.
func (h *HUD) drawOwnRows(p *Painter, f *Frame, x, y, rows float32) {
	if rows > 0 {
		h.drawOwnResult(p, f, x, y)
	}
	if rows > 1 {
		h.drawLevel(p, f, x, y+awardStep*f.Unit)
	}
	if rows > 2 {
		h.drawSeason(p, f, x, y+2*awardStep*f.Unit)
	}
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
		if f.podiumSpan() == podiumNarrow {
			y += 24 * u // below the heading, which may be as wide as the podium
		}
		at := p.DrawRightText(f.Options.RatingChange, strong, x+(f.podiumSpan()-18)*u, y, Large*u, render.Energy)
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
	p.AddRect(x+8*u, y-11*u, (f.podiumSpan()-16)*u, 22*u, own.Fade(.16))
	p.DrawIcon(sprites.Disc, x+38*u, y, 12*u, own.Glow(1))
	at := p.DrawText(lang.T("YOU"), strong, x+56*u, y, Normal*u, own)
	at = p.DrawText(h.texts.rankText(h.scores.myRank), strong, at+12*u, y, Normal*u, rankColor(h.scores.myRank))
	at = p.DrawText(lang.T("of "), plain, at+5*u, y, Normal*u, quiet)
	p.DrawText(h.texts.Number(len(h.scores.rows)), plain, at, y, Normal*u, quiet)
	at = x + (f.podiumSpan()-30)*u
	columns := h.game.Style().Columns
	if f.podiumSpan() == podiumNarrow {
		columns = nil // the points alone
	}
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
	across := min(1, (f.podiumSpan()/2-72)/150) * u // so that three names fit
	x, top := f.W/2+s.x*across, floor-max(podiumStepMin, s.height*scale)*u
	p.AddRect(x-62*across, top, 124*across, floor-top, c.Fade(.16))
	p.AddLine(x-62*across, top, x+62*across, top, 4*u, c.Glow(.9))
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
	at := p.DrawRightText(o.Unit, plain, x+(f.podiumSpan()-30)*u, y, Small*u, quiet)
	at = p.DrawRightText(h.texts.Number(int(o.Value)), strong, at-5*u, y, Normal*u, white)
	p.DrawText(p.ClipText(o.Name, plain, Normal*u, at-end-24*u), plain, end+12*u, y, Normal*u, o.Color.Mix(white, .3))
}
