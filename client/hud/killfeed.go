package hud

import (
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/client/ui"
	"perihelion/sim"
)

// killFeed is who destroyed whom, newest first. Names are kept as they were: who
// has left the room stays readable.
type killFeed struct {
	lines [killFeedLines]killLine
	n     int
}

const (
	killFeedLines = 6
	killFeedTime  = 6.0 // seconds a line stays
	killFeedFade  = .8  // seconds at the end of which it is gone

	killFeedTop  = 28  // HUD units, as are the next
	killFeedStep = 26  // from line to line
	killFeedName = 128 // that a name is wide at the most
)

type killLine struct {
	killer, victim           string
	killerColor, victimColor rgba.Color
	weapon                   sim.Weapon
	involvesMe               bool // the player is in it
	age                      float32
}

func (f *killFeed) addKill(v *netcode.View, w *sim.Words) {
	killer, victim := sim.PlayerID(w[sim.KillKiller]), sim.PlayerID(w[sim.KillVictim])
	copy(f.lines[1:], f.lines[:])
	o := killLine{
		victim: viewstate.PlayerName(v, victim), victimColor: render.PlayerColor(v, victim),
		weapon: sim.Weapon(w[sim.KillWeapon]), involvesMe: killer == v.Me || victim == v.Me,
	}
	if killer != sim.NoPlayer && killer != victim {
		o.killer, o.killerColor = viewstate.PlayerName(v, killer), render.PlayerColor(v, killer)
	}
	f.lines[0] = o
	f.n = min(f.n+1, killFeedLines)
}

func (f *killFeed) ageLines(dt float32) {
	for i := range f.lines[:f.n] {
		f.lines[i].age += dt
	}
	for f.n > 0 && f.lines[f.n-1].age > killFeedTime {
		f.n--
	}
}

// draw puts the lines below each other, and below whatever else is in that corner.
func (f *killFeed) drawKillFeed(p *painter, fr *frame) {
	y := killFeedTop * fr.u
	for i := range f.lines[:f.n] {
		o := &f.lines[i]
		box := o.lineRect(p, fr, y)
		for !fr.occupied.isFree(box) && y < fr.h*.6 {
			y += killFeedStep / 2 * fr.u
			box = o.lineRect(p, fr, y)
		}
		if y >= fr.h*.6 {
			return
		}
		fr.occupied.occupy(box)
		from := p.position()
		o.drawKillLine(p, fr, box)
		p.fadeSince(from, fr.panelOpacity(box))
		y += killFeedStep * fr.u
	}
}

// clippedNames are both, as much of them as there is room for.
func (o *killLine) clippedNames(p *painter, u float32) (killer, victim string) {
	return p.clipText(o.killer, strong, normal*u, killFeedName*u), p.clipText(o.victim, strong, normal*u, killFeedName*u)
}

// lineRect is what the line takes at a height.
func (o *killLine) lineRect(p *painter, f *frame, y float32) ui.Rect {
	u := f.u
	killer, victim := o.clippedNames(p, u)
	wide := p.textWidth(victim, strong, normal*u) + 36*u + 20*u
	if killer != "" {
		wide += p.textWidth(killer, strong, normal*u)
	}
	return ui.Rect{X: f.w - 16*u - wide, Y: y - 12*u, W: wide, H: 23 * u}
}

// draw sets the line from right to left, on a sheet that must be laid first.
func (o *killLine) drawKillLine(p *painter, f *frame, box ui.Rect) {
	u := f.u
	k := min(1, (killFeedTime-o.age)/killFeedFade)
	box.X += max(0, 1-o.age*6) * 40 * u // it slides in
	x, y := box.X+box.W-8*u, box.Y+12*u
	killer, victim := o.clippedNames(p, u)
	p.AddRect(box.X, box.Y, box.W, box.H, panel.Fade(k))
	if o.involvesMe {
		p.AddRect(box.X-2*u, box.Y, 2.5*u, box.H, own.Fade(k))
	}
	x = p.rightText(victim, strong, x, y, normal*u, o.victimColor.Fade(k)) - 18*u
	p.drawIcon(sprites.WeaponIcon(int32(o.weapon)), x, y, 22*u, white.Glow(.9*k))
	p.rightText(killer, strong, x-18*u, y, normal*u, o.killerColor.Fade(k))
}
