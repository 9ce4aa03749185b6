package hud

import (
	"time"

	"perihelion/client/render"
	"perihelion/client/render/sprites"
	"perihelion/client/rgba"
)

const (
	graphWidth     = 372 // HUD units, like the next
	graphHeight    = 422
	graphRoundTrip = .3  // seconds at the top of the link chart
	graphFrameTime = .05 // seconds at the top of the frame time chart
)

// drawNetGraph draws the whole panel at the lower right: diagnosis, charts, counters.
func (g *netGraph) drawNetGraph(p *Painter, f *Frame, w *TextCache) {
	g.refreshSummary(f.View, f.Options.Servers)
	b := graphPanel{p: p, texts: w}
	if !b.findRoom(f) {
		return
	}
	u, c := b.u, g.statusColor()
	p.DrawPanel(b.x, b.y, graphWidth*u, graphHeight*u, c)
	p.DrawIcon(sprites.Dot, b.x+18*u, b.y+20*u, 34*u, c.Glow(.6))
	p.DrawIcon(sprites.Dot, b.x+18*u, b.y+20*u, 12*u, c.Glow(1))
	p.DrawText(p.ClipText(g.displayedText, strong, Normal*u, (graphWidth-44)*u), strong, b.x+32*u, b.y+20*u, Normal*u, c.Mix(white, .45))
	g.drawKeyFigures(&b, 54)
	g.drawLinkChart(&b, 82, 74)
	g.drawFrameTimes(&b, 176, 44)
	g.drawInputSlack(&b, 249)
	g.drawTraffic(&b, 275)
	g.drawCounters(&b, 314)
	b.drawLabel(p.ClipText(g.summary.servers, plain, Small*u, (graphWidth-2*margin)*u), margin, 410, quiet)
}

// statusColor is green without an issue, red for a severe one, else yellow.
func (g *netGraph) statusColor() rgba.Color {
	switch {
	case g.displayed.issue == noIssue:
		return render.Good
	case g.displayed.severe:
		return bad
	}
	return render.Energy
}

// drawKeyFigures draws the four most important numbers.
func (g *netGraph) drawKeyFigures(b *graphPanel, y float32) {
	s := &g.summary.stats
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
		x := margin + float32(i)*(graphWidth-2*margin)/4
		px, py := b.toPixels(x, y)
		n := ms(h.d)
		if n < 0 {
			px = b.p.DrawText("-", strong, px, py, Large*b.u, h.c)
		}
		px = b.p.DrawText(b.texts.Number(max(n, -n)), strong, px, py, Large*b.u, h.c)
		b.p.DrawText(" ms", plain, px, py+2*b.u, Small*b.u, quiet)
		px, py = b.toPixels(x, y+17)
		b.p.DrawText(h.name, plain, px, py, Tiny*b.u, quiet)
	}
}

// drawLinkChart draws the last seconds of the connection: interpolation delay as an area,
// round trip and silence as lines, starved frames and corrections as marks.
func (g *netGraph) drawLinkChart(b *graphPanel, y, h float32) {
	b.drawChartGrid(y, h, 1./3, 2./3)
	x, bottom := b.toPixels(margin, y+h)
	step, height := (graphWidth-2*margin)*b.u/graphSamples, h*b.u
	toY := func(seconds float32) float32 { return bottom - height*min(1, seconds/graphRoundTrip) }
	prev := &g.samples[g.next]
	for i := 1; i < graphSamples; i++ {
		cur := &g.samples[(g.next+i)%graphSamples]
		left, right := x+step*float32(i-1), x+step*float32(i)
		b.p.AddQuad(sprites.Solid, own.Fade(.16), own.Fade(.02), left, toY(prev.delay), left, bottom, right, bottom, right, toY(cur.delay))
		b.p.AddLine(left, toY(prev.delay), right, toY(cur.delay), 2, own.Glow(.45))
		b.p.AddLine(left, toY(prev.silence), right, toY(cur.silence), 2, white.Glow(.4))
		b.p.AddLine(left, toY(prev.roundTrip), right, toY(cur.roundTrip), 3, render.Shield.Glow(.95))
		if cur.starved {
			b.p.AddRect(left, bottom-5*b.u, step+1, 5*b.u, bad.Fade(.9))
		}
		if cur.corrected {
			b.p.AddLine(right, bottom, right, bottom-height, 2, render.Energy.Glow(.7))
		}
		prev = cur
	}
	b.drawLabel("300 ms", margin+4, y+7, faint)
	b.drawLegend(y + h + 9)
}

