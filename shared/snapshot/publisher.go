package snapshot

import (
	"slices"

	"perihelion/shared/bitio"
	"perihelion/sim"
)

// maxPast is how many snapshots back a difference can reach: a connection at 5 Hz of 30
// skips 5, and an ack that takes 400 ms is of 12 snapshots ago.
const maxPast = 12

// Publisher turns the world of each snapshot tick into a shared Snapshot.
type Publisher struct {
	codec  *codec
	pool   *pool
	last   *Snapshot // holds a reference
	seq    uint32
	radius int32 // of the arena, in units
	view   View  // the widest there is

	delta delta // scratch
	stats PublisherStats
}

// PublisherStats counts since the publisher was made.
type PublisherStats struct {
	Snapshots uint64
	Entities  uint64 // encoded because they were not as forecast
	Bits      uint64 // of them
	Clamped   uint64 // words that did not fit their field: a mistake in the schema

	LostEvents uint64 // more in one snapshot than the window holds
}

// NewPublisher returns a publisher for a match of cfg by those rules.
func NewPublisher(rules sim.Rules, cfg sim.Config) *Publisher {
	c := newCodec(rules, cfg)
	v := rules.About().View
	return &Publisher{
		codec: c, pool: newPool(), radius: c.model.Radius(),
		view: View{HalfW: v.HalfWidth, HalfH: v.HalfHeight},
	}
}

// Poison makes the publisher overwrite the memory of released snapshots, so
// that a reader without a reference is caught. For tests.
func (p *Publisher) Poison() { p.pool.poison = true }

// Stats may be called by the goroutine that publishes.
func (p *Publisher) Stats() PublisherStats { return p.stats }

// Publish encodes the world at tick t: every entity, sorted by ID, and the
// events since the last call. The result carries one reference, the caller's.
func (p *Publisher) Publish(t sim.Tick, es []sim.Entity, evs []sim.Event) *Snapshot {
	if p.last != nil && t <= p.last.now.tick {
		panic("snapshot: published a tick twice")
	}
	p.seq++
	p.stats.Snapshots++
	s := p.pool.snapshot()
	s.codec = p.codec
	s.now = p.quantise(t, es)
	p.link(s)
	w := bitWriter{bitio.Writer{Buf: s.blobs}}
	p.encode(&w, s)
	s.blobs = w.Buf
	s.grid.build(s.now.entities)
	p.shareGlobalIDs(s)
	p.encodeLists(&w, s)
	s.blobs = w.Buf
	p.encodeEvents(s, evs)
	p.sweepRadar(s)

	s.Retain()
	if p.last != nil {
		p.last.Release()
	}
	p.last = s
	return s
}

// Last is the newest snapshot; nil before the first. It is the publisher's until the next
// Publish, and the caller's only after Retain.
func (p *Publisher) Last() *Snapshot { return p.last }

// Close gives the last snapshot back. The publisher must not be used again.
func (p *Publisher) Close() {
	if p.last != nil {
		p.last.Release()
		p.last = nil
	}
}

// quantise copies the entities and holds their words to the schema.
func (p *Publisher) quantise(t sim.Tick, es []sim.Entity) *world {
	w := p.pool.world()
	w.tick, w.seq = t, p.seq
	w.entities = append(w.entities, es...)
	for i := range w.entities {
		e := &w.entities[i]
		l := p.codec.layout(e.Kind)
		if l == nil {
			panic("snapshot: an entity of a kind without schema")
		}
		p.fit(l, &e.Words)
		if i > 0 && w.entities[i-1].ID >= e.ID {
			panic("snapshot: entities out of order")
		}
		w.history = append(w.history, entityHistory{})
	}
	return w
}

// fit brings every word into its range, rounds the coarse ones, and clears those that are not sent.
func (p *Publisher) fit(l *layout, words *sim.Words) {
	for i := range l.fields {
		f := &l.fields[i]
		v := f.coarsen(words[f.word])
		if words[f.word] = f.clamp(v); words[f.word] != v {
			p.stats.Clamped++
		}
	}
	clear(words[len(l.fields):])
}

