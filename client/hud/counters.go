package hud

import "time"

// counters are the rest: how much comes, then in two columns what goes on, and what
// went wrong in the last minute.
func (g *graph) counters(b *board, y float32) {
	const row = 15
	s, m := &g.slow.stats, &g.slow.minute
	left, right := float32(margin), float32(graphWide/2+6)
	g.delivery(b, left, y)
	y += row + 3
	g.clock(b, left, y)
	g.server(b, left, y+row)
	g.load(b, left, y+2*row)
	b.count("inputs under way", s.InputsPending, left, y+3*row)
	b.count("sight ahead, ms", ms(s.Lead), left, y+4*row)
	b.count("corrections felt", int(s.Moved-m.Moved), right, y)
	b.count("starved frames", int(s.Underruns-m.Underruns), right, y+row)
	b.count("late inputs", int(s.Misses-m.Misses), right, y+2*row)
	b.count("stalls", int(s.Stalls-m.Stalls), right, y+3*row)
	b.count("snapshots sent anew", int(s.Keyframes-m.Keyframes), right, y+4*row)
}

// delivery is how many snapshots come, and what the server thinks of the link.
func (g *graph) delivery(b *board, x, y float32) {
	end := b.value(b.w.figure(int(g.slow.snapshots+.5)), x, y, white)
	end = b.label(" snapshots/s, ", end, y, quiet)
	c := white
	if g.slow.stats.SendRate > 0 {
		c = bad
	}
	b.label(sendRateName(g.slow.stats.SendRate), end, y, c)
}

// clock is by how much the clock is bent, to a tenth of a per cent.
func (g *graph) clock(b *board, x, y float32) {
	off := int((g.slow.stats.ClockScale-1)*1000 + .5)
	if g.slow.stats.ClockScale < 1 {
		off = -int((1-g.slow.stats.ClockScale)*1000 + .5)
	}
	end := b.label("clock ", x, y, quiet)
	sign := "+"
	if off < 0 {
		sign = "-"
	}
	end = b.value(sign, end, y, white)
	end = b.value(b.w.tenth(max(off, -off)), end, y, white)
	b.label(" %", end, y, quiet)
}

// server is where the server is, and whether it keeps up.
func (g *graph) server(b *board, x, y float32) {
	end := b.value(g.slow.tick, b.label("server tick ", x, y, quiet), y, white)
	if g.slow.pace == 0 {
		return
	}
	c := white
	if g.slow.pace < serverLag {
		c = bad
	}
	end = b.value(b.w.figure(int(g.slow.pace*100+.5)), b.label(", pace ", end, y, quiet), y, c)
	b.label(" %", end, y, quiet)
}

// load is what a tick costs the server: usually, and one in a hundred.
func (g *graph) load(b *board, x, y float32) {
	l := &g.slow.stats.Load
	if l.Slow == 0 {
		return
	}
	c := white
	if g.slow.heavy {
		c = bad
	}
	end := b.label("a tick costs ", x, y, quiet)
	unit, figure := " µs", b.w.figure
	per := time.Microsecond
	if l.Slow >= time.Millisecond {
		unit, figure, per = " ms", b.w.tenth, 100*time.Microsecond
	}
	end = b.value(figure(int(l.Typical/per)), end, y, white)
	end = b.value(figure(int(l.Slow/per)), b.label(" to ", end, y, quiet), y, c)
	b.label(unit, end, y, quiet)
}

// count is a line of the right column: quiet while it is nothing.
func (b *board) count(name string, n int, x, y float32) {
	c := white
	if n == 0 {
		c = faint
	}
	px, py := b.at(x+graphWide/2-margin-12, y)
	b.p.right(b.w.figure(n), mono, px, py, small*b.u, c)
	b.label(name, x, y, quiet)
}