// drawFrameTimes draws one bar for the duration of each frame.
func (g *netGraph) drawFrameTimes(b *graphPanel, y, h float32) {
	const sixty = 1. / 60
	b.drawChartGrid(y, h, sixty/graphFrameTime, 2*sixty/graphFrameTime)
	x, bottom := b.toPixels(margin, y+h)
	step := (graphWidth - 2*margin) * b.u / graphSamples
	for i := range graphSamples {
		frameTime := g.samples[(g.next+i)%graphSamples].frameTime
		c := render.Good
		switch {
		case frameTime > 2.5*sixty:
			c = bad
		case frameTime > 1.5*sixty:
			c = render.Energy
		}
		barHeight := h * b.u * min(1, frameTime/graphFrameTime)
		b.p.AddRect(x+step*float32(i), bottom-barHeight, max(1, step*.8), barHeight, c.Fade(.75))
	}
	y += h + 9
	end := b.drawValue(b.texts.Number(int(g.summary.fps+.5)), margin, y, white)
	end = b.drawLabel(" frames a second, the slowest took ", end, y, quiet)
	end = b.drawValue(b.texts.Number(int(g.summary.worstFrame*1000+.5)), end, y, white)
	b.drawLabel(" ms", end, y, quiet)
}

// drawInputSlack draws how early inputs reach the server, and the target.
func (g *netGraph) drawInputSlack(b *graphPanel, y float32) {
	const full = 240 * time.Millisecond // beyond this the link counts as stalled
	s := &g.summary.stats
	x, py := b.toPixels(margin+78, y)
	w := (graphWidth - 2*margin - 78 - 96) * b.u
	share := func(d time.Duration) float32 { return max(0, min(1, float32(d)/float32(full))) }
	b.drawLabel("input slack", margin, y, quiet)
	b.p.AddRect(x, py-3*b.u, w, 6*b.u, white.Fade(.09))
	c := render.Good
	if s.Slack < s.SlackTarget/2 {
		c = bad
	}
	b.p.AddRect(x, py-3*b.u, w*share(s.Slack), 6*b.u, c.Fade(.85))
	target := x + w*share(s.SlackTarget)
	b.p.AddLine(target, py-8*b.u, target, py+8*b.u, 3*b.u, white.Glow(1))
	end := b.drawLabel("target ", graphWidth-margin-88, y, quiet)
	end = b.drawValue(b.texts.Number(ms(s.SlackTarget)), end, y, white)
	b.drawLabel(" ms", end, y, quiet)
}

// drawTraffic draws the bytes per second: incoming by kind, and outgoing.
func (g *netGraph) drawTraffic(b *graphPanel, y float32) {
	f := &g.summary
	x, py := b.toPixels(margin, y)
	w := (graphWidth - 2*margin) * b.u
	all := max(1, f.in+f.out)
	for _, part := range [...]struct {
		bytes float32
		c     rgba.Color
	}{{f.state, render.Shield}, {f.roster, gold}, {f.rest, quiet}, {f.out, render.Good}} {
		width := w * part.bytes / all
		b.p.AddRect(x, py-4*b.u, max(0, width-1), 8*b.u, part.c.Fade(.8))
		x += width
	}
	end := float32(margin)
	for _, part := range [...]struct {
		name  string
		bytes float32
		c     rgba.Color
	}{{"in: state ", f.state, render.Shield}, {"roster ", f.roster, gold}, {"other ", f.rest, quiet}, {"out: inputs ", f.out, render.Good}} {
		end = b.drawLabel(part.name, end, y+17, part.c)
		end = b.drawValue(b.texts.TenthsText(int(part.bytes/100+.5)), end, y+17, white) + 9
	}
	b.drawLabel("kB/s", end-3, y+17, quiet)
}
