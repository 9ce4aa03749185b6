package snapshot

import (
	"perihelion/sim"
)

// maxPast is how many snapshots back a difference can reach: a connection at
// 5 Hz of 30 skips 5.
const maxPast = 8

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
		view: View{HalfW: v.MaxHalfWidth, HalfH: v.HalfHeight},
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
	w := bitWriter{buf: s.blobs}
	p.encode(&w, s)
	s.blobs = w.buf
	s.grid.build(s.now.entities)
	p.encodeLists(&w, s)
	s.blobs = w.buf
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

// fit brings every word into its range and clears those that are not sent.
func (p *Publisher) fit(l *layout, words *sim.Words) {
	for i := range l.fields {
		f := &l.fields[i]
		if v := f.clamp(words[f.word]); v != words[f.word] {
			words[f.word] = v
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
	j := 0
	for i := range s.now.entities {
		e := &s.now.entities[i]
		for j < len(before) && before[j].ID < e.ID {
			j++
		}
		if j == len(before) || before[j].ID != e.ID || before[j].Kind != e.Kind {
			s.now.history[i] = entityHistory{spawned: p.seq, changed: p.seq}
			s.chunks = append(s.chunks, p.encodeChunk(w, e, nil))
			continue
		}
		forecast := before[j].Words
		p.codec.forecast(e.Kind, &forecast, int(s.step))
		s.now.history[i] = marks[j]
		if forecast == e.Words {
			s.chunks = append(s.chunks, chunk{})
			continue
		}
		s.now.history[i].changed = p.seq
		s.chunks = append(s.chunks, p.encodeChunk(w, e, &forecast))
	}
}

func (p *Publisher) encodeChunk(w *bitWriter, e *sim.Entity, forecast *sim.Words) chunk {
	at := len(w.buf)
	if forecast == nil {
		w.putWords(p.codec.layout(e.Kind), &e.Words)
	} else {
		w.putDifference(p.codec.layout(e.Kind), &e.Words, forecast)
	}
	bits := w.len(at)
	w.align()
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
	s.global = p.encodeList(w, s, p.last.grid.global.ids, &s.grid.global)
	v := p.view
	v.X, v.Y = s.grid.box.center()
	if s.allIn(&v) {
		s.local = p.encodeList(w, s, p.last.grid.local.ids, &s.grid.local)
	}
}

func (p *Publisher) encodeList(w *bitWriter, s *Snapshot, before []sim.EntityID, list *entityList) (d listDelta) {
	p.delta.compare(before, list, s, p.last.now.seq)
	at := len(w.buf)
	w.putChanges(&p.delta, s)
	d.changes = chunk{at: uint32(at), bits: w.len(at)}
	w.align()
	at = len(w.buf)
	w.putSpawned(&p.delta, s)
	d.spawned = chunk{at: uint32(at), bits: w.len(at)}
	w.align()
	return d
}
