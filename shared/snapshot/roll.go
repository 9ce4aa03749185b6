package snapshot

import "perihelion/sim"

// Two lists of entities travel: the Global ones and those in sight. Both ends
// hold each list in order of ID, and a frame says how it changed:
//
//	golomb1 n | n × { golomb0 entries skipped since the last one | verb | … }
//	golomb0 n | n × { name | words }                                newcomers
//
// The entries are those of the list before this frame.
const (
	touchedOrder = 1 // of the Golomb codes in the layout above
	skippedOrder = 0
	comersOrder  = 0
)

// verb says what happens to an entry of a list.
type verb uint8

const (
	verbDifference verb = iota // 0  | difference from its forecast
	verbWords                  // 10 | words
	verbGone                   // 11
)

func (w *bitWriter) putVerb(v verb) {
	switch v {
	case verbDifference:
		w.put(0, 1)
	case verbWords:
		w.put(1, 2)
	case verbGone:
		w.put(3, 2)
	}
}

func (r *bitReader) verb() verb {
	switch {
	case !r.flag():
		return verbDifference
	case !r.flag():
		return verbWords
	}
	return verbGone
}

// A roll is how a list changes in one frame.
type roll struct {
	touched []touch // in order of entry
	comers  []int   // index in the world, in order of ID
}

// A touch is an entry of the list before that the frame mentions.
type touch struct {
	entry  int
	entity int    // index in the world; -1 if it is gone
	since  uint32 // the snapshot that the client's forecast starts from
}

func (r *roll) reset() { r.touched, r.comers = r.touched[:0], r.comers[:0] }

func (r *roll) comes(i int) { r.comers = append(r.comers, i) }

func (r *roll) gone(entry int) { r.touched = append(r.touched, touch{entry: entry, entity: -1}) }

// hold adds what must be said about entity i, which the client holds at entry
// and has forecast since snapshot since.
func (r *roll) hold(s *Snapshot, i, entry int, since uint32) {
	switch m := s.now.marks[i]; {
	case m.born > since: // another bearer of the same id
		r.gone(entry)
		r.comes(i)
	case m.changed > since:
		r.touched = append(r.touched, touch{entry, i, since})
	}
}

// compare finds what leads from the Global entities that a client holds as of
// snapshot since to those of s.
func (r *roll) compare(before []sim.EntityID, s *Snapshot, since uint32) {
	r.reset()
	entry := 0
	for k, id := range s.grid.globalIDs {
		for entry < len(before) && before[entry] < id {
			r.gone(entry)
			entry++
		}
		i := int(s.grid.global[k])
		if entry == len(before) || before[entry] != id {
			r.comes(i)
			continue
		}
		r.hold(s, i, entry, since)
		entry++
	}
	for ; entry < len(before); entry++ {
		r.gone(entry)
	}
}

// putRoll appends r. names codes the newcomers.
func (w *bitWriter) putRoll(r *roll, s *Snapshot, names *namer) {
	w.putTouched(r, s)
	w.putComers(r, s, names)
}

func (w *bitWriter) putTouched(r *roll, s *Snapshot) {
	w.golomb(uint32(len(r.touched)), touchedOrder)
	next := 0
	for _, t := range r.touched {
		w.golomb(uint32(t.entry-next), skippedOrder)
		next = t.entry + 1
		if t.entity < 0 {
			w.putVerb(verbGone)
			continue
		}
		w.putUpdate(s, t.entity, t.since)
	}
}

func (w *bitWriter) putComers(r *roll, s *Snapshot, names *namer) {
	w.golomb(uint32(len(r.comers)), comersOrder)
	for _, i := range r.comers {
		e := &s.now.entities[i]
		w.putName(names, e.Kind, e.ID)
		if s.now.marks[i].born == s.now.seq {
			w.copyPiece(s, s.pieces[i])
			continue
		}
		w.putWords(layoutOf(e.Kind), &e.Words)
	}
}

// putUpdate appends what leads a client from its forecast, which starts from
// snapshot since, to the entity i: the shared piece if that is the snapshot
// before, a difference made for it from the worlds still remembered, or the
// words as they are.
func (w *bitWriter) putUpdate(s *Snapshot, i int, since uint32) {
	e := &s.now.entities[i]
	l := layoutOf(e.Kind)
	n := s.now.seq - since
	if n == 1 {
		w.putVerb(verbDifference)
		w.copyPiece(s, s.pieces[i])
		return
	}
	if base := s.ago(n); base != nil {
		forecast := base.entities[base.find(e.ID)].Words
		for range n {
			sim.Forecast(s.cfg, e.Kind, &forecast, int(s.step))
		}
		w.putVerb(verbDifference)
		w.putDifference(l, &e.Words, &forecast)
		return
	}
	w.putVerb(verbWords)
	w.putWords(l, &e.Words)
}

func (w *bitWriter) copyPiece(s *Snapshot, p piece) {
	w.copy(s.blobs[p.at:], uint(p.bits))
}
