package netcode

import (
	"math"
	"slices"

	"perihelion/sim"
)

// merging is how long, in ticks, a drop takes from the time of the own ship to that of
// everyone else. At 120 ms a seeker so seems to fly at four fifths of its speed for a
// second; its path is the true one all the while.
const merging = 60

// A drop is a mine or a seeker of our own that was just released. It appears with the
// deed that released it, and if that is taken back it goes with it. It begins in the
// time of the own ship and ends in that of those it is meant for: meanwhile it is drawn
// at a moment of its own, between the two.
type drop struct {
	sim.Entity          // as it was released
	born       sim.Tick // when
	claimed    bool     // by a deed that the server has not answered
}

// drops are those not yet merged, in order of ID.
type drops struct{ list []drop }

// follow takes what the deeds of p release.
func (d *drops) follow(p *predictor, cfg *sim.Config) {
	for i := range d.list {
		d.list[i].claimed = false
	}
	for i := range p.deeds.list {
		o := &p.deeds.list[i]
		m := p.history.at(o.newer)
		if m == nil {
			continue
		}
		if e, ok := sim.Released(cfg, &m.own, &o.event); ok {
			d.claim(drop{Entity: e, born: o.newer, claimed: true})
		}
	}
	d.list = slices.DeleteFunc(d.list, func(o drop) bool { return !o.claimed && p.tick > o.born+merging })
}

func (d *drops) claim(o drop) {
	i, ok := slices.BinarySearchFunc(d.list, o.ID, func(o drop, id sim.EntityID) int { return int(o.ID) - int(id) })
	if !ok {
		d.list = slices.Insert(d.list, i, o)
	}
	d.list[i] = o
}

func dropID(d []drop) int32 {
	if len(d) == 0 {
		return none
	}
	return int32(d[0].ID)
}

// moment is when to draw the drop: in the own time at first, in that of s at last.
func (o *drop) moment(s *sight) (sim.Tick, float32) {
	remote := float64(s.tick) + float64(s.frac)
	own := float64(s.when) - 1 + float64(s.part)
	share := min(max(1-(own-float64(o.born))/merging, 0), 1)
	at := max(remote+(own-remote)*share, float64(o.born))
	tick := math.Floor(at)
	return sim.Tick(tick), float32(at - tick)
}

// in finds the drop in a frame.
func (o *drop) in(f *frame) *sim.Entity {
	if f == nil || f.tick < o.born { // what bears the name there is an older one
		return nil
	}
	if e := f.find(o.ID); e != nil && e.Kind == o.Kind {
		return e
	}
	return nil
}

// last is the newest frame that has the drop, or nil.
func (f *frames) last(o *drop) *frame {
	for i := 0; ; i++ {
		if at := f.back(i); at == nil || o.in(at) != nil {
			return at
		}
	}
}

// appendDrop draws a drop where the frames have it, beyond them as it was seen last,
// and before them as it was released. What has burst meanwhile goes at once, with the
// hit that it made, which does not wait either.
func (f *frames) appendDrop(dst []Seen, s *sight, o *drop) []Seen {
	tick, frac := o.moment(s)
	last := f.last(o)
	switch {
	case last == nil && !o.claimed, last != nil && last != f.newest() && tick >= last.tick:
		return dst
	case last == nil:
		return append(dst, s.fly(&o.Entity, o.born, tick, frac))
	}
	a, b := f.around(tick)
	was, is := o.in(a), o.in(b)
	switch {
	case was == nil:
		return append(dst, s.fly(&o.Entity, o.born, tick, frac))
	case is == nil:
		return append(dst, s.fly(was, a.tick, tick, frac))
	}
	d := drawing{sight: &sight{cfg: s.cfg, tick: tick, frac: frac}, a: a, b: b}
	return append(dst, d.between(was, is))
}

// fly draws what was e at tick from, on its way since.
func (s *sight) fly(e *sim.Entity, from, tick sim.Tick, frac float32) Seen {
	seen := Seen{ID: e.ID, Kind: e.Kind, From: e.Words, To: e.Words, T: frac, At: tick + 1}
	sim.Forecast(s.cfg, e.Kind, &seen.From, int(tick-from))
	sim.Forecast(s.cfg, e.Kind, &seen.To, int(tick-from)+1)
	return seen
}
