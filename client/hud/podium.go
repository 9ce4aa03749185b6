package hud

import (
	"time"

	"perihelion/client/netcode"
	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/render/viewstate"
	"perihelion/client/rgba"
	"perihelion/sim"
)

// honours are the titles of the round that has just ended.
type honours struct {
	list [8]honour
	n    int
}

type honour struct {
	name, title, why string
	hue              rgba.Color
	value            int32
}

func (h *honours) hear(v *netcode.View, w *sim.Words) {
	if h.n == len(h.list) {
		return
	}
	p := sim.PlayerID(w[sim.HonourPlayer])
	title, why := titleName(sim.Title(w[sim.HonourTitle]))
	h.list[h.n] = honour{viewstate.Name(v, p), title, why, render.HueOf(v, p), w[sim.HonourValue]}
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

// podium shows the best three of the round, how the player did, and who earned a title:
// as many titles as there is room for.
func (h *HUD) podium(p *pen, f *frame) {
	u := f.u
	room := f.h/u - podiumTop - 8
	if h.table.mine > 0 {
		room -= honourRow
	}
	floor, n := float32(podiumFloor), h.honours.n
	if floor+68+honourRow*float32(n) > room {
		floor = podiumLow
	}
	n = max(0, min(n, int((room-floor-68)/honourRow)))
	height := (floor + 68 + honourRow*float32(n)) * u
	if h.table.mine > 0 {
		height += honourRow * u
	}
	x, y := f.w/2-270*u, max(podiumTop*u, f.h/2-height/2)
	f.space.take(p.panel(x, y, 540*u, height, gold))
	h.outcome(p, f, x, y+26*u)
	for i := range min(len(h.table.rows), len(steps)) {
		h.step(p, f, y+floor*u, floor/podiumFloor, i)
	}
	y += (floor + 26) * u
	if h.table.mine > 0 {
		h.mine(p, f, x, y)
		y += honourRow * u
	}
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
		h.winner(p, f, y)
	}
	if f.show.Gain != "" {
		at := p.right(f.show.Gain, strong, x+522*u, y, large*u, render.Energy)
		p.right("rating ", plain, at, y, small*u, quiet)
	}
}

// winner says who has won, where everyone is alone.
func (h *HUD) winner(p *pen, f *frame, y float32) {
	switch {
	case h.table.mine == 1:
		p.neon("YOU WIN", f.w/2, y, huge*f.u, solid(white, 1), solid(gold, 1))
	case len(h.table.rows) > 0:
		first := h.table.rows[0].player
		size, hue := large*f.u, render.HueOf(f.v, first)
		name := p.clip(viewstate.Name(f.v, first), strong, size, 180*f.u)
		x := f.w/2 - (p.width(name, strong, size)+p.width(" wins", plain, size))/2
		p.text(" wins", plain, p.text(name, strong, x, y, size, hue), y, size, white)
	}
}

// mine is how the player did, whether on the podium or not.
func (h *HUD) mine(p *pen, f *frame, x, y float32) {
	u, r := f.u, &h.table.rows[h.table.mine-1]
	p.Rect(x+8*u, y-11*u, 524*u, 22*u, own.Fade(.16))
	p.icon(sprites.Disc, x+38*u, y, 12*u, own.Glow(1))
	at := p.text("YOU", strong, x+56*u, y, normal*u, own)
	at = p.text(h.words.place(h.table.mine), strong, at+12*u, y, normal*u, placeHue(h.table.mine))
	at = p.text("of ", plain, at+5*u, y, normal*u, quiet)
	p.text(h.words.figure(len(h.table.rows)), plain, at, y, normal*u, quiet)
	at = x + 510*u
	for _, c := range [...]struct {
		n       int32
		one, of string
	}{{r.deaths, " death", " deaths"}, {r.kills, " kill", " kills"}, {r.points, " point", " points"}} {
		of := c.of
		if c.n == 1 {
			of = c.one
		}
		at = p.right(of, plain, at, y, normal*u, quiet)
		at = p.right(h.words.figure(int(c.n)), strong, at, y, normal*u, white) - 12*u
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
	p.icon(sprites.Dot, x, over, size*1.3, c.Glow(.35))
	p.Sprite(sprites.ShipGlow(n), x, over, size, size, 0, -1, c.Glow(.9))
	p.Sprite(sprites.ShipLine(n), x, over, size, size, 0, -1, c.Mix(white, .4).Glow(1))
	if i == 0 {
		p.icon(sprites.Crown, x, over-48*scale*u, 30*scale*u, gold.Glow(1))
	}
	name, hue := viewstate.Name(f.v, r.player), c.Mix(white, .3)
	if r.player == f.v.Me {
		name, hue = "YOU", own
	}
	p.centre(p.clip(name, strong, normal*u, 130*u), strong, x, top-14*u, normal*u, hue)
	p.centre(h.words.figure(int(r.points)), strong, x, floor-12*u, large*u, white)
}

func (h *HUD) honour(p *pen, f *frame, x, y float32, o *honour) {
	u := f.u
	p.icon(sprites.Flare, x+38*u, y, 26*u, gold.Glow(1))
	end := p.text(o.title, strong, x+56*u, y, normal*u, gold)
	at := p.right(o.why, plain, x+510*u, y, small*u, quiet)
	at = p.right(h.words.figure(int(o.value)), strong, at-5*u, y, normal*u, white)
	p.text(p.clip(o.name, plain, normal*u, at-end-24*u), plain, end+12*u, y, normal*u, o.hue.Mix(white, .3))
}
