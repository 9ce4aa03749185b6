package netcode

import (
	"slices"

	"perihelion/sim"
)

// maxEventLate is by how many ticks the server may play an event later than we predicted:
// the actions of an input that came late happen with the next one.
const maxEventLate = 6

// predictedEvent is an event of the own player that the prediction made: a beam, the use
// of an item. It is shown at once, and the server's event that confirms it is not shown
// again. Kind and tick identify it: no action happens twice within maxEventLate ticks.
type predictedEvent struct {
	event     sim.Event
	lastTick  sim.Tick // of the newest prediction that made it; event has the tick that was shown
	predicted bool     // the newest prediction made it, too
	shown     bool
}

// EventOutcome is what became of a predicted event that an earlier View showed.
type EventOutcome struct {
	Event  sim.Event // as it was predicted and shown
	Denied bool      // it did not happen: take it back
	Actual sim.Event // what happened, unless Denied
}

// predictedEvents are those that the server has not confirmed yet, in order. Each is shown
// once, and has one outcome if it was shown.
type predictedEvents struct {
	list     []predictedEvent
	outcomes []EventOutcome
	fresh    []sim.Event
}

// markUnconfirmed begins a replay of inputs, which will make some of the events again.
func (p *predictedEvents) markUnconfirmed() {
	for i := range p.list {
		p.list[i].predicted = false
	}
}

// record takes the events of the tick that w has just predicted.
func (p *predictedEvents) record(w sim.Predictor) {
	p.fresh = w.AppendEvents(p.fresh[:0])
	for i := range p.fresh {
		e := &p.fresh[i]
		if at := p.find(e); at >= 0 {
			p.list[at].predicted, p.list[at].lastTick = true, e.Tick
			continue
		}
		p.list = append(p.list, predictedEvent{event: *e, lastTick: e.Tick, predicted: true})
	}
}

// find returns the index of the predicted event that e is, or -1.
func (p *predictedEvents) find(e *sim.Event) int {
	return slices.IndexFunc(p.list, func(o predictedEvent) bool {
		return o.event.Kind == e.Kind && e.Tick <= o.lastTick+maxEventLate && o.lastTick <= e.Tick+maxEventLate
	})
}

// confirm takes the server's events of a snapshot. It returns those that were not shown
// yet; the result is valid until the next call.
func (p *predictedEvents) confirm(g *game, events []sim.Event, me sim.PlayerID) []sim.Event {
	if len(p.list) == 0 {
		return events
	}
	p.fresh = p.fresh[:0]
	for i := range events {
		e := &events[i]
		at := -1
		if g.concerns(e, me) {
			at = p.find(e)
		}
		if at < 0 || !p.list[at].shown {
			p.fresh = append(p.fresh, *e)
		} else {
			p.outcomes = append(p.outcomes, EventOutcome{Event: p.list[at].event, Actual: *e})
		}
		if at >= 0 {
			p.list = slices.Delete(p.list, at, at+1)
		}
	}
	return p.fresh
}

// expire denies the events that the newest prediction did not make again, and those that
// the server should have sent by tick t.
func (p *predictedEvents) expire(t sim.Tick) {
	keep := p.list[:0]
	for _, o := range p.list {
		if o.predicted && o.lastTick+maxEventLate > t {
			keep = append(keep, o)
		} else if o.shown {
			p.outcomes = append(p.outcomes, EventOutcome{Event: o.event, Denied: true})
		}
	}
	p.list = keep
}

// takeOutcomes appends the outcomes since the last call to dst.
func (p *predictedEvents) takeOutcomes(dst []EventOutcome) []EventOutcome {
	dst = append(dst, p.outcomes...)
	p.outcomes = p.outcomes[:0]
	return dst
}

// emitPredicted appends the events that were not shown yet to dst. A beam ends at the
// ship that its shooter saw in its way.
func (c *Client) emitPredicted(dst []sim.Event) []sim.Event {
	for i := range c.predictor.events.list {
		o := &c.predictor.events.list[i]
		if o.shown {
			continue
		}
		o.shown = true
		if m := c.predictor.history.at(o.event.Tick); m != nil && c.game.aimer != nil {
			c.game.aimer.Strike(&o.event, c.seenByInput(m.input))
		}
		dst = append(dst, o.event)
	}
	return dst
}

// seenByInput is the world as the player of an input saw it, to which the server will
// rewind.
func (c *Client) seenByInput(in sim.Input) []sim.Entity {
	c.aimed = c.frames.append(c.aimed[:0], &drawTime{
		game: &c.game, rate: c.view.Config.TicksPerSecond(),
		tick: in.View, frac: float32(in.Fraction) / 256, me: c.game.avatarID(c.view.Me),
	})
	c.targets = c.targets[:0]
	for i := range c.aimed {
		s := &c.aimed[i]
		c.targets = append(c.targets, sim.Entity{ID: s.ID, Kind: s.Kind, Words: s.words(c.game.about)})
	}
	return c.targets
}

// words are those of s as it is drawn.
func (s *Seen) words(about *sim.About) sim.Words {
	words := s.To
	for i, field := range about.Schema(s.Kind) {
		if field.Axis != sim.NoAxis {
			words[i] = s.From[i] + int32(float32(s.To[i]-s.From[i])*s.T)
		}
	}
	return words
}
