package hud

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
)

// clock is the top of the screen: what ends the round, and the player's place.
func (h *HUD) drawClock(p *painter, f *frame) {
	u := f.u
	if !f.matchKnown {
		return
	}
	x, stacked := h.clockPosition(f)
	half := float32(clockHalfWidth)
	if f.teams && !stacked {
		half = teamScoresHalf
	}
	f.occupied.occupy(ui.Rect{X: x - half*u, Y: 6 * u, W: 2 * half * u, H: 48 * u})
	p.trapezoid(x-74*u, 8*u, 148*u, 44*u, 16*u)
	p.AddLine(x-58*u, 52*u, x+58*u, 52*u, 3*u, own.Glow(.5))
	c := white
	if f.match.Phase == sim.PhaseLive && h.roundEnd.byTime && f.match.Left < 30*time.Second {
		c = bad
	}
	face, of := h.remainingText(f)
	p.centreText(face, strong, x, 25*u, huge*u, c)
	p.centreText(of, plain, x, 42*u, tiny*u, quiet)
	if !f.teams {
		h.drawRankAndPoints(p, f, x)
		return
	}
	if stacked {
		f.occupied.occupy(ui.Rect{X: x - half*u, Y: 54 * u, W: 2 * half * u, H: 22 * u})
		f.topUsed = 82 * u
	}
	h.drawTeamScores(p, f, x, stacked)
}

const clockHalfWidth = 156 // HUD units from the middle of the clock to the ends of the scores beside it

// clockPosition is where the middle of the clock is: in the middle of the window, or of what
// is left beside the map and the buttons of a touch screen. Stacked are the names of
// the sides where they have no room beside the scores.
func (h *HUD) clockPosition(f *frame) (x float32, stacked bool) {
	left, right := (mapX+mapRadius+8)*f.u, f.rightLimit()
	x = f.w / 2
	if f.teams {
		stacked = x-teamScoresHalf*f.u < left || x+teamScoresHalf*f.u > right
	}
	return max(left+clockHalfWidth*f.u, min(x, right-clockHalfWidth*f.u)), stacked
}

// place is where the player stands: to the left of the clock the rank, to the right
// the points.
func (h *HUD) drawRankAndPoints(p *painter, f *frame, x float32) {
	if h.scores.myRank == 0 || f.match.Phase == sim.PhaseWarmup {
		return
	}
	u := f.u
	mine := &h.scores.rows[min(h.scores.myRank, len(h.scores.rows))-1]
	p.rightText(h.texts.rankText(h.scores.myRank), strong, x-84*u, 27*u, large*u, rankColor(h.scores.myRank))
	end := p.drawText(h.texts.number(int(mine.points)), strong, x+72*u, 27*u, large*u, own)
	end = p.drawText("/ ", plain, end+6*u, 28*u, normal*u, quiet)
	p.drawText(h.texts.number(int(f.match.Limit)), plain, end, 28*u, normal*u, quiet)
}

func rankColor(n int) rgba.Color {
	if n == 1 {
		return gold
	}
	return white
}

// announcement is the large word in the middle: the countdown, the start, a warning.
type announcement struct {
	phase  sim.Phase
	known  bool
	age    float32 // since the phase began, or the digit changed
	second int
}

const announcementTime = 1.6 // seconds a start is announced

func (c *announcement) updatePhase(v *netcode.View, dt float32) {
	c.age += dt
	m, ok := viewstate.Match(v)
	if !ok {
		return
	}
	second := stepsLeft(m.Left, time.Second)
	if !c.known || m.Phase != c.phase || m.Phase == sim.PhaseCountdown && second != c.second {
		c.age = 0
		if !c.known {
			c.age = announcementTime // who comes late is not told that it has begun
		}
		c.phase, c.second, c.known = m.Phase, second, true
	}
}

// noticeArea is the middle of what is free beside the map, and how wide that is.
func (f *frame) noticeArea() (x, wide float32) {
	left := (mapX + mapRadius + 10) * f.u
	if x = f.w / 2; f.w < narrowWindow*f.u {
		x = (left + f.rightLimit()) / 2
	}
	return x, min(560*f.u, 2*(x-left))
}

// rightLimit is where the buttons begin that a touch screen has at the upper right.
func (f *frame) rightLimit() float32 {
	right := f.w - 8*f.u
	for _, r := range f.opts.Reserved {
		if r.Y < 120*f.u && r.X > f.w/2 {
			right = min(right, r.X-6*f.u)
		}
	}
	return right
}

const narrowWindow = 900 // HUD units: in a narrower window the map takes a share of the middle

func (c *announcement) drawAnnouncement(p *painter, f *frame, w *textCache) {
	if !f.matchKnown || f.opts.Scoreboard || f.match.Phase != sim.PhaseCountdown && (f.match.Phase != sim.PhaseLive || c.age >= announcementTime) {
		return
	}
	u, x := f.u, f.w/2
	y := max(f.h*.27, f.topUsed+88*u)
	if !f.occupied.tryOccupy(ui.Rect{X: x - 130*u, Y: y - 88*u, W: 260 * u, H: 132 * u}) {
		return
	}
	switch f.match.Phase {
	case sim.PhaseCountdown:
		k := max(0, 1-c.age)
		p.drawIcon(sprites.Dot, x, y, (240+300*k)*u, own.Glow(.3*k))
		p.drawIcon(sprites.Ring, x, y, (190-70*k)*u, own.Glow(k))
		p.glowText(w.number(c.second), x, y, giant*u, withOpacity(white, .4+.6*k), withOpacity(own, .3+.7*k))
		p.centreText("Round", plain, x-12*u, y-74*u, large*u, quiet)
		p.drawText(w.number(int(f.match.Round)+1), strong, x+20*u, y-74*u, large*u, white)
	case sim.PhaseLive:
		k := min(1, (announcementTime-c.age)/.6)
		p.drawIcon(sprites.Dot, x, y, 520*u, render.Energy.Glow(.25*k))
		p.drawIcon(sprites.Ring, x, y, (160+900*c.age)*u, render.Energy.Glow(.4*k*k))
		p.glowText("FIGHT", x, y, giant*u, withOpacity(white, k), withOpacity(render.Energy, k))
	}
}
