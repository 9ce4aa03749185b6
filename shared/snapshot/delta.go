package snapshot

import (
	"perihelion/sim"
)

// Two lists of entities travel: the Global ones and those in sight. Both ends
// hold each list in order of ID, and a frame says how it changed:
//
//	golomb1 n | n × { golomb0 entries skipped since the last one | kind of change | … }
//	golomb0 n | n × { name | words }                                spawned entities
//
// The entries are those of the list before this frame.
const (
	changesOrder = 1 // of the Golomb codes in the layout above
	skippedOrder = 0
	spawnedOrder = 0
)

// changeKind says what happens to an entry of a list.
type changeKind uint8

const (
	changeDifference changeKind = iota // 0  | difference from its forecast
	changeWords                        // 10 | words
	changeRemoved                      // 11
)

func (w *bitWriter) putChangeKind(v changeKind) {
	switch v {
	case changeDifference:
		w.put(0, 1)
	case changeWords:
		w.put(1, 2)
	case changeRemoved:
		w.put(3, 2)
	}
}

func (r *bitReader) changeKind() changeKind {
	switch {
	case !r.flag():
		return changeDifference
	case !r.flag():
		return changeWords
	}
	return changeRemoved
}

// delta is how a list changes in one frame.
type delta struct {
	changes []change // in order of entry
	spawned []int    // index in the world, in order of ID
	ids     idCoder  // as what stays in the list leaves it
}

// change is an entry of the list before that the frame mentions.
type change struct {
	entry    int
	entity   int    // index in the world; -1 if it is gone
	baseline uint32 // the snapshot that the client's forecast starts from
}

func (d *delta) reset() { d.changes, d.spawned, d.ids = d.changes[:0], d.spawned[:0], idCoder{} }

func (d *delta) spawn(i int) { d.spawned = append(d.spawned, i) }

func (d *delta) remove(entry int) { d.changes = append(d.changes, change{entry: entry, entity: -1}) }

// update adds the change of entity i, if there is one. The client holds it at entry and
// has forecast it since snapshot baseline.
func (d *delta) update(s *Snapshot, i, entry int, baseline uint32) {
	m := &s.now.history[i]
	if m.spawned > baseline { // another bearer of the same id
		d.remove(entry)
		d.spawn(i)
		return
	}
	e := &s.now.entities[i]
	d.ids.last[e.Kind] = e.ID
	if m.changed > baseline {
		d.changes = append(d.changes, change{entry, i, baseline})
	}
}

// compare finds what leads from a list that a client holds as of snapshot baseline to
// the list of s.
func (d *delta) compare(before []sim.EntityID, list *entityList, s *Snapshot, baseline uint32) {
	d.reset()
	entry := 0
	for k, id := range list.ids {
		for entry < len(before) && before[entry] < id {
			d.remove(entry)
			entry++
		}
		i := int(list.at[k])
		if entry == len(before) || before[entry] != id {
			d.spawn(i)
			continue
		}
		d.update(s, i, entry, baseline)
		entry++
	}
	for ; entry < len(before); entry++ {
		d.remove(entry)
	}
}

func (w *bitWriter) putChanges(d *delta, s *Snapshot) {
	w.golomb(uint32(len(d.changes)), changesOrder)
	next := 0
	for _, t := range d.changes {
		w.golomb(uint32(t.entry-next), skippedOrder)
		next = t.entry + 1
		if t.entity < 0 {
			w.putChangeKind(changeRemoved)
			continue
		}
		w.putUpdate(s, t.entity, t.baseline)
	}
}

func (w *bitWriter) putSpawned(d *delta, s *Snapshot) {
	w.golomb(uint32(len(d.spawned)), spawnedOrder)
	for _, i := range d.spawned {
		e := &s.now.entities[i]
		w.putID(&d.ids, e.Kind, e.ID)
		if s.now.history[i].spawned == s.now.seq {
			w.copyChunk(s, s.chunks[i])
			continue
		}
		w.putWords(s.codec.layout(e.Kind), &e.Words)
	}
}

// putUpdate appends what leads a client from its forecast, which starts from
// snapshot baseline, to the entity i: the shared chunk if that is the snapshot
// before, a difference made for it from the worlds still remembered, or the
// words as they are.
func (w *bitWriter) putUpdate(s *Snapshot, i int, baseline uint32) {
	e := &s.now.entities[i]
	l := s.codec.layout(e.Kind)
	n := s.now.seq - baseline
	if n == 1 {
		w.putChangeKind(changeDifference)
		w.copyChunk(s, s.chunks[i])
		return
	}
	if base := s.ago(n); base != nil {
		forecast := base.entities[base.find(e.ID)].Words
		for range n {
			s.codec.forecast(e.Kind, &forecast, int(s.step))
		}
		w.putChangeKind(changeDifference)
		w.putDifference(l, &e.Words, &forecast)
		return
	}
	w.putChangeKind(changeWords)
	w.putWords(l, &e.Words)
}

func (w *bitWriter) copyChunk(s *Snapshot, p chunk) {
	w.copy(s.blobs[p.at:], uint(p.bits))
}
