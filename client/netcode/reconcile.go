package netcode

import (
	"perihelion/sim"
)

// A correction is what came of comparing a prediction with the server's word.
type correction struct {
	restarted bool    // the world started over from the server's word
	wrong     bool    // the prediction was not what happened, to the bit
	size      float32 // world units by which the own ship moved now
}

// reconcile takes the server's word on tick t: own is what came of the input of
// that tick, seen what else there was. If it is what we predicted, and nothing but our
// own doing is predicted, nothing happens. If not, the world starts over from it and plays again every input that
// the server had not, up to tick now.
func (p *predictor) reconcile(t sim.Tick, own sim.Private, seen []sim.Entity, now sim.Tick) (c correction) {
	m := p.history.at(t)
	right := !p.stopped && m != nil && m.predicted && m.own == own
	if right && !p.game.about.Present {
		p.world.Observe(t, seen)
		return c
	}
	before, had := p.newest()
	had = had && !p.stopped && p.tick == now && t <= now
	bodies := append(p.corrected[:0], p.bodies.list...)
	p.corrected = bodies
	p.restart(t, own, seen)
	if now > t+historyTicks/2 {
		p.stopped = true // the link is that late: nothing to go by
		return c
	}
	p.events.markUnconfirmed()
	p.replay(now)
	c.restarted = true
	p.bodies.absorb(p.game, bodies)
	after, _ := p.newest()
	if !had {
		p.drawOffset.clear()
		return c
	}
	c.wrong = !right || before != after
	c.size = p.drawOffset.absorb(p.game, before, after)
	return c
}

// restart makes the world what the server says it was after tick t.
func (p *predictor) restart(t sim.Tick, own sim.Private, seen []sim.Entity) {
	p.world.Adopt(t, p.me, own)
	p.world.Observe(t, seen)
	m := p.history.at(t)
	if m == nil {
		m = p.history.begin(t, sim.Input{})
	}
	m.own, m.predicted = own, true
	p.tick, p.stopped = t, false
	if p.game.about.Present {
		p.bodies.capture(p.game, p.world)
	}
}

// replay plays what was held since, up to tick to. Where nothing is on record, what
// was held before is let go of, as the server will have done.
func (p *predictor) replay(to sim.Tick) {
	var in sim.Input
	for t := p.tick + 1; t <= to; t++ {
		m := p.history.at(t)
		if m == nil {
			m = p.history.begin(t, p.game.about.Inputs.Neutral(in))
		}
		in = m.input
		p.step(t, in, m)
	}
}

// newest is the own player now.
func (p *predictor) newest() (own sim.Private, ok bool) {
	m := p.history.at(p.tick)
	if m == nil || !m.predicted {
		return own, false
	}
	return m.own, true
}
