package hud

import (
	"time"

	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
)

// drawClock draws the top of the screen: what will end the round, and the player's rank or
// the scores of the teams.
func (h *HUD) drawClock(p *Painter, f *Frame) {
	u := f.Unit
	if !f.matchKnown {
		return
	}
	x, stacked := h.clockPosition(f)
	half := float32(clockHalfWidth)
	if f.Teams && !stacked {
		half = teamScoresHalf
	}
	f.Occupied.Occupy(ui.Rect{X: x - half*u, Y: 6 * u, W: 2 * half * u, H: 48 * u})
	p.DrawTrapezoid(x-74*u, 8*u, 148*u, 44*u, 16*u)
	p.AddLine(x-58*u, 52*u, x+58*u, 52*u, 3*u, own.Glow(.5))
	c := white
	if f.Match.Phase == sim.PhaseLive && h.roundEnd.byTime && f.Match.Left < 30*time.Second {
		c = bad
	}
	value, label := h.remainingText(f)
	p.DrawCentredText(value, strong, x, 25*u, huge*u, c)
	p.DrawCentredText(label, plain, x, 42*u, Tiny*u, quiet)
	if !f.Teams {
		h.drawRankAndPoints(p, f, x)
		return
	}
	if stacked {
		f.Occupied.Occupy(ui.Rect{X: x - half*u, Y: 54 * u, W: 2 * half * u, H: 22 * u})
		f.topUsed = 82 * u
	}
	h.drawTeamScores(p, f, x, stacked)
}

const clockHalfWidth = 156 // HUD units from the middle of the clock to the outer end of the texts beside it

// clockPosition returns the middle of the clock: of the window, or of the space between the
// minimap and the buttons of a touch screen. stacked is true if the team names do not
// fit beside the scores and go below them.
func (h *HUD) clockPosition(f *Frame) (x float32, stacked bool) {
	left, right := (MapX+MapRadius+8)*f.Unit, f.rightLimit()
	x = f.W / 2
	if f.Teams {
		stacked = x-teamScoresHalf*f.Unit < left || x+teamScoresHalf*f.Unit > right
	}
	return max(left+clockHalfWidth*f.Unit, min(x, right-clockHalfWidth*f.Unit)), stacked
}

// drawRankAndPoints draws the player's rank left of the clock and the points right of it.
func (h *HUD) drawRankAndPoints(p *Painter, f *Frame, x float32) {
	if h.scores.myRank == 0 || f.Match.Phase == sim.PhaseWarmup {
		return
	}
	u := f.Unit
	mine := &h.scores.rows[min(h.scores.myRank, len(h.scores.rows))-1]
	p.DrawRightText(h.texts.rankText(h.scores.myRank), strong, x-84*u, 27*u, Large*u, rankColor(h.scores.myRank))
	end := p.DrawText(h.texts.Number(mine.Points), strong, x+72*u, 27*u, Large*u, own)
	if f.Match.Limit == 0 {
		return
	}
	end = p.DrawText("/ ", plain, end+6*u, 28*u, Normal*u, quiet)
	p.DrawText(h.texts.Number(int(f.Match.Limit)), plain, end, 28*u, Normal*u, quiet)
}

// rankColor returns gold for the first rank.
func rankColor(n int) rgba.Color {
	if n == 1 {
		return gold
	}
	return white
}

// noticeArea returns the middle and the width of the free area beside the minimap.
func (f *Frame) noticeArea() (x, width float32) {
	left := (MapX + MapRadius + 10) * f.Unit
	if x = f.W / 2; f.W < narrowWindow*f.Unit {
		x = (left + f.rightLimit()) / 2
	}
	return x, min(560*f.Unit, 2*(x-left))
}

// rightLimit returns where the buttons of a touch screen begin at the upper right.
func (f *Frame) rightLimit() float32 {
	right := f.W - 8*f.Unit
	for _, r := range f.Options.Reserved {
		if r.Y < 120*f.Unit && r.X > f.W/2 {
			right = min(right, r.X-6*f.Unit)
		}
	}
	return right
}

const narrowWindow = 900 // HUD units: in a narrower window the middle is right of the minimap
