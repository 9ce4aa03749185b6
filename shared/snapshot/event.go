package snapshot

import (
	"perihelion/shared/bitio"
	"perihelion/sim"
)

// minWindow is how many of the newest events a snapshot carries at least, for
// connections that skip some: seconds of a fight of sixteen. A large arena has
// one more for each seat.
const minWindow = 256

// events are the newest of a room, oldest first, each encoded once. A snapshot
// holds a copy, because those before it may live on in other hands.
type events struct {
	list  []event
	blobs []byte // the bits of each start on a byte
	first uint32 // number of list[0]
	fresh uint32 // number of the first event since the snapshot before
}

// An event is what a ClientEncoder must know to choose who gets it.
type event struct {
	chunk  chunk
	tick   sim.Tick
	x, y   int32
	to     sim.PlayerID
	party  [2]sim.PlayerID
	global bool
}

// next is the number of the event to come.
func (e *events) next() uint32 { return e.first + uint32(len(e.list)) }

// follow makes e the window of before, less what has to go for n more.
func (e *events) follow(before *events, n, window int) {
	e.list, e.blobs = e.list[:0], e.blobs[:0]
	e.first, e.fresh = before.first, before.next()
	drop := min(max(len(before.list)+n-window, 0), len(before.list))
	e.first += uint32(drop)
	if drop == len(before.list) {
		return
	}
	kept := before.list[drop:]
	from := kept[0].chunk.at
	e.blobs = append(e.blobs, before.blobs[from:]...)
	for _, v := range kept {
		v.chunk.at -= from
		e.list = append(e.list, v)
	}
}

// encodeEvents gives s the window that ends with evs.
//
//	an event: kind | golomb1 id | 0, or 1 and golomb4 whom it is for | words
func (p *Publisher) encodeEvents(s *Snapshot, evs []sim.Event) {
	before := &events{first: 1}
	if p.last != nil {
		before = &p.last.events
	}
	window := minWindow + p.codec.cfg.Seats
	if lost := len(evs) - window; lost > 0 {
		p.stats.LostEvents += uint64(lost)
		evs = evs[lost:]
	}
	s.events.follow(before, len(evs), window)
	w := bitWriter{bitio.Writer{Buf: s.events.blobs}}
	for i := range evs {
		s.events.list = append(s.events.list, p.event(&w, &evs[i]))
	}
	s.events.blobs = w.Buf
}

func (p *Publisher) event(w *bitWriter, e *sim.Event) event {
	l := p.codec.layout(e.Kind)
	if l == nil {
		panic("snapshot: an event of a kind without schema")
	}
	words := e.Words
	p.fit(l, &words)
	at := len(w.Buf)
	w.Put(uint32(e.Kind), kindBits)
	w.Golomb(uint32(e.ID), eventIDOrder)
	w.Flag(e.To != sim.NoPlayer)
	if e.To != sim.NoPlayer {
		w.Golomb(uint32(e.To), playerOrder)
	}
	w.putWords(l, &words)
	bits := w.Len(at)
	w.Align()
	return event{
		chunk: chunk{uint32(at), bits}, tick: e.Tick, x: e.X, y: e.Y, to: e.To, party: e.Party, global: e.Global,
	}
}

// putEvents appends the events of s from number next on that sh may notice.
//
//	n × { 1 | golomb2 ticks before the snapshot | event } | 0
func (w *bitWriter) putEvents(s *Snapshot, next uint32, sh *PlayerView) {
	for i := next - s.events.first; i < uint32(len(s.events.list)); i++ {
		e := &s.events.list[i]
		if !e.concerns(sh, s.codec.interest.EnterMargin) {
			continue
		}
		w.Flag(true)
		w.Golomb(uint32(s.now.tick-e.tick), agoOrder)
		w.Copy(s.events.blobs[e.chunk.at:], uint(e.chunk.bits))
	}
	w.Flag(false)
}

const (
	agoOrder     = 2
	eventIDOrder = 1
)

// concerns reports whether the event is for who sees sh, and what lies margin around it.
func (e *event) concerns(sh *PlayerView, margin int32) bool {
	if e.to != sim.NoPlayer {
		return e.to == sh.Me
	}
	if e.party[0] == sh.Me || e.party[1] == sh.Me {
		return true
	}
	return e.global || sh.View.contains(e.x, e.y, margin)
}

// events appends those of the snapshot of tick t to dst. It takes no count, so
// there is none to distrust: each one costs bits, and the bits are there or not.
func (r *bitReader) events(c *codec, dst []sim.Event, t sim.Tick) ([]sim.Event, error) {
	for r.Flag() {
		var e sim.Event
		e.Tick = t - sim.Tick(r.Golomb(agoOrder))
		e.Kind = sim.Kind(r.Get(kindBits))
		l := c.layout(e.Kind)
		if l == nil {
			return dst, ErrKind
		}
		e.ID = sim.EntityID(r.Golomb(eventIDOrder))
		e.To, e.Party = sim.NoPlayer, [2]sim.PlayerID{sim.NoPlayer, sim.NoPlayer}
		if r.Flag() {
			e.To = sim.PlayerID(r.Golomb(playerOrder))
		}
		r.words(l, &e.Words)
		if r.Bad {
			return dst, ErrFormat
		}
		dst = append(dst, e)
	}
	return dst, nil
}
