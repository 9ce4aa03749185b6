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
func (h *HUD) clock(p *pen, f *frame) {
	u := f.u
	if !f.told {
		return
	}
	x, stacked := h.clockAt(f)
	half := float32(clockHalf)
	if f.sided && !stacked {
		half = sidesWide
	}
	f.space.take(ui.Rect{X: x - half*u, Y: 6 * u, W: 2 * half * u, H: 48 * u})
	p.shelf(x-74*u, 8*u, 148*u, 44*u, 16*u)
	p.Line(x-58*u, 52*u, x+58*u, 52*u, 3*u, own.Glow(.5))
	c := white
	if f.match.Phase == sim.PhaseLive && h.ending.byTime && f.match.Left < 30*time.Second {
		c = bad
	}
	face, of := h.remaining(f)
	p.centre(face, strong, x, 25*u, huge*u, c)
	p.centre(of, plain, x, 42*u, tiny*u, quiet)
	if !f.sided {
		h.place(p, f, x)
		return
	}
	if stacked {
		f.space.take(ui.Rect{X: x - half*u, Y: 54 * u, W: 2 * half * u, H: 22 * u})
		f.below = 82 * u
	}
	h.versus(p, f, x, stacked)
}

const clockHalf = 156 // HUD units from the middle of the clock to the ends of the scores beside it

// clockAt is where the middle of the clock is: in the middle of the window, or of what
// is left beside the map and the buttons of a touch screen. Stacked are the names of
// the sides where they have no room beside the scores.
func (h *HUD) clockAt(f *frame) (x float32, stacked bool) {
	left, right := (mapX+mapRadius+8)*f.u, f.corner()
	x = f.w / 2
	if f.sided {
		stacked = x-sidesWide*f.u < left || x+sidesWide*f.u > right
	}
	return max(left+clockHalf*f.u, min(x, right-clockHalf*f.u)), stacked
}

// place is where the player stands: to the left of the clock the rank, to the right
// the points.
func (h *HUD) place(p *pen, f *frame, x float32) {
	if h.table.mine == 0 || f.match.Phase == sim.PhaseWarmup {
		return
	}
	u := f.u
	mine := &h.table.rows[min(h.table.mine, len(h.table.rows))-1]
	p.right(h.words.place(h.table.mine), strong, x-84*u, 27*u, large*u, placeHue(h.table.mine))
	end := p.text(h.words.figure(int(mine.points)), strong, x+72*u, 27*u, large*u, own)
	end = p.text("/ ", plain, end+6*u, 28*u, normal*u, quiet)
	p.text(h.words.figure(int(f.match.Limit)), plain, end, 28*u, normal*u, quiet)
}

func placeHue(n int) rgba.Color {
	if n == 1 {
		return gold
	}
	return white
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
	m, ok := viewstate.Match(v)
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

// aisle is the middle of what is free beside the map, and how wide that is.
func (f *frame) aisle() (x, wide float32) {
	left := (mapX + mapRadius + 10) * f.u
	if x = f.w / 2; f.w < narrow*f.u {
		x = (left + f.corner()) / 2
	}
	return x, min(560*f.u, 2*(x-left))
}

// corner is where the buttons begin that a touch screen has at the upper right.
func (f *frame) corner() float32 {
	right := f.w - 8*f.u
	for _, r := range f.show.Keep {
		if r.Y < 120*f.u && r.X > f.w/2 {
			right = min(right, r.X-6*f.u)
		}
	}
	return right
}

const narrow = 900 // HUD units: in a narrower window the map takes a share of the middle

func (c *call) draw(p *pen, f *frame, w *words) {
	if !f.told || f.show.Scoreboard || f.match.Phase != sim.PhaseCountdown && (f.match.Phase != sim.PhaseLive || c.age >= callTime) {
		return
	}
	u, x := f.u, f.w/2
	y := max(f.h*.27, f.below+88*u)
	if !f.space.claim(ui.Rect{X: x - 130*u, Y: y - 88*u, W: 260 * u, H: 132 * u}) {
		return
	}
	switch f.match.Phase {
	case sim.PhaseCountdown:
		k := max(0, 1-c.age)
		p.icon(sprites.Dot, x, y, (240+300*k)*u, own.Glow(.3*k))
		p.icon(sprites.Ring, x, y, (190-70*k)*u, own.Glow(k))
		p.neon(w.figure(c.second), x, y, giant*u, solid(white, .4+.6*k), solid(own, .3+.7*k))
		p.centre("Round", plain, x-12*u, y-74*u, large*u, quiet)
		p.text(w.figure(int(f.match.Round)+1), strong, x+20*u, y-74*u, large*u, white)
	case sim.PhaseLive:
		k := min(1, (callTime-c.age)/.6)
		p.icon(sprites.Dot, x, y, 520*u, render.Energy.Glow(.25*k))
		p.icon(sprites.Ring, x, y, (160+900*c.age)*u, render.Energy.Glow(.4*k*k))
		p.neon("FIGHT", x, y, giant*u, solid(white, k), solid(render.Energy, k))
	}
}
