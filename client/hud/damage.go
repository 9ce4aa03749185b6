package hud

import (
	"math"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// damageIndicators are the hits the player took lately, by where they came from.
type damageIndicators struct {
	ring  [8]damageIndicator
	next  int
	flash float32 // 0 to 1; reddens the rim of the view
}

type damageIndicator struct {
	angle, age, damage float32
}

const indicatorTime = 1.2 // seconds

func (w *damageIndicators) addHit(v *netcode.View, e *sim.Words) {
	if sim.PlayerID(e[sim.HitVictim]) != v.Me {
		return
	}
	damage := float32(e[sim.HitDamage])
	w.flash = min(1, w.flash+.2+damage/60)
	shooter := sim.PlayerID(e[sim.HitShooter])
	own, _ := viewstate.OwnShip(v)
	x, y := float32(0), float32(0) // the star, unless somebody did it
	if shooter != sim.NoPlayer {
		x, y = float32(e[sim.HitX])/16, float32(e[sim.HitY])/16
		if s, ok := v.Find(sim.ShipID(shooter)); ok {
			x, y = viewstate.Position(s)
		}
	}
	a := float32(math.Atan2(float64(y-own.Y), float64(x-own.X)))
	w.ring[w.next] = damageIndicator{angle: a, damage: damage}
	w.next = (w.next + 1) % len(w.ring)
}

func (w *damageIndicators) ageIndicators(dt float32) {
	for i := range w.ring {
		w.ring[i].age += dt
	}
	w.flash = max(0, w.flash-dt*1.4)
}

// draw lays an arc around the ship towards each shooter, longer for worse hits.
func (w *damageIndicators) drawIndicators(p *painter, f *frame) {
	x, y := f.cam.ToScreen(f.own.X, f.own.Y)
	for i := range w.ring {
		m := &w.ring[i]
		if m.damage == 0 || m.age > indicatorTime {
			continue
		}
		k := 1 - m.age/indicatorTime
		span := .16 + m.damage*.006
		r := (120 + 12*k) * f.u
		p.AddArc(x, y, r, m.angle-span, m.angle+span, 15*f.u*k+4, bad.Glow(k))
		p.AddArc(x, y, r, m.angle-span*.6, m.angle+span*.6, 4*f.u, white.Glow(k*k))
	}
}

// drawVignette reddens the rim of the view after a hit, and throbs while the hull is
// about to give.
func (h *HUD) drawVignette(p *painter, f *frame) {
	k := h.damage.flash * .5
	if f.alive && f.own.Hull < 30 {
		k += (1 - f.own.Hull/30) * (.2 + .1*float32(math.Sin(float64(h.time*6))))
	}
	if f.alive && f.own.Burning {
		drawRim(p, f, render.Energy.Glow(.25))
	}
	if k > .01 {
		drawRim(p, f, bad.Glow(min(.7, k)))
	}
}

// drawRim colours the border of the window, fading inward.
func drawRim(p *painter, f *frame, c rgba.Color) {
	none := rgba.Color{}
	d := .13 * f.h
	side := func(ax, ay, ix, iy, jx, jy, bx, by float32) {
		p.AddQuad(sprites.Solid, c, none, ax, ay, ix, iy, jx, jy, bx, by)
	}
	side(0, f.h, d, f.h-d, d, d, 0, 0)
	side(0, 0, d, d, f.w-d, d, f.w, 0)
	side(f.w, 0, f.w-d, d, f.w-d, f.h-d, f.w, f.h)
	side(f.w, f.h, f.w-d, f.h-d, d, f.h-d, 0, f.h)
}

// hitMarkers tell the player that a shot of theirs has struck.
type hitMarkers struct {
	hitAge, killAge float32
	damage          float32 // of the shots that struck in the last moment
	x, y            float32 // where, in world units
	victim          string
	color           rgba.Color
	pending         pendingHit
}

// pendingHit marks the place where a beam of ours met somebody on our screen, until the
// server has said whether that was a hit.
type pendingHit struct {
	x, y, left float32 // seconds
	tick       sim.Tick
}

const (
	hitMarkerTime  = .3
	killMarkerTime = 2.2
	pendingHitTime = .6 // seconds: longer than a round trip; then nobody hopes any more
	pendingHitFade = .1 // seconds it takes to go when it was in vain
)

func (m *hitMarkers) onRail(v *netcode.View, e *sim.Event) {
	w := &e.Words
	if sim.PlayerID(w[sim.RailShooter]) == v.Me && w[sim.RailHit] != 0 {
		m.pending = pendingHit{float32(w[sim.RailX1]) / 16, float32(w[sim.RailY1]) / 16, pendingHitTime, e.Tick}
	}
}

// onOutcome ends a hope that was in vain.
func (m *hitMarkers) onOutcome(outcome *netcode.EventOutcome) {
	e := &outcome.Event
	if e.Kind == sim.EventRail && e.Tick == m.pending.tick && (outcome.Denied || outcome.Actual.Words[sim.RailHit] == 0) {
		m.pending.left = min(m.pending.left, pendingHitFade)
	}
}

func (m *hitMarkers) onHit(v *netcode.View, w *sim.Words) {
	if sim.PlayerID(w[sim.HitShooter]) != v.Me || sim.PlayerID(w[sim.HitVictim]) == v.Me {
		return
	}
	if m.hitAge > hitMarkerTime {
		m.damage = 0
	}
	m.hitAge, m.damage = 0, m.damage+float32(w[sim.HitDamage])
	m.x, m.y = float32(w[sim.HitX])/16, float32(w[sim.HitY])/16
	if w[sim.HitWeapon] == int32(sim.WeaponRail) {
		m.pending = pendingHit{}
	}
}

func (m *hitMarkers) onKill(v *netcode.View, w *sim.Words) {
	victim := sim.PlayerID(w[sim.KillVictim])
	if sim.PlayerID(w[sim.KillKiller]) != v.Me || victim == v.Me {
		return
	}
	m.killAge, m.victim, m.color = 0, viewstate.PlayerName(v, victim), render.PlayerColor(v, victim)
}

func (m *hitMarkers) ageMarkers(dt float32) {
	m.hitAge, m.killAge = m.hitAge+dt, m.killAge+dt
	m.pending.left = max(0, m.pending.left-dt)
}

// draw crosses the place that was struck, and names who fell.
func (m *hitMarkers) drawHitMarkers(p *painter, f *frame) {
	if m.pending.left > 0 {
		x, y := f.cam.ToScreen(m.pending.x, m.pending.y)
		p.drawIcon(sprites.Hit, x, y, 38*f.u, quiet.Mix(white, .5).Glow(.55*min(1, m.pending.left/pendingHitFade)))
	}
	if m.damage > 0 && m.hitAge < hitMarkerTime {
		k := 1 - m.hitAge/hitMarkerTime
		x, y := f.cam.ToScreen(m.x, m.y)
		size := (34 + min(30, m.damage*.5) + 14*k) * f.u
		p.drawIcon(sprites.Hit, x, y, size, white.Mix(bad, min(1, m.damage/60)).Glow(k))
	}
	if m.victim == "" || m.killAge > killMarkerTime {
		return
	}
	k := min(1, (killMarkerTime-m.killAge)/.5)
	size := large * f.u
	wide := p.textWidth("destroyed ", plain, size) + p.textWidth(m.victim, strong, size)
	x := f.w/2 - wide/2
	y, ok := f.findRowNearShip(x, wide, size)
	if !ok {
		return
	}
	p.AddRect(x-10*f.u, y-13*f.u, wide+20*f.u, 26*f.u, panel.Fade(.7*k)) // it may lie over the star
	x = p.drawText("destroyed ", plain, x, y, size, withOpacity(white, k))
	p.drawText(m.victim, strong, x, y, size, withOpacity(m.color, k))
}

// findRowNearShip is a height near the own ship at which a line has room; ok is false where
// there is none.
func (f *frame) findRowNearShip(x, wide, size float32) (y float32, ok bool) {
	for _, off := range [...]float32{128, 104, -104, -128} {
		if y = f.h/2 + off*f.u; f.occupied.tryOccupy(textRect(x, y, wide, size)) {
			return y, true
		}
	}
	return 0, false
}
