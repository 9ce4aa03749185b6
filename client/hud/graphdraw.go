package hud

import (
	"time"

	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
	"perihelion/client/ui"
)

const (
	graphWide = 372 // HUD units
	graphHigh = 404
	graphTrip = .3 // seconds at the top of the link's chart
	graphSlow = .05
)

// draw sets the whole panel at the lower right, from its words down to its counters.
func (g *graph) draw(p *pen, f *frame, w *words) {
	g.read(f.v)
	b := board{p: p, w: w}
	if !b.place(f) {
		return
	}
	u, c := b.u, g.hue()
	p.panel(b.x, b.y, graphWide*u, graphHigh*u, c)
	p.icon(sprites.Dot, b.x+18*u, b.y+20*u, 34*u, c.Glow(.6))
	p.icon(sprites.Dot, b.x+18*u, b.y+20*u, 12*u, c.Glow(1))
	p.text(p.clip(g.words, strong, normal*u, (graphWide-44)*u), strong, b.x+32*u, b.y+20*u, normal*u, c.Mix(white, .45))
	g.heads(&b, 54)
	g.link(&b, 82, 74)
	g.pacing(&b, 176, 44)
	g.slack(&b, 249)
	g.traffic(&b, 275)
	g.counters(&b, 314)
}

// hue is green while all is good.
func (g *graph) hue() rgba.Color {
	switch {
	case g.said.kind == healthy:
		return render.Good
	case g.said.grave:
		return bad
	}
	return render.Energy
}

// A board is the panel, whose parts lie at heights of their own.
type board struct {
	p    *pen
	w    *words
	u    float32
	x, y float32
}

const margin = 14 // HUD units

// place finds room at the right for the panel, below or above, and smaller where the
// window is small. There is none beside a scoreboard that fills the window.
func (b *board) place(f *frame) bool {
	for _, scale := range [...]float32{1, .85, .72} {
		b.u = f.u * scale
		w, h := graphWide*b.u, graphHigh*b.u
		if b.u < graphLeast {
			break
		}
		for _, y := range [...]float32{f.h - h - 12*b.u, f.h - h - 92*f.u, 12 * b.u, 60 * f.u} {
			b.x, b.y = f.w-w-12*b.u, y
			if y > 0 && f.space.claim(ui.Rect{X: b.x, Y: b.y, W: w, H: h}) {
				return true
			}
		}
	}
	return false
}

const graphLeast = .55 // pixels per unit: smaller letters cannot be read

// at is a point of the panel in pixels.
func (b *board) at(x, y float32) (float32, float32) { return b.x + x*b.u, b.y + y*b.u }

// label is small print from x to the right.
func (b *board) label(s string, x, y float32, c rgba.Color) float32 {
	px, py := b.at(x, y)
	return (b.p.text(s, plain, px, py, small*b.u, c) - b.x) / b.u
}

// value is a figure from x to the right.
func (b *board) value(s string, x, y float32, c rgba.Color) float32 {
	px, py := b.at(x, y)
	return (b.p.text(s, mono, px, py, small*b.u, c) - b.x) / b.u
}

// heads are the four figures that matter most.
func (g *graph) heads(b *board, y float32) {
	s := &g.slow.stats
	for i, h := range [...]struct {
		name string
		d    time.Duration
		c    rgba.Color
	}{
		{"ROUND TRIP", s.RTT, render.Shield},
		{"JITTER", s.Jitter, white},
		{"SHOWN LATE BY", s.Delay, own},
		{"INPUTS EARLY BY", s.Slack, white},
	} {
		x := margin + float32(i)*(graphWide-2*margin)/4
		px, py := b.at(x, y)
		n := ms(h.d)
		if n < 0 {
			px = b.p.text("-", strong, px, py, large*b.u, h.c)
		}
		px = b.p.text(b.w.figure(max(n, -n)), strong, px, py, large*b.u, h.c)
		b.p.text(" ms", plain, px, py+2*b.u, small*b.u, quiet)
		px, py = b.at(x, y+17)
		b.p.text(h.name, plain, px, py, tiny*b.u, quiet)
	}
}

// chart is the ground of a curve, with lines at shares of its height.
func (b *board) chart(y, h float32, lines ...float32) {
	x, top := b.at(margin, y)
	w := (graphWide - 2*margin) * b.u
	b.p.Rect(x, top, w, h*b.u, white.Fade(.035))
	for _, k := range lines {
		at := top + h*b.u*(1-k)
		b.p.Line(x, at, x+w, at, 1.5, quiet.Glow(.16))
	}
}

