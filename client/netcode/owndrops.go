package netcode

import (
	"math"
	"slices"

	"perihelion/sim"
)

// mergeTicks is how long, in ticks, a drop takes from the time of the own ship to that of
// everyone else. At 120 ms a seeker so seems to fly at four fifths of its speed for a
// second; its path is the true one all the while.
const mergeTicks = 60

// ownDrop is a mine or a seeker that the own ship has just released. It appears with the
// predicted event that released it, and goes if that event is denied. At first it is drawn
// at the time of the own ship, at last at that of all others, and meanwhile at a time in
// between.
type ownDrop struct {
	sim.Entity          // as it was released
	born       sim.Tick // when
	predicted  bool     // by an event that the server has not confirmed yet
}

// ownDrops are those that have not merged yet, in order of ID.
type ownDrops struct{ list []ownDrop }

// update adds what the predicted events of p release, and removes what has merged.
func (d *ownDrops) update(p *predictor, aimer sim.Aimer) {
	if aimer == nil {
		return
	}
	for i := range d.list {
		d.list[i].predicted = false
	}
	for i := range p.events.list {
		o := &p.events.list[i]
		m := p.history.at(o.lastTick)
		if m == nil {
			continue
		}
		if e, ok := aimer.Released(&m.own, &o.event); ok {
			d.put(ownDrop{Entity: e, born: o.lastTick, predicted: true})
		}
	}
	d.list = slices.DeleteFunc(d.list, func(o ownDrop) bool { return !o.predicted && p.tick > o.born+mergeTicks })
}

func (d *ownDrops) put(o ownDrop) {
	i, ok := slices.BinarySearchFunc(d.list, o.ID, func(o ownDrop, id sim.EntityID) int { return int(o.ID) - int(id) })
	if !ok {
		d.list = slices.Insert(d.list, i, o)
	}
	d.list[i] = o
}

func dropID(d []ownDrop) int32 {
	if len(d) == 0 {
		return none
	}
	return int32(d[0].ID)
}

// drawnAt is the time at which to draw the drop: that of the own ship at first, that of s
// at last.
func (o *ownDrop) drawnAt(s *drawTime) (sim.Tick, float32) {
	remote := float64(s.tick) + float64(s.frac)
	own := float64(s.when) - 1 + float64(s.part)
	share := min(max(1-(own-float64(o.born))/mergeTicks, 0), 1)
	at := max(remote+(own-remote)*share, float64(o.born))
	tick := math.Floor(at)
	return sim.Tick(tick), float32(at - tick)
}

// findIn returns the drop as a snapshot has it, or nil.
func (o *ownDrop) findIn(f *snapshotFrame) *sim.Entity {
	if f == nil || f.tick < o.born { // what has the ID there is an older one
		return nil
	}
	if e := f.find(o.ID); e != nil && e.Kind == o.Kind {
		return e
	}
	return nil
}

// last is the newest frame that has the drop, or nil.
func (f *frames) last(o *ownDrop) *snapshotFrame {
	for i := 0; ; i++ {
		if at := f.back(i); at == nil || o.findIn(at) != nil {
			return at
		}
	}
}

// appendDrop draws a drop where the frames have it, beyond them as it was seen last,
// and before them as it was released. What has burst meanwhile goes at once, with the
// hit that it made, which does not wait either.
func (f *frames) appendDrop(dst []Seen, s *drawTime, o *ownDrop) []Seen {
	tick, frac := o.drawnAt(s)
	last := f.last(o)
	switch {
	case last == nil && !o.predicted, last != nil && last != f.newest() && tick >= last.tick:
		return dst
	case last == nil:
		return append(dst, s.forecastSeen(&o.Entity, o.born, tick, frac))
	}
	a, b := f.around(tick)
	was, is := o.findIn(a), o.findIn(b)
	switch {
	case was == nil:
		return append(dst, s.forecastSeen(&o.Entity, o.born, tick, frac))
	case is == nil:
		return append(dst, s.forecastSeen(was, a.tick, tick, frac))
	}
	d := interpolator{drawTime: &drawTime{game: s.game, rate: s.rate, tick: tick, frac: frac}, a: a, b: b}
	return append(dst, d.interpolate(was, is))
}

// forecastSeen draws an entity that was e at tick from, moved on by the motion model.
func (s *drawTime) forecastSeen(e *sim.Entity, from, tick sim.Tick, frac float32) Seen {
	seen := Seen{ID: e.ID, Kind: e.Kind, From: e.Words, To: e.Words, T: frac, At: tick + 1}
	seen.From = s.game.model.Forecast(e.Kind, seen.From, int(tick-from))
	seen.To = s.game.model.Forecast(e.Kind, seen.To, int(tick-from)+1)
	return seen
}
