package hud

import (
	"time"

	"perihelion/client/netcode"
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

// updatePhase advances by dt seconds and restarts the announcement at a change.
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
			c.age = announcementTime // the player joined later: do not announce the start
		}
		c.phase, c.second, c.known = m.Phase, second, true
	}
}

// drawAnnouncement draws the countdown, or FIGHT when the round starts.
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
