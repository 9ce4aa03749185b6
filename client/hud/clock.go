package hud

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/ink"
	"perihelion/client/render/pose"
	"perihelion/client/tint"
	"perihelion/sim"
)

// clock is the top of the screen: the time left, the round, the player's place.
func (h *HUD) clock(p *pen, f *frame) {
	if !f.told {
		return
	}
	u, x := f.u, f.w/2
	p.shelf(x-74*u, 8*u, 148*u, 44*u, 16*u)
	p.Line(x-58*u, 52*u, x+58*u, 52*u, 3*u, own.Glow(.5))
	c := white
	if f.match.Phase == sim.PhaseLive && f.match.Timed && f.match.Left < 30*time.Second {
		c = bad
	}
	face := "∞"
	if f.match.Timed {
		face = h.words.clock(int((f.match.Left + time.Second - 1) / time.Second))
	}
	p.centre(face, strong, x, 25*u, huge*u, c)
	p.centre(phaseName(f), plain, x, 42*u, tiny*u, quiet)
	if f.sided {
		h.versus(p, f)
		return
	}
	if h.table.mine == 0 || f.match.Phase == sim.PhaseWarmup {
		return
	}
	mine := &h.table.rows[min(h.table.mine, len(h.table.rows))-1]
	p.right(h.words.place(h.table.mine), strong, x-84*u, 27*u, large*u, placeHue(h.table.mine))
	p.text(h.words.figure(int(mine.points)), strong, x+72*u, 27*u, large*u, own)
	w := p.width(h.words.figure(int(mine.points)), strong, large*u)
	end := p.text("/ ", plain, x+78*u+w, 28*u, normal*u, quiet)
	p.text(h.words.figure(int(f.match.Limit)), plain, end, 28*u, normal*u, quiet)
}

func placeHue(n int) tint.Color {
	if n == 1 {
		return gold
	}
	return white
}

func phaseName(f *frame) string {
	switch f.match.Phase {
	case sim.PhaseWarmup:
		return "WARM-UP"
	case sim.PhaseCountdown:
		return "GET READY"
	case sim.PhasePodium:
		return "PODIUM"
	}
	if f.match.Sudden {
		return "SUDDEN DEATH"
	}
	return modeNames[f.v.Config.Mode]
}

// call is the large word in the middle: the countdown, the start, a warning.
type call struct {
	phase  sim.Phase
	known  bool
	age    float32 // since the phase began, or the digit changed
	second int
}

const callTime = 1.6 // seconds a start is announced

func (c *call) update(v *netcode.View, dt float32) {
	c.age += dt
	m, ok := pose.Match(v)
	if !ok {
		return
	}
	second := counted(m.Left, time.Second)
	if !c.known || m.Phase != c.phase || m.Phase == sim.PhaseCountdown && second != c.second {
		c.age = 0
		if !c.known {
			c.age = callTime // who comes late is not told that it has begun
		}
		c.phase, c.second, c.known = m.Phase, second, true
	}
}

func (c *call) draw(p *pen, f *frame, w *words) {
	if f.v.Notice != nil {
		c.notice(p, f, w)
	}
	if !f.told {
		return
	}
	y := f.h * .27
	switch f.match.Phase {
	case sim.PhaseWarmup:
		p.centre(warmUp(f.v), plain, f.w/2, 70*f.u, normal*f.u, quiet)
	case sim.PhaseCountdown:
		k := max(0, 1-c.age)
		p.icon(ink.Dot, f.w/2, y, (240+300*k)*f.u, own.Glow(.3*k))
		p.icon(ink.Ring, f.w/2, y, (190-70*k)*f.u, own.Glow(k))
		p.neon(w.figure(c.second), f.w/2, y, giant*f.u, solid(white, .4+.6*k), solid(own, .3+.7*k))
		p.centre("Round", plain, f.w/2-12*f.u, y-74*f.u, large*f.u, quiet)
		p.text(w.figure(int(f.match.Round)+1), strong, f.w/2+20*f.u, y-74*f.u, large*f.u, white)
	case sim.PhaseLive:
		if c.age >= callTime {
			return
		}
		k := min(1, (callTime-c.age)/.6)
		p.icon(ink.Dot, f.w/2, y, 520*f.u, render.Energy.Glow(.25*k))
		p.icon(ink.Ring, f.w/2, y, (160+900*c.age)*f.u, render.Energy.Glow(.4*k*k))
		p.neon("FIGHT", f.w/2, y, giant*f.u, solid(white, k), solid(render.Energy, k))
	}
}

// warmUp says what the warm-up waits for, and what one can do meanwhile.
func warmUp(v *netcode.View) string {
	switch {
	case !v.Config.Alone():
		return "Warm-up: nothing counts until a second pilot joins"
	case v.Code != "":
		return "Warm-up: nothing counts until your friend joins. The menu has the link"
	}
	return "Warm-up: nothing counts without an opponent. The menu leads to the queue"
}

// notice is the server's word, with the time until it acts if it is to act.
func (c *call) notice(p *pen, f *frame, w *words) {
	u, n := f.u, f.v.Notice
	figure := ""
	if left := counted(n.In, time.Second); left >= 60 {
		figure = w.clock(left)
	} else if n.In > 0 {
		figure = w.figure(left)
	}
	width := p.width(n.Text, plain, normal*u) + 32*u
	if figure != "" {
		width += 58 * u
	}
	p.panel(f.w/2-width/2, 78*u, width, 30*u, render.Energy)
	end := p.text(n.Text, plain, f.w/2-width/2+16*u, 93*u, normal*u, white)
	p.text(figure, strong, end+14*u, 93*u, large*u, render.Energy)
}