// link gives s the worlds before it.
func (p *Publisher) link(s *Snapshot) {
	s.step, s.steady = 0, p.seq
	if p.last == nil {
		return
	}
	s.step, s.steady = s.now.tick-p.last.now.tick, p.last.steady
	if s.step != p.last.step {
		s.steady = p.last.now.seq
	}
	s.past[0] = p.last.now
	copy(s.past[1:], p.last.past[:])
	for _, w := range s.past {
		if w != nil {
			w.refs.Add(1)
		}
	}
}

// encode writes the shared chunk of every entity: how it differs from its
// forecast, nothing if it does not, and its first words if it is new.
func (p *Publisher) encode(w *bitWriter, s *Snapshot) {
	var before []sim.Entity
	var marks []entityHistory
	if s.past[0] != nil {
		before, marks = s.past[0].entities, s.past[0].history
	}
	j, t := 0, p.codec.span(1, int(s.step))
	for i := range s.now.entities {
		e := &s.now.entities[i]
		for j < len(before) && before[j].ID < e.ID {
			j++
		}
		if j == len(before) || before[j].ID != e.ID || before[j].Kind != e.Kind {
			s.now.history[i] = entityHistory{spawned: p.seq, changed: p.seq}
			s.chunks = append(s.chunks, p.encodeSpawned(w, s, i))
			continue
		}
		x := p.settle(e, &before[j].Words, t)
		s.now.history[i] = marks[j]
		if !x.steered && x.forecast == e.Words {
			s.chunks = append(s.chunks, chunk{})
			continue
		}
		s.now.history[i].changed = p.seq
		s.chunks = append(s.chunks, p.encodeChunk(w, e, &x, t))
	}
}

func (p *Publisher) encodeChunk(w *bitWriter, e *sim.Entity, x *expected, t span) chunk {
	at := len(w.Buf)
	w.putDifference(p.codec.layout(e.Kind), &e.Words, x, t)
	return p.endChunk(w, at)
}

// endChunk is the chunk of one entity that begins at a byte.
func (p *Publisher) endChunk(w *bitWriter, at int) chunk {
	bits := w.Len(at)
	w.Align()
	p.stats.Entities++
	p.stats.Bits += uint64(bits)
	return chunk{at: uint32(at), bits: bits}
}

// encodeLists writes what takes clients that hold all of a list of the previous snapshot
// to that of this one.
func (p *Publisher) encodeLists(w *bitWriter, s *Snapshot) {
	if p.last == nil {
		return
	}
	s.global = p.encodeList(w, s, p.last.globalIDs, &s.grid.global)
	v := p.view
	v.X, v.Y = s.grid.box.center()
	if s.allIn(&v) {
		s.local = p.encodeList(w, s, p.last.grid.local.ids, &s.grid.local)
	}
}

// shareGlobalIDs makes the globalIDs of s those of the last snapshot, unless they differ.
func (p *Publisher) shareGlobalIDs(s *Snapshot) {
	ids := s.grid.global.ids
	if p.last != nil && slices.Equal(ids, p.last.globalIDs) {
		s.globalIDs = p.last.globalIDs
		return
	}
	s.globalIDs = slices.Clone(ids)
}

func (p *Publisher) encodeList(w *bitWriter, s *Snapshot, before []sim.EntityID, list *entityList) (d listDelta) {
	p.delta.compare(before, list, s, p.last.now.seq)
	at := len(w.Buf)
	w.putChanges(&p.delta, s)
	d.changes = chunk{at: uint32(at), bits: w.Len(at)}
	w.Align()
	at = len(w.Buf)
	w.putSpawned(&p.delta, s, nil)
	d.spawned = chunk{at: uint32(at), bits: w.Len(at)}
	w.Align()
	return d
}
