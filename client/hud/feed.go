package hud

import (
	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/ink"
	"perihelion/client/render/pose"
	"perihelion/client/tint"
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

	feedTop   = 28
	feedLower = 118 // in a window so narrow that the buttons for fingers stand in that corner
	narrow    = 900
)

type obituary struct {
	killer, victim       string
	killerHue, victimHue tint.Color
	weapon               sim.Weapon
	mine                 bool // the player is in it
	age                  float32
}

func (f *feed) hear(v *netcode.View, w *sim.Words) {
	killer, victim := sim.PlayerID(w[sim.KillKiller]), sim.PlayerID(w[sim.KillVictim])
	copy(f.lines[1:], f.lines[:])
	o := obituary{
		victim: pose.Name(v, victim), victimHue: render.HueOf(v, victim),
		weapon: sim.Weapon(w[sim.KillWeapon]), mine: killer == v.Me || victim == v.Me,
	}
	if killer != sim.NoPlayer && killer != victim {
		o.killer, o.killerHue = pose.Name(v, killer), render.HueOf(v, killer)
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

func (f *feed) draw(p *pen, fr *frame) {
	for i := range f.lines[:f.n] {
		f.lines[i].draw(p, fr, i)
	}
}

// draw sets the line from right to left, on a sheet that must be laid first.
func (o *obituary) draw(p *pen, f *frame, i int) {
	u := f.u
	k := min(1, (feedTime-o.age)/fadeTime)
	slide := max(0, 1-o.age*6) * 40 * u
	top := float32(feedTop)
	if f.w < narrow*u {
		top = feedLower
	}
	x, y := f.w-24*u+slide, (top+float32(i)*26)*u
	width := p.width(o.victim, strong, normal*u) + 36*u
	if o.killer != "" {
		width += p.width(o.killer, strong, normal*u)
	}
	p.Rect(x-width-8*u, y-12*u, width+16*u, 23*u, panel.Fade(k))
	if o.mine {
		p.Rect(x-width-10*u, y-12*u, 2.5*u, 23*u, own.Fade(k))
	}
	x = p.right(o.victim, strong, x, y, normal*u, o.victimHue.Fade(k)) - 18*u
	p.icon(ink.WeaponIcon(int32(o.weapon)), x, y, 22*u, white.Glow(.9*k))
	p.right(o.killer, strong, x-18*u, y, normal*u, o.killerHue.Fade(k))
}
