package ships

import (
	"math"

	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// damageIndicators shows from where the player was hit recently.
type damageIndicators struct {
	ring  [8]damageIndicator
	next  int
	flash float32 // 0 to 1: how red the border of the window is
	dim   bool    // it does not light up: the player has turned flashes off
}

// damageIndicator is one hit: direction in radians, age in seconds.
type damageIndicator struct {
	angle, age, damage float32
}

const indicatorTime = 1.2 // seconds

// addHit handles a ships.EventHit.
func (w *damageIndicators) addHit(v *netcode.View, hit *ships.Hit) {
	if hit.Victim != v.Me {
		return
	}
	damage := float32(hit.Damage)
	w.flash = min(1, w.flash+.2+damage/60)
	own, _ := shipstate.OwnShip(v)
	x, y := float32(0), float32(0) // the star, if there is no shooter
	if hit.Shooter != sim.NoPlayer {
		x, y = shipstate.Units(hit.Point)
		if s, ok := v.Find(ships.ShipID(hit.Shooter)); ok {
			x, y = shipstate.Position(s)
		}
	}
	a := float32(math.Atan2(float64(y-own.Y), float64(x-own.X)))
	w.ring[w.next] = damageIndicator{angle: a, damage: damage}
	w.next = (w.next + 1) % len(w.ring)
}

// ageIndicators advances by dt seconds.
func (w *damageIndicators) ageIndicators(dt float32) {
	for i := range w.ring {
		w.ring[i].age += dt
	}
	w.flash = max(0, w.flash-dt*1.4)
}

// drawIndicators draws an arc around the own ship towards each shooter, longer for more
// damage.
func (w *damageIndicators) drawIndicators(p *hud.Painter, f *frame) {
	x, y := f.Camera.ToScreen(f.own.X, f.own.Y)
	for i := range w.ring {
		m := &w.ring[i]
		if m.damage == 0 || m.age > indicatorTime {
			continue
		}
		k := 1 - m.age/indicatorTime
		span := .16 + m.damage*.006
		r := (120 + 12*k) * f.Unit
		p.AddArc(x, y, r, m.angle-span, m.angle+span, 15*f.Unit*k+4, bad.Glow(k))
		p.AddArc(x, y, r, m.angle-span*.6, m.angle+span*.6, 4*f.Unit, white.Glow(k*k))
	}
}

// drawVignette colours the border of the window red after a hit, and pulses while the
// hull is low.
func (h *hudParts) drawVignette(p *hud.Painter, f *frame) {
	k := h.damage.flash * .5
	pulse := float32(math.Sin(float64(h.time * 6)))
	if h.damage.dim {
		k, pulse = k*.3, 0
	}
	if f.alive && f.own.Hull < 30 {
		k += (1 - f.own.Hull/30) * (.2 + .1*pulse)
	}
	if f.alive && f.own.Burning {
		drawRim(p, f, render.Energy.Glow(.25))
	}
	if k > .01 {
		drawRim(p, f, bad.Glow(min(.7, k)))
	}
}

// drawRim colours the border of the window; the colour fades towards the middle.
func drawRim(p *hud.Painter, f *frame, c rgba.Color) {
	none := rgba.Color{}
	d := .13 * f.H
	side := func(ax, ay, ix, iy, jx, jy, bx, by float32) {
		p.AddQuad(sprites.Solid, c, none, ax, ay, ix, iy, jx, jy, bx, by)
	}
	side(0, f.H, d, f.H-d, d, d, 0, 0)
	side(0, 0, d, d, f.W-d, d, f.W, 0)
	side(f.W, 0, f.W-d, d, f.W-d, f.H-d, f.W, f.H)
	side(f.W, f.H, f.W-d, f.H-d, d, f.H-d, 0, f.H)
}
