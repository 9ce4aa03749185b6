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

// feed is who destroyed whom, newest first. Names are kept as they were: who
// has left the room stays readable.
type feed struct {
	lines [feedLines]obituary
	n     int
}

const (
	feedLines = 6
	feedTime  = 6.0 // seconds a line stays
	fadeTime  = .8  // seconds at the end of which it is gone

	feedTop  = 28  // HUD units, as are the next
	feedStep = 26  // from line to line
	feedName = 128 // that a name is wide at the most
)

type obituary struct {
	killer, victim       string
	killerHue, victimHue rgba.Color
	weapon               sim.Weapon
	mine                 bool // the player is in it
	age                  float32
}

func (f *feed) hear(v *netcode.View, w *sim.Words) {
	killer, victim := sim.PlayerID(w[sim.KillKiller]), sim.PlayerID(w[sim.KillVictim])
	copy(f.lines[1:], f.lines[:])
	o := obituary{
		victim: viewstate.Name(v, victim), victimHue: render.HueOf(v, victim),
		weapon: sim.Weapon(w[sim.KillWeapon]), mine: killer == v.Me || victim == v.Me,
	}
	if killer != sim.NoPlayer && killer != victim {
		o.killer, o.killerHue = viewstate.Name(v, killer), render.HueOf(v, killer)
	}
	f.lines[0] = o
	f.n = min(f.n+1, feedLines)
}

func (f *feed) update(dt float32) {
	for i := range f.lines[:f.n] {
		f.lines[i].age += dt
	}
	for f.n > 0 && f.lines[f.n-1].age > feedTime {
		f.n--
	}
}

// draw puts the lines below each other, and below whatever else is in that corner.
func (f *feed) draw(p *pen, fr *frame) {
	y := feedTop * fr.u
	for i := range f.lines[:f.n] {
		o := &f.lines[i]
		box := o.box(p, fr, y)
		for !fr.space.free(box) && y < fr.h*.6 {
			y += feedStep / 2 * fr.u
			box = o.box(p, fr, y)
		}
		if y >= fr.h*.6 {
			return
		}
		fr.space.take(box)
		from := p.here()
		o.draw(p, fr, box)
		p.dim(from, fr.yield(box))
		y += feedStep * fr.u
	}
}

// names are both, as much of them as there is room for.
func (o *obituary) names(p *pen, u float32) (killer, victim string) {
	return p.clip(o.killer, strong, normal*u, feedName*u), p.clip(o.victim, strong, normal*u, feedName*u)
}

// box is what the line takes at a height.
func (o *obituary) box(p *pen, f *frame, y float32) ui.Rect {
	u := f.u
	killer, victim := o.names(p, u)
	wide := p.width(victim, strong, normal*u) + 36*u + 20*u
	if killer != "" {
		wide += p.width(killer, strong, normal*u)
	}
	return ui.Rect{X: f.w - 16*u - wide, Y: y - 12*u, W: wide, H: 23 * u}
}

// draw sets the line from right to left, on a sheet that must be laid first.
func (o *obituary) draw(p *pen, f *frame, box ui.Rect) {
	u := f.u
	k := min(1, (feedTime-o.age)/fadeTime)
	box.X += max(0, 1-o.age*6) * 40 * u // it slides in
	x, y := box.X+box.W-8*u, box.Y+12*u
	killer, victim := o.names(p, u)
	p.Rect(box.X, box.Y, box.W, box.H, panel.Fade(k))
	if o.mine {
		p.Rect(box.X-2*u, box.Y, 2.5*u, box.H, own.Fade(k))
	}
	x = p.right(victim, strong, x, y, normal*u, o.victimHue.Fade(k)) - 18*u
	p.icon(sprites.WeaponIcon(int32(o.weapon)), x, y, 22*u, white.Glow(.9*k))
	p.right(killer, strong, x-18*u, y, normal*u, o.killerHue.Fade(k))
}
