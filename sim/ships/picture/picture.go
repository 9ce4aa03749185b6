// Package picture draws an arena as its makers and players see it in lists: from above, as it is when a
// match of sixteen begins. The same arena is always the same picture.
package picture

import (
	"bytes"
	"image/color"
	"image/png"

	"perihelion/sim"
	"perihelion/sim/fixed"
	"perihelion/sim/ships"
	"perihelion/sim/ships/layout"
)

const (
	seats  = 16
	corona = 27 // tenths of the radius of a star: what burns
	padAt  = 26 // units of radius, as pads are drawn
)

// Colours of what is drawn; the alpha is how much of what lies below they hide.
var (
	inside     = color.RGBA{255, 255, 255, 10}
	edge       = color.RGBA{140, 170, 220, 150}
	rock       = color.RGBA{150, 140, 130, 255}
	spawn      = color.RGBA{120, 200, 255, 18}
	checkpoint = color.RGBA{255, 210, 90, 130}
	zone       = color.RGBA{255, 255, 255, 70}
	gate       = color.RGBA{190, 130, 255, 255}
	pad        = color.RGBA{110, 235, 170, 255}
	flame      = color.RGBA{255, 190, 90, 46}
	sun        = color.RGBA{255, 226, 150, 255}
	ring       = color.RGBA{255, 150, 70, 200}
	dark       = color.RGBA{0, 0, 0, 255}
)

// plan is an arena that is drawn.
type plan struct {
	*canvas
	of     *layout.Arena
	cfg    sim.Config
	radius int // of the arena, in units
}

// Draw draws an arena of the ships as a PNG.
func Draw(a *sim.Arena) []byte {
	p := &plan{of: a.Layout.(*layout.Arena), cfg: sim.Config{Seed: 1, Seats: seats, Arena: a}}
	p.radius = int(ships.ArenaRadius(&p.cfg).Round())
	p.canvas = newCanvas(p.radius, sky(p.of.Backdrop.Nebula))
	p.disc(fixed.Vec{}, p.radius, inside)
	p.circle(fixed.Vec{}, p.radius, edge)
	for _, s := range p.of.Spawns {
		p.band(p.share(s.Inner), p.share(s.Outer), spawn)
	}
	p.drawZones()
	for i := range ships.RockCount(&p.cfg) {
		x, y, r := ships.RockAt(&p.cfg, i, 0)
		p.disc(fixed.Vec{X: x, Y: y}, int(r.Round()), rock)
	}
	p.drawGates()
	p.drawPads()
	p.drawStars()
	var b bytes.Buffer
	_ = png.Encode(&b, p.small()) // a buffer takes everything
	return b.Bytes()
}

// share is a part of the radius of the arena, in units.
func (p *plan) share(thousandths int) int { return p.radius * thousandths / 1_000 }

// whereBegins is where something on an orbit begins.
func (p *plan) whereBegins(o *layout.Orbit) fixed.Vec {
	return fixed.Unit(fixed.Angle(o.Phase)).Scale(fixed.Int(p.share(o.Distance)))
}

func (p *plan) drawZones() {
	for i := range p.of.Zones {
		z := &p.of.Zones[i]
		if z.Use == layout.UseCheckpoint {
			p.circle(p.whereBegins(&z.Orbit), z.Radius, checkpoint)
		} else {
			p.circle(fixed.Vec{}, p.share(z.Distance), zone)
		}
	}
}

func (p *plan) drawGates() {
	for i := range p.of.Gates {
		g := &p.of.Gates[i]
		p.circle(p.whereBegins(&g.Orbit), 2*g.Radius, gate)
		p.disc(p.whereBegins(&g.Orbit), g.Radius, gate)
	}
}

func (p *plan) drawPads() {
	for i := range p.of.Pads {
		pads := &p.of.Pads[i]
		n := layout.Count(pads.Count, pads.Every, p.radius)
		for k := range n {
			o := layout.Orbit{Distance: pads.Inner, Phase: k << 16 / n}
			if k%2 == 1 {
				o.Distance = pads.Outer
			}
			p.disc(p.whereBegins(&o), padAt, pad)
		}
	}
}

func (p *plan) drawStars() {
	for i := range p.of.Stars {
		s := &p.of.Stars[i]
		at, r := p.whereBegins(&s.Orbit), int(fixed.Sqrt(fixed.Int(p.radius)/fixed.Num(p.of.Radius)))*s.Radius>>fixed.Shift
		if s.Kind == layout.KindBlack {
			p.disc(at, 2*r, flame)
			p.disc(at, r*5/4, ring)
			p.disc(at, r, dark)
			continue
		}
		for part := range corona - 10 {
			if part%4 == 0 {
				p.disc(at, r*(corona-part)/10, flame)
			}
		}
		p.disc(at, r, sun)
	}
}
