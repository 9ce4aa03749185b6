package hud

import (
	"time"

	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
)

// drawClock draws the top of the screen: what will end the round, and the player's rank or
// the scores of the teams.
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
	value, label := h.remainingText(f)
	p.centreText(value, strong, x, 25*u, huge*u, c)
	p.centreText(label, plain, x, 42*u, tiny*u, quiet)
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

const clockHalfWidth = 156 // HUD units from the middle of the clock to the outer end of the texts beside it

// clockPosition returns the middle of the clock: of the window, or of the space between the
// minimap and the buttons of a touch screen. stacked is true if the team names do not
// fit beside the scores and go below them.
func (h *HUD) clockPosition(f *frame) (x float32, stacked bool) {
	left, right := (mapX+mapRadius+8)*f.u, f.rightLimit()
	x = f.w / 2
	if f.teams {
		stacked = x-teamScoresHalf*f.u < left || x+teamScoresHalf*f.u > right
	}
	return max(left+clockHalfWidth*f.u, min(x, right-clockHalfWidth*f.u)), stacked
}

// drawRankAndPoints draws the player's rank left of the clock and the points right of it.
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

// rankColor returns gold for the first rank.
func rankColor(n int) rgba.Color {
	if n == 1 {
		return gold
	}
	return white
}

// noticeArea returns the middle and the width of the free area beside the minimap.
func (f *frame) noticeArea() (x, width float32) {
	left := (mapX + mapRadius + 10) * f.u
	if x = f.w / 2; f.w < narrowWindow*f.u {
		x = (left + f.rightLimit()) / 2
	}
	return x, min(560*f.u, 2*(x-left))
}

// rightLimit returns where the buttons of a touch screen begin at the upper right.
func (f *frame) rightLimit() float32 {
	right := f.w - 8*f.u
	for _, r := range f.opts.Reserved {
		if r.Y < 120*f.u && r.X > f.w/2 {
			right = min(right, r.X-6*f.u)
		}
	}
	return right
}

const narrowWindow = 900 // HUD units: in a narrower window the middle is right of the minimap