// link draws the last seconds of the connection: the interpolation delay as a
// ground, the round trip and how long it has been silent as lines, what went wrong
// as marks.
func (g *graph) link(b *board, y, h float32) {
	b.chart(y, h, 1./3, 2./3)
	x, floor := b.at(margin, y+h)
	step, high := (graphWide-2*margin)*b.u/graphBeats, h*b.u
	up := func(seconds float32) float32 { return floor - high*min(1, seconds/graphTrip) }
	was := &g.beats[g.next]
	for i := 1; i < graphBeats; i++ {
		is := &g.beats[(g.next+i)%graphBeats]
		left, right := x+step*float32(i-1), x+step*float32(i)
		b.p.Quad(sprites.Blank, own.Fade(.16), own.Fade(.02), left, up(was.delay), left, floor, right, floor, right, up(is.delay))
		b.p.Line(left, up(was.delay), right, up(is.delay), 2, own.Glow(.45))
		b.p.Line(left, up(was.silent), right, up(is.silent), 2, white.Glow(.4))
		b.p.Line(left, up(was.trip), right, up(is.trip), 3, render.Shield.Glow(.95))
		if is.starved {
			b.p.Rect(left, floor-5*b.u, step+1, 5*b.u, bad.Fade(.9))
		}
		if is.moved {
			b.p.Line(right, floor, right, floor-high, 2, render.Energy.Glow(.7))
		}
		was = is
	}
	b.label("300 ms", margin+4, y+7, faint)
	b.legend(y + h + 9)
}

func (b *board) legend(y float32) {
	x := float32(margin)
	for _, l := range [...]struct {
		name string
		c    rgba.Color
	}{{"round trip", render.Shield}, {"delay of others", own.Fade(.7)}, {"silence", white.Fade(.5)}, {"starved", bad}, {"correction", render.Energy}} {
		px, py := b.at(x, y)
		b.p.Rect(px, py-3*b.u, 6*b.u, 6*b.u, l.c)
		px, _ = b.at(x+10, y)
		x = (b.p.text(l.name, plain, px, py, tiny*b.u, quiet)-b.x)/b.u + 11
	}
}

// pacing draws how long each frame took, a bar each.
func (g *graph) pacing(b *board, y, h float32) {
	const sixty = 1. / 60
	b.chart(y, h, sixty/graphSlow, 2*sixty/graphSlow)
	x, floor := b.at(margin, y+h)
	step := (graphWide - 2*margin) * b.u / graphBeats
	for i := range graphBeats {
		took := g.beats[(g.next+i)%graphBeats].took
		c := render.Good
		switch {
		case took > 2.5*sixty:
			c = bad
		case took > 1.5*sixty:
			c = render.Energy
		}
		tall := h * b.u * min(1, took/graphSlow)
		b.p.Rect(x+step*float32(i), floor-tall, max(1, step*.8), tall, c.Fade(.75))
	}
	y += h + 9
	end := b.value(b.w.figure(int(g.slow.fps+.5)), margin, y, white)
	end = b.label(" frames a second, the slowest took ", end, y, quiet)
	end = b.value(b.w.figure(int(g.slow.worst*1000+.5)), end, y, white)
	b.label(" ms", end, y, quiet)
}

// slack draws how early inputs reach the server, and how early they should.
func (g *graph) slack(b *board, y float32) {
	const full = 240 * time.Millisecond // where the link stalls
	s := &g.slow.stats
	x, py := b.at(margin+78, y)
	w := (graphWide - 2*margin - 78 - 96) * b.u
	share := func(d time.Duration) float32 { return max(0, min(1, float32(d)/float32(full))) }
	b.label("input slack", margin, y, quiet)
	b.p.Rect(x, py-3*b.u, w, 6*b.u, white.Fade(.09))
	c := render.Good
	if s.Slack < s.SlackTarget/2 {
		c = bad
	}
	b.p.Rect(x, py-3*b.u, w*share(s.Slack), 6*b.u, c.Fade(.85))
	goal := x + w*share(s.SlackTarget)
	b.p.Line(goal, py-8*b.u, goal, py+8*b.u, 3*b.u, white.Glow(1))
	end := b.label("target ", graphWide-margin-88, y, quiet)
	end = b.value(b.w.figure(ms(s.SlackTarget)), end, y, white)
	b.label(" ms", end, y, quiet)
}

// traffic draws the bytes per second, in by kind, and out.
func (g *graph) traffic(b *board, y float32) {
	f := &g.slow
	x, py := b.at(margin, y)
	w := (graphWide - 2*margin) * b.u
	all := max(1, f.in+f.out)
	for _, part := range [...]struct {
		bytes float32
		c     rgba.Color
	}{{f.state, render.Shield}, {f.roster, gold}, {f.rest, quiet}, {f.out, render.Good}} {
		wide := w * part.bytes / all
		b.p.Rect(x, py-4*b.u, max(0, wide-1), 8*b.u, part.c.Fade(.8))
		x += wide
	}
	end := float32(margin)
	for _, part := range [...]struct {
		name  string
		bytes float32
		c     rgba.Color
	}{{"in: state ", f.state, render.Shield}, {"roster ", f.roster, gold}, {"other ", f.rest, quiet}, {"out: inputs ", f.out, render.Good}} {
		end = b.label(part.name, end, y+17, part.c)
		end = b.value(b.w.tenth(int(part.bytes/100+.5)), end, y+17, white) + 9
	}
	b.label("kB/s", end-3, y+17, quiet)
}
