package netcode

import (
	"time"

	"perihelion/sim"
)

const (
	maxExtrapolation = 150 * time.Millisecond

	goneAfter = 4 // ticks for which something is drawn that the next snapshot has not: when it went, nobody knows
)

// skipGap moves a time that lies in a gap of more than most ticks between two snapshots
// to the end of the gap. What happened in the gap is not known: a straight line through it
// would show ships where they never were.
func (f *frames) skipGap(t sim.Tick, frac float32, most sim.Tick) (sim.Tick, float32) {
	if a, b := f.around(t); b != nil && b.tick-a.tick > most {
		return b.tick, 0
	}
	return t, frac
}

// drawTime is the time to draw, with the shots and drops of the own player, which are
// drawn at times of their own.
type drawTime struct {
	game *game
	rate int // ticks per second
	tick sim.Tick
	frac float32
	me   int32 // the own avatar, drawn by the predictor; noEntity: none

	own   []ownShot
	drops []ownDrop
	ahead []body   // where everything is predicted
	when  sim.Tick // of the own ship, and how much of that tick has passed
	part  float32
}

// append draws the entities at s, in order of ID. What is global is drawn as it
// is now; it does not fly.
func (f *frames) append(dst []Seen, s *drawTime) []Seen {
	now := f.newest()
	a, b := f.around(s.tick)
	d := interpolator{drawTime: s, a: a, b: b}
	old, next, global, own, drops := cursor(a.entities), cursor(nil), cursor(now.entities), s.own, s.drops
	ahead := s.ahead
	if b != nil {
		next = b.entities
	}
	for {
		id := min(old.id(), next.id(), global.id(), shotID(own), dropID(drops), bodyID(ahead))
		if id == none {
			return dst
		}
		was, is, here := old.take(id), next.take(id), global.take(id)
		switch {
		case bodyID(ahead) == id:
			dst = append(dst, ahead[0].seen(s.game, s.when, s.part))
			ahead = ahead[1:]
		case shotID(own) == id:
			dst = own[0].append(dst, s.when)
			own = own[1:]
		case dropID(drops) == id:
			dst = f.appendDrop(dst, s, &drops[0])
			drops = drops[1:]
		case id == s.me:
		case here != nil && here.Global:
			dst = append(dst, Seen{ID: here.ID, Kind: here.Kind, From: here.Words, To: here.Words, T: 1, At: now.tick})
		case was != nil && !was.Global && (is != nil || !d.gone()):
			dst = append(dst, d.interpolate(was, is))
		}
	}
}

// interpolator draws entities between the snapshots a and b, or beyond a if there is no b.
type interpolator struct {
	*drawTime
	a, b *snapshotFrame
}

// gone reports whether an entity that b does not have is not drawn any more.
func (d *interpolator) gone() bool { return d.b != nil && d.tick >= d.a.tick+goneAfter }

// interpolate draws an entity that a has, and b may have. One that only b has is not
// drawn yet.
func (d *interpolator) interpolate(was, is *sim.Entity) Seen {
	s := Seen{ID: was.ID, Kind: was.Kind, From: was.Words, To: was.Words}
	if d.b == nil {
		d.extrapolate(&s)
		return s
	}
	span := d.b.tick - d.a.tick
	s.At = d.b.tick
	s.T = min(max((float32(int32(d.tick-d.a.tick))+d.frac)/float32(span), 0), 1)
	switch {
	case is == nil || is.Kind != was.Kind:
		s.To = d.game.model.Forecast(s.Kind, s.To, int(span)) // it flies on until it is gone
	case !d.teleported(was, is, int(span)):
		s.To = is.Words
	}
	return s
}

// extrapolate moves an entity on by the motion model, for maxExtrapolation at the most.
func (d *interpolator) extrapolate(s *Seen) {
	rate := d.rate
	most := int(maxExtrapolation * time.Duration(rate) / time.Second)
	over := int(d.tick - d.a.tick)
	s.At = d.tick + 1
	if over >= most {
		s.From = d.game.model.Forecast(s.Kind, s.From, most)
		s.To, s.T = s.From, 1
		s.Stale = (float32(over-most) + d.frac) / float32(rate)
		return
	}
	s.From = d.game.model.Forecast(s.Kind, s.From, over)
	s.To = d.game.model.Forecast(s.Kind, s.To, over+1)
	s.T = d.frac
}

// teleported reports whether an entity jumped to its new place instead of flying there.
func (d *interpolator) teleported(was, is *sim.Entity, ticks int) bool {
	schema := d.game.about.Schema(was.Kind)
	if apart(schema, &was.Words, &is.Words) <= d.game.smooth.TeleportDistance<<sim.PositionShift {
		return false
	}
	forecast := d.game.model.Forecast(was.Kind, was.Words, ticks)
	return apart(schema, &forecast, &is.Words) > d.game.smooth.TeleportError<<sim.PositionShift
}

// apart is how far the positions in two sets of words differ along an axis.
func apart(schema []sim.Field, a, b *sim.Words) (most int32) {
	for i, field := range schema {
		if field.Axis != sim.NoAxis {
			most = max(most, a[i]-b[i], b[i]-a[i])
		}
	}
	return most
}
