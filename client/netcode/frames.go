package netcode

import (
	"math"

	"perihelion/sim"
)

// snapshotFrame is one snapshot: what there was, and what had happened since the last one.
type snapshotFrame struct {
	tick     sim.Tick
	entities []sim.Entity // in order of ID
	events   []sim.Event
}

// find returns the entity called id, or nil.
func (f *snapshotFrame) find(id sim.EntityID) *sim.Entity {
	low, high := 0, len(f.entities)
	for low < high {
		mid := (low + high) / 2
		if f.entities[mid].ID < id {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low < len(f.entities) && f.entities[low].ID == id {
		return &f.entities[low]
	}
	return nil
}

// frames are the newest snapshots, in a ring whose memory is used again and again.
type frames struct {
	kept []snapshotFrame
	n    int // pushed so far
}

// newFrames keeps the last n snapshots.
func newFrames(n int) frames { return frames{kept: make([]snapshotFrame, n)} }

func (f *frames) push(t sim.Tick, seen []sim.Entity, events []sim.Event) {
	at := &f.kept[f.n%len(f.kept)]
	at.tick, at.entities, at.events = t, append(at.entities[:0], seen...), append(at.events[:0], events...)
	f.n++
}

// back returns the i-th newest frame, or nil.
func (f *frames) back(i int) *snapshotFrame {
	if i >= min(f.n, len(f.kept)) {
		return nil
	}
	return &f.kept[(f.n-1-i)%len(f.kept)]
}

func (f *frames) newest() *snapshotFrame { return f.back(0) }

// oldest returns the oldest frame that is kept, or nil.
func (f *frames) oldest() *snapshotFrame { return f.back(max(min(f.n, len(f.kept))-1, 0)) }

// appendEvents appends what happened after tick from, up to and including tick to.
func (f *frames) appendEvents(dst []sim.Event, from, to sim.Tick) []sim.Event {
	first := 0
	for at := f.back(first); at != nil && at.tick > from; at = f.back(first) {
		first++
	}
	for i := first - 1; i >= 0; i-- {
		events := f.back(i).events
		for j := range events {
			if e := &events[j]; e.Tick > from && e.Tick <= to {
				dst = append(dst, *e)
			}
		}
	}
	return dst
}

// around returns the frames before and after tick t. Beyond the newest there is
// none after; before the oldest it is the oldest two.
func (f *frames) around(t sim.Tick) (a, b *snapshotFrame) {
	a = f.newest()
	for i := 1; a.tick > t; i++ {
		older := f.back(i)
		if older == nil {
			break
		}
		a, b = older, a
	}
	return a, b
}

// A cursor walks entities in order of ID.
type cursor []sim.Entity

const none = math.MaxInt32 // beyond every ID

func (c cursor) id() int32 {
	if len(c) == 0 {
		return none
	}
	return int32(c[0].ID)
}

// take returns the entity called id and moves on, or nil if the next one is
// another.
func (c *cursor) take(id int32) *sim.Entity {
	if c.id() != id {
		return nil
	}
	e := &(*c)[0]
	*c = (*c)[1:]
	return e
}

// Pair is the entities of two ticks of a world, one after the other, in order of ID.
type Pair struct {
	From, To []sim.Entity
	Tick     sim.Tick // of To
}

// AppendSeen appends what lies a part t of a tick, 0 to 1, after From.
func (p *Pair) AppendSeen(dst []Seen, t float32) []Seen {
	from, to, j := p.From, p.To, 0
	for i := range to {
		e := &to[i]
		for j < len(from) && from[j].ID < e.ID {
			j++
		}
		s := Seen{ID: e.ID, Kind: e.Kind, From: e.Words, To: e.Words, T: t, At: p.Tick}
		if j < len(from) && from[j].ID == e.ID && from[j].Kind == e.Kind {
			s.From = from[j].Words
		}
		dst = append(dst, s)
	}
	return dst
}
