package hud

import "time"

// drawCounters draws the snapshot rate, then two columns: the state of clock and server at
// the left, problems of the last minute at the right.
func (g *netGraph) drawCounters(b *graphPanel, y float32) {
	const row = 15
	s, m := &g.summary.stats, &g.summary.minute
	left, right := float32(margin), float32(graphWidth/2+6)
	g.drawSnapshotRate(b, left, y)
	b.drawLabel(wayName(s.Datagrams), right, y, quiet)
	y += row + 3
	g.drawClockScale(b, left, y)
	g.drawServerPace(b, left, y+row)
	g.drawServerLoad(b, left, y+2*row)
	b.drawCounter("inputs under way", s.InputsPending, left, y+3*row)
	b.drawCounter("sight ahead, ms", ms(s.Lead), left, y+4*row)
	b.drawCounter("corrections felt", int(s.Moved-m.Moved), right, y)
	b.drawCounter("starved frames", int(s.Underruns-m.Underruns), right, y+row)
	b.drawCounter("late inputs", int(s.Misses-m.Misses), right, y+2*row)
	b.drawCounter("stalls", int(s.Stalls-m.Stalls), right, y+3*row)
	b.drawCounter("snapshots sent anew", int(s.Keyframes-m.Keyframes), right, y+4*row)
}

// drawSnapshotRate draws how many snapshots arrive, of how many when the server has time, and the server's send rate.
func (g *netGraph) drawSnapshotRate(b *graphPanel, x, y float32) {
	end := b.drawValue(b.texts.Number(int(g.summary.snapshots+.5)), x, y, white)
	end = b.drawValue(b.texts.Number(int(g.summary.fullRate+.5)), b.drawLabel(" of ", end, y, quiet), y, quiet)
	end = b.drawLabel(" snapshots/s, ", end, y, quiet)
	c := white
	if g.summary.stats.SendRate > 0 {
		c = bad
	}
	b.drawLabel(sendRateName(g.summary.stats.SendRate), end, y, c)
}

// drawClockScale draws by how much the interpolation clock is faster or slower than real
// time, to 0.1 %.
func (g *netGraph) drawClockScale(b *graphPanel, x, y float32) {
	off := int((g.summary.stats.ClockScale-1)*1000 + .5)
	if g.summary.stats.ClockScale < 1 {
		off = -int((1-g.summary.stats.ClockScale)*1000 + .5)
	}
	end := b.drawLabel("clock ", x, y, quiet)
	sign := "+"
	if off < 0 {
		sign = "-"
	}
	end = b.drawValue(sign, end, y, white)
	end = b.drawValue(b.texts.TenthsText(max(off, -off)), end, y, white)
	b.drawLabel(" %", end, y, quiet)
}

// drawServerPace draws the server's tick and whether it keeps its tick rate.
func (g *netGraph) drawServerPace(b *graphPanel, x, y float32) {
	end := b.drawValue(g.summary.tick, b.drawLabel("server tick ", x, y, quiet), y, white)
	if g.summary.serverPace == 0 {
		return
	}
	c := white
	if g.summary.serverPace < minServerPace {
		c = bad
	}
	end = b.drawValue(b.texts.Number(int(g.summary.serverPace*100+.5)), b.drawLabel(", pace ", end, y, quiet), y, c)
	b.drawLabel(" %", end, y, quiet)
}

// drawServerLoad draws the typical and the 99th percentile time of a tick of the server.
func (g *netGraph) drawServerLoad(b *graphPanel, x, y float32) {
	l := &g.summary.stats.Load
	if l.Slow == 0 {
		return
	}
	c := white
	if g.summary.slowTick {
		c = bad
	}
	end := b.drawLabel("a tick costs ", x, y, quiet)
	unit, figure := " µs", b.texts.Number
	per := time.Microsecond
	if l.Slow >= time.Millisecond {
		unit, figure, per = " ms", b.texts.TenthsText, 100*time.Microsecond
	}
	end = b.drawValue(figure(int(l.Typical/per)), end, y, white)
	end = b.drawValue(figure(int(l.Slow/per)), b.drawLabel(" to ", end, y, quiet), y, c)
	b.drawLabel(unit, end, y, quiet)
}

// drawCounter draws a line of a column, faint while the number is 0.
func (b *graphPanel) drawCounter(name string, n int, x, y float32) {
	c := white
	if n == 0 {
		c = faint
	}
	px, py := b.toPixels(x+graphWidth/2-margin-12, y)
	b.p.DrawRightText(b.texts.Number(n), mono, px, py, Small*b.u, c)
	b.drawLabel(name, x, y, quiet)
}
