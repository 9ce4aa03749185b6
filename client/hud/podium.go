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

// honours are the titles of the round that has just ended.
type honours struct {
	list [8]honour
	n    int
}

type honour struct {
	name, title, why string
	hue              tint.Color
	value            int32
}

func (h *honours) hear(v *netcode.View, w *sim.Words) {
	if h.n == len(h.list) {
		return
	}
	p := sim.PlayerID(w[sim.HonourPlayer])
	title, why := titleName(sim.Title(w[sim.HonourTitle]))
	h.list[h.n] = honour{pose.Name(v, p), title, why, render.HueOf(v, p), w[sim.HonourValue]}
	h.n++
}

// steps are where the best three stand: across, and how high.
var steps = [...]struct{ x, height float32 }{{0, 92}, {-150, 74}, {150, 60}}

const (
	podiumTop   = 60  // HUD units that are kept for the clock
	podiumFloor = 262 // where the steps stand, from the top of the panel
	podiumLow   = 205 // where they stand if there is no room for more
	honourRow   = 26
	stepLeast   = 58 // for a place and points
)

// podium shows the best three of the round and who earned a title: as many titles as
// there is room for.
func (h *HUD) podium(p *pen, f *frame) {
	u := f.u
	room := f.h/u - podiumTop - 8
	floor, n := float32(podiumFloor), h.honours.n
	if floor+68+honourRow*float32(n) > room {
		floor = podiumLow
	}
	n = max(0, min(n, int((room-floor-68)/honourRow)))
	height := (floor + 68 + honourRow*float32(n)) * u
	x, y := f.w/2-270*u, max(podiumTop*u, f.h/2-height/2)
	f.space.take(p.panel(x, y, 540*u, height, gold))
	h.outcome(p, f, x, y+26*u)
	for i := range min(len(h.table.rows), len(steps)) {
		h.step(p, f, y+floor*u, floor/podiumFloor, i)
	}
	y += (floor + 26) * u
	for i := range h.honours.list[:n] {
		h.honour(p, f, x, y+float32(i)*honourRow*u, &h.honours.list[i])
	}
	y += (float32(n)*honourRow + 14) * u
	at := p.text("next round in ", plain, f.w/2-62*u, y, normal*u, quiet)
	p.text(h.words.figure(counted(f.match.Left, time.Second)), strong, at, y, normal*u, white)
}

// outcome is the heading: how the round went.
func (h *HUD) outcome(p *pen, f *frame, x, y float32) {
	u := f.u
	if f.sided {
		h.verdict(p, f, y)
	} else {
		p.centre("ROUND", plain, f.w/2-14*u, y, normal*u, quiet)
		p.text(h.words.figure(int(f.match.Round)), strong, f.w/2+20*u, y, large*u, white)
	}
	if f.show.Gain != "" {
		at := p.right(f.show.Gain, strong, x+522*u, y, large*u, render.Energy)
		p.right("rating ", plain, at, y, small*u, quiet)
	}
}

// step is the place of one of the best; scale is by how much it is lower than it could be.
func (h *HUD) step(p *pen, f *frame, floor, scale float32, i int) {
	u, s := f.u, steps[i]
	r := &h.table.rows[i]
	c := render.HueOf(f.v, r.player)
	x, top := f.w/2+s.x*u, floor-max(stepLeast, s.height*scale)*u
	p.Rect(x-62*u, top, 124*u, floor-top, c.Fade(.16))
	p.Line(x-62*u, top, x+62*u, top, 4*u, c.Glow(.9))
	p.centre(h.words.place(i+1), strong, x, top+18*u, large*u, placeHue(i+1))
	n := render.Silhouette(r.player)
	size, over := (104-14*float32(i))*scale*u, top-(14+38*scale)*u
	p.icon(ink.Dot, x, over, size*1.3, c.Glow(.35))
	p.Sprite(ink.ShipGlow(n), x, over, size, size, 0, -1, c.Glow(.9))
	p.Sprite(ink.ShipLine(n), x, over, size, size, 0, -1, c.Mix(white, .4).Glow(1))
	if i == 0 {
		p.icon(ink.Crown, x, over-48*scale*u, 30*scale*u, gold.Glow(1))
	}
	p.centre(p.clip(pose.Name(f.v, r.player), strong, normal*u, 130*u), strong, x, top-14*u, normal*u, c.Mix(white, .3))
	p.centre(h.words.figure(int(r.points)), strong, x, floor-12*u, large*u, white)
}

func (h *HUD) honour(p *pen, f *frame, x, y float32, o *honour) {
	u := f.u
	p.icon(ink.Flare, x+38*u, y, 26*u, gold.Glow(1))
	end := p.text(o.title, strong, x+56*u, y, normal*u, gold)
	at := p.right(o.why, plain, x+510*u, y, small*u, quiet)
	at = p.right(h.words.figure(int(o.value)), strong, at-5*u, y, normal*u, white)
	p.text(p.clip(o.name, plain, normal*u, at-end-24*u), plain, end+12*u, y, normal*u, o.hue.Mix(white, .3))
}
