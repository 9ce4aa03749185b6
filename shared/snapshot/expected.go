package snapshot

import "perihelion/sim"

// expected is what the difference of an entity starts from.
type expected struct {
	before   sim.Words // of rare and lively fields
	forecast sim.Words // of velocities and positions
	steered  bool      // rare or lively fields are not as before
}

// expect is what v, of kind k, starts from for who holds base since t.
func (c *codec) expect(k sim.Kind, base, v *sim.Words, t span) (e expected) {
	l := &c.layouts[k]
	e.forecast = *base
	if !l.steers() {
		c.forecast(k, &e.forecast, t)
		e.before = e.forecast
		return e
	}
	e.before = *base
	e.steered = l.steer(&e.forecast, v)
	c.forecast(k, &e.forecast, t)
	return e
}

// steer gives words the rare and lively fields of v, and reports whether any was different.
func (l *layout) steer(words, v *sim.Words) (changed bool) {
	for _, fields := range [...][]field{l.rare, l.lively} {
		for i := range fields {
			w := fields[i].word
			changed = changed || words[w] != v[w]
			words[w] = v[w]
		}
	}
	return changed
}

// startOf is what the difference of f starts from: the forecast; of a position, as far further as
// the velocity in v makes it, if it has grown evenly since.
func (f *field) startOf(v, forecast *sim.Words, t span) int32 {
	if f.velocity == 0 {
		return forecast[f.word]
	}
	faster := v[f.velocity] - forecast[f.velocity]
	return f.coarsen(forecast[f.word] + faster*velocityScale*int32(t.steps*t.step+1)/int32(2*t.rate))
}

// velocityScale is how many words of a position one of a velocity is in a second.
const velocityScale = 1 << sim.PositionShift / 4

// span is for how long words are forecast: so many steps of so many ticks, at so many ticks a second.
type span struct{ steps, step, rate int }

func (c *codec) span(steps, step int) span { return span{steps, step, c.cfg.TicksPerSecond()} }

// nearest is how many of the shortest differences of f, as zigzag codes, do not happen over t: in one step
// settle has made them none.
func (f *field) nearest(t span) uint32 {
	if t.steps > 1 {
		return 0
	}
	return uint32(2 * (f.tolerance >> f.coarse))
}

// settle leaves the words of v as clients expect them where they are off by no more than is tolerated.
func settle(fields []field, v, expected *sim.Words, t span) {
	for i := range fields {
		f := &fields[i]
		from := f.startOf(v, expected, t)
		if d := f.difference(v[f.word], from); max(d, -d) <= f.tolerance {
			v[f.word] = f.wrap(from)
		}
	}
}

// settle leaves the words of e as clients expect them that hold base, where that is tolerated.
func (p *Publisher) settle(e *sim.Entity, base *sim.Words, t span) expected {
	l := p.codec.layout(e.Kind)
	if !l.steers() {
		return p.codec.expect(e.Kind, base, &e.Words, t)
	}
	settle(l.lively, &e.Words, base, t)
	x := p.codec.expect(e.Kind, base, &e.Words, t)
	settle(l.velocities, &e.Words, &x.forecast, t)
	settle(l.positions, &e.Words, &x.forecast, t)
	return x
}
