package hud

import (
	"time"

	"perihelion/client/lang"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/ui"
	"perihelion/sim"
)

// announcement is the large text in the middle: the countdown and the start of a round.
type announcement struct {
	phase  sim.Phase
	known  bool    // a phase has been seen
	age    float32 // seconds since the phase began or the number changed
	second int
}

const announcementTime = 1.6 // seconds that the start is announced

// updatePhase advances by dt seconds and restarts the announcement at a change; known: m is
// valid.
func (c *announcement) updatePhase(m viewstate.MatchState, known bool, dt float32) {
	c.age += dt
	if !known {
		return
	}
	second := StepsLeft(m.Left, time.Second)
	if !c.known || m.Phase != c.phase || m.Phase == sim.PhaseCountdown && second != c.second {
		c.age = 0
		if !c.known {
			c.age = announcementTime // the player joined later: do not announce the start
		}
		c.phase, c.second, c.known = m.Phase, second, true
	}
}

// drawAnnouncement draws the countdown, or start when the round starts.
func (c *announcement) drawAnnouncement(p *Painter, f *Frame, w *TextCache, start string) {
	if !f.matchKnown || f.Options.Scoreboard || f.Match.Phase != sim.PhaseCountdown && (f.Match.Phase != sim.PhaseLive || c.age >= announcementTime) {
		return
	}
	u, x := f.Unit, f.W/2
	y := max(f.H*.27, f.topUsed+88*u)
	if !f.Occupied.TryOccupy(ui.Rect{X: x - 130*u, Y: y - 88*u, W: 260 * u, H: 132 * u}) {
		return
	}
	switch f.Match.Phase {
	case sim.PhaseCountdown:
		k := max(0, 1-c.age)
		p.DrawIcon(sprites.Dot, x, y, (240+300*k)*u, own.Glow(.3*k))
		p.DrawIcon(sprites.Ring, x, y, (190-70*k)*u, own.Glow(k))
		p.DrawGlowText(w.Number(StepsLeft(f.Match.Left, time.Second)), x, y, giant*u, WithOpacity(white, .4+.6*k), WithOpacity(own, .3+.7*k))
		label, number := lang.T("Round"), w.Number(int(f.Match.Round)+1)
		left := x - (p.TextWidth(label, plain, Large*u)+8*u+p.TextWidth(number, strong, Large*u))/2
		p.DrawText(number, strong, p.DrawText(label, plain, left, y-74*u, Large*u, quiet)+8*u, y-74*u, Large*u, white)
	case sim.PhaseLive:
		k := min(1, (announcementTime-c.age)/.6)
		p.DrawIcon(sprites.Dot, x, y, 520*u, render.Energy.Glow(.25*k))
		p.DrawIcon(sprites.Ring, x, y, (160+900*c.age)*u, render.Energy.Glow(.4*k*k))
		p.DrawGlowText(start, x, y, giant*u, WithOpacity(white, k), WithOpacity(render.Energy, k))
	}
}
