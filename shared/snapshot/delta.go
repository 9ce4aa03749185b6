package snapshot

import (
	"perihelion/sim"
)

// Two lists of entities travel: the Global ones and those in sight. Both ends
// hold each list in order of ID, and a frame says how it changed:
//
//	golomb1 n | n × { 0                                        | difference    of the next entry
//	                | 1 | golomb0 entries skipped | kind of change | … }
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
		w.Put(0, 1)
	case changeWords:
		w.Put(1, 2)
	case changeRemoved:
		w.Put(3, 2)
	}
}

func (r *bitReader) changeKind() changeKind {
	switch {
	case !r.Flag():
		return changeDifference
	case !r.Flag():
		return changeWords
	}
	return changeRemoved
}

// delta is how a list changes in one frame.
type delta struct {
	base    uint32   // the last snapshot that the client was sent
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

// reset begins the delta to s for a client that was sent snapshot base last.
func (d *delta) reset(s *Snapshot, base uint32) {
	d.base, d.changes, d.spawned, d.ids = base, d.changes[:0], d.spawned[:0], idCoder{kind: s.codec.shots}
}

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
	d.reset(s, baseline)
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
	w.Golomb(uint32(len(d.changes)), changesOrder)
	next := 0
	for _, t := range d.changes {
		kind := s.changeKind(&t, d.base)
		usual := t.entry == next && kind == changeDifference
		w.Flag(!usual)
		if !usual {
			w.Golomb(uint32(t.entry-next), skippedOrder)
			w.putChangeKind(kind)
		}
		next = t.entry + 1
		switch kind {
		case changeDifference:
			w.putUpdate(s, t.entity, t.baseline)
		case changeWords:
			e := &s.now.entities[t.entity]
			w.putWords(s.codec.layout(e.Kind), &e.Words)
		}
	}
}

// changeKind is how t is told: by a difference if that is from what the client was sent in snapshot
// base, and that is still remembered. What a budget has held back the client has forecast since, with
// what steered it then.
func (s *Snapshot) changeKind(t *change, base uint32) changeKind {
	switch {
	case t.entity < 0:
		return changeRemoved
	case t.baseline != base || s.ago(s.now.seq-base) == nil:
		return changeWords
	}
	return changeDifference
}

// putSpawned appends the spawned entities for a client, or for all that hold everything if that is nil.
func (w *bitWriter) putSpawned(d *delta, s *Snapshot, client *ClientEncoder) {
	w.Golomb(uint32(len(d.spawned)), spawnedOrder)
	for _, i := range d.spawned {
		e := &s.now.entities[i]
		w.putID(&d.ids, e.Kind, e.ID)
		w.putSpawnedWords(s, i, client, d)
	}
}

// putUpdate appends the difference of entity i from a client's forecast, which starts from
// snapshot baseline: the shared chunk if that is the snapshot before.
func (w *bitWriter) putUpdate(s *Snapshot, i int, baseline uint32) {
	n := s.now.seq - baseline
	if n == 1 {
		w.copyChunk(s, s.chunks[i])
		return
	}
	s.older[n-2].put(w, s, i, s.ago(n))
}

func (w *bitWriter) copyChunk(s *Snapshot, p chunk) {
	w.Copy(s.blobs[p.at:], uint(p.bits))
}
