package ships

import (
	"perihelion/client/game/ships/shipstate"
	"perihelion/client/hud"
	"perihelion/client/lang"
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/sim"
	"perihelion/sim/ships"
)

// hitMarkers shows the player that one of their shots has hit or destroyed a ship.
type hitMarkers struct {
	hitAge, killAge float32
	damage          float32 // sum of the hits of the last moment
	x, y            float32 // of the last hit, in world units
	victim          string
	streak          int    // own kills in this life
	call            string // says how many, while they are worth it
	color           rgba.Color
	pending         pendingHit
}

// pendingHit marks where the client predicted that our rail hit a ship, until the server
// confirms or denies it.
type pendingHit struct {
	x, y, left float32  // world units; seconds to show it
	tick       sim.Tick // of the predicted shot
}

const (
	hitMarkerTime  = .3 // seconds
	killMarkerTime = 2.2
	streakCalled   = 3  // kills in one life from which on they are called out
	pendingHitTime = .6 // seconds: longer than a round trip
	pendingHitFade = .1 // seconds of fading after the server has denied it
)

// onRail handles a beam that was fired at tick t, predicted or not.
func (m *hitMarkers) onRail(v *netcode.View, t sim.Tick, rail *ships.Rail) {
	if rail.Shooter == v.Me && rail.Hit {
		x, y := shipstate.Units(rail.To)
		m.pending = pendingHit{x, y, pendingHitTime, t}
	}
}

// onOutcome removes the pending hit if the server denied the shot or says that it missed.
func (m *hitMarkers) onOutcome(outcome *netcode.EventOutcome) {
	e := &outcome.Event
	if actual, ok := ships.RailOf(&outcome.Actual); e.Kind == ships.EventRail && e.Tick == m.pending.tick && (outcome.Denied || ok && !actual.Hit) {
		m.pending.left = min(m.pending.left, pendingHitFade)
	}
}

// onHit handles a ships.EventHit: it adds up the damage of the player's shots.
func (m *hitMarkers) onHit(v *netcode.View, hit *ships.Hit) {
	if hit.Shooter != v.Me || hit.Victim == v.Me {
		return
	}
	if m.hitAge > hitMarkerTime {
		m.damage = 0
	}
	m.hitAge, m.damage = 0, m.damage+float32(hit.Damage)
	m.x, m.y = shipstate.Units(hit.Point)
	if hit.Weapon == ships.WeaponRail {
		m.pending = pendingHit{}
	}
}

// onKill handles a ships.EventKill by the player.
func (m *hitMarkers) onKill(v *netcode.View, kill ships.Kill) {
	if kill.Victim == v.Me {
		m.streak, m.call = 0, ""
	}
	if kill.Killer != v.Me || kill.Victim == v.Me {
		return
	}
	m.streak++
	if m.streak >= streakCalled {
		m.call = lang.F("%d IN A ROW", m.streak)
	}
	m.killAge, m.victim, m.color = 0, shipstate.PlayerName(v, kill.Victim), render.PlayerColor(v, kill.Victim)
}

// ageMarkers advances by dt seconds.
func (m *hitMarkers) ageMarkers(dt float32) {
	m.hitAge, m.killAge = m.hitAge+dt, m.killAge+dt
	m.pending.left = max(0, m.pending.left-dt)
}

// drawHitMarkers draws a cross where a ship was hit, and the name of a destroyed player.
func (m *hitMarkers) drawHitMarkers(p *hud.Painter, f *frame) {
	if m.pending.left > 0 {
		x, y := f.Camera.ToScreen(m.pending.x, m.pending.y)
		p.DrawIcon(sprites.Hit, x, y, 38*f.Unit, quiet.Mix(white, .5).Glow(.55*min(1, m.pending.left/pendingHitFade)))
	}
	if m.damage > 0 && m.hitAge < hitMarkerTime {
		k := 1 - m.hitAge/hitMarkerTime
		x, y := f.Camera.ToScreen(m.x, m.y)
		size := (34 + min(30, m.damage*.5) + 14*k) * f.Unit
		p.DrawIcon(sprites.Hit, x, y, size, white.Mix(bad, min(1, m.damage/60)).Glow(k))
	}
	if m.victim == "" || m.killAge > killMarkerTime {
		return
	}
	k := min(1, (killMarkerTime-m.killAge)/.5)
	size := large * f.Unit
	width := p.TextWidth(lang.T("destroyed "), plain, size) + p.TextWidth(m.victim, strong, size)
	x := f.W/2 - width/2
	y, ok := f.findRowNearShip(x, width, size)
	if !ok {
		return
	}
	p.AddRect(x-10*f.Unit, y-13*f.Unit, width+20*f.Unit, 26*f.Unit, panel.Fade(.7*k)) // readable even over the star
	x = p.DrawText(lang.T("destroyed "), plain, x, y, size, hud.WithOpacity(white, k))
	p.DrawText(m.victim, strong, x, y, size, hud.WithOpacity(m.color, k))
	m.drawCall(p, f, k)
}

// drawCall draws how many ships in a row the player has destroyed, large, above or below the
// own ship, with opacity k.
func (m *hitMarkers) drawCall(p *hud.Painter, f *frame, k float32) {
	if m.call == "" {
		return
	}
	size := 1.7 * large * f.Unit * (1 + .5*max(0, 1-5*m.killAge)) // it strikes in
	width := p.TextWidth(m.call, strong, size)
	if y, ok := f.findRowNearShip(f.W/2-width/2, width, size); ok {
		p.DrawGlowText(m.call, f.W/2, y, size, hud.WithOpacity(white, k), hud.WithOpacity(gold, k))
	}
}

// findRowNearShip occupies room for a line of text above or below the own ship and
// returns its y; ok is false if there is no room.
func (f *frame) findRowNearShip(x, width, size float32) (y float32, ok bool) {
	for _, off := range [...]float32{128, 104, -104, -128, 164, -164} {
		if y = f.H/2 + off*f.Unit; f.Occupied.TryOccupy(hud.TextRect(x, y, width, size)) {
			return y, true
		}
	}
	return 0, false
}
