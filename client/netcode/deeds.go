package netcode

import (
	"slices"

	"perihelion/sim"
)

// slip is by how many ticks the server may play what was pressed later than we
// predicted: an input that came late does its deed with the next one.
const slip = 6

// A deed is what a prediction of ours did that others notice: a beam, the use of an
// item. It is shown at once, by the event that the server will tell of it. Kind and
// tick are its name: nothing is done twice within slip.
type deed struct {
	event sim.Event
	newer sim.Tick // of the newest prediction that did it; event has the tick that was shown
	done  bool     // by the newest prediction
	shown bool
}

// A Verdict is the server's word on an event that an earlier View showed ahead of
// it.
type Verdict struct {
	Event  sim.Event // as it was shown
	Denied bool      // it never happened: take it back
	Said   sim.Event // what did happen, unless Denied
}

// deeds are those that the server has not answered, in order. Every deed is shown
// once, and answered once if it was shown: the event of the server that confirms it
// is not shown again.
type deeds struct {
	list     []deed
	verdicts []Verdict
	news     []sim.Event
}

// doubt waits for the inputs played again to say which deeds were done after all.
func (d *deeds) doubt() {
	for i := range d.list {
		d.list[i].done = false
	}
}

// notice takes what was done in the tick that w has just predicted.
func (d *deeds) notice(w world) {
	d.news = w.AppendEvents(d.news[:0])
	for i := range d.news {
		e := &d.news[i]
		if at := d.find(e); at >= 0 {
			d.list[at].done, d.list[at].newer = true, e.Tick
			continue
		}
		d.list = append(d.list, deed{event: *e, newer: e.Tick, done: true})
	}
}

// find returns the place of the deed that e is, or -1.
func (d *deeds) find(e *sim.Event) int {
	return slices.IndexFunc(d.list, func(o deed) bool {
		return o.event.Kind == e.Kind && e.Tick <= o.newer+slip && o.newer <= e.Tick+slip
	})
}

// answer takes the events of a snapshot and returns those that have not been shown
// yet.
func (d *deeds) answer(news []sim.Event, me sim.PlayerID) []sim.Event {
	if len(d.list) == 0 {
		return news
	}
	d.news = d.news[:0]
	for i := range news {
		e := &news[i]
		at := -1
		if sim.Concerns(e, me) {
			at = d.find(e)
		}
		if at < 0 || !d.list[at].shown {
			d.news = append(d.news, *e)
		} else {
			d.verdicts = append(d.verdicts, Verdict{Event: d.list[at].event, Said: *e})
		}
		if at >= 0 {
			d.list = slices.Delete(d.list, at, at+1)
		}
	}
	return d.news
}

// judge takes back what the newest prediction did not do, or the server should have
// told of by tick t.
func (d *deeds) judge(t sim.Tick) {
	keep := d.list[:0]
	for _, o := range d.list {
		if o.done && o.newer+slip > t {
			keep = append(keep, o)
		} else if o.shown {
			d.verdicts = append(d.verdicts, Verdict{Event: o.event, Denied: true})
		}
	}
	d.list = keep
}

// take appends the verdicts since the last call to dst.
func (d *deeds) take(dst []Verdict) []Verdict {
	dst = append(dst, d.verdicts...)
	d.verdicts = d.verdicts[:0]
	return dst
}

// foretell appends the events of fresh deeds to dst. A beam ends in the ship that
// its shooter saw in its way.
func (c *Client) foretell(dst []sim.Event) []sim.Event {
	for i := range c.predict.deeds.list {
		o := &c.predict.deeds.list[i]
		if o.shown {
			continue
		}
		o.shown = true
		if m := c.predict.history.at(o.event.Tick); m != nil {
			sim.Strike(&c.view.Config, &o.event, c.aimedAt(m.input))
		}
		dst = append(dst, o.event)
	}
	return dst
}

// aimedAt is what an input saw, as the server will look back at it.
func (c *Client) aimedAt(in sim.Input) []sim.Entity {
	c.aimed = c.frames.append(c.aimed[:0], &sight{
		cfg: &c.view.Config, tick: in.View, frac: float32(in.Fraction) / 256, me: sim.ShipID(c.view.Me),
	})
	c.targets = c.targets[:0]
	for i := range c.aimed {
		s := &c.aimed[i]
		c.targets = append(c.targets, sim.Entity{ID: s.ID, Kind: s.Kind, Words: s.words()})
	}
	return c.targets
}

// words are those of s as it is drawn.
func (s *Seen) words() sim.Words {
	words := s.To
	for i, field := range sim.SchemaOf(s.Kind) {
		if field.Axis != sim.NoAxis {
			words[i] = s.From[i] + int32(float32(s.To[i]-s.From[i])*s.T)
		}
	}
	return words
}
