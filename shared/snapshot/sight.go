package snapshot

import (
	"math/bits"

	"perihelion/sim"
)

// An entity comes into a client's sight enterMargin outside its view, before a
// lean of the camera or a prediction that runs ahead can show it missing. It is
// lost leaveMargin outside, or when it has been beyond enterMargin for a second
// divided by lingerShare: what flies along the border does not come and go.
const (
	enterMargin = 128 // units
	leaveMargin = 384 // units
	lingerShare = 2
)

// known is an entity that a client holds.
type known struct {
	id     sim.EntityID
	late   bool   // the budget left it behind
	entity int32  // index in the world of the last snapshot sent
	since  uint32 // the snapshot as of which the client's words were right
	seen   sim.Tick
}

func (v *View) holds(x, y, margin int32) bool {
	return abs(x-v.X) <= v.HalfW+margin && abs(y-v.Y) <= v.HalfH+margin
}

func abs(v int32) int32 { return max(v, -v) }

// A bitset is a set of entities by their index in the world. Reading it back
// gives them in order of ID.
type bitset []uint64

func (b *bitset) reset(n int) {
	words := (n + 63) / 64
	if cap(*b) < words {
		*b = make(bitset, words)
	}
	*b = (*b)[:words]
	clear(*b)
}

func (b bitset) add(i uint16) { b[i/64] |= 1 << (i % 64) }

// putLocal appends the roll of the entities in sight.
func (f *Feed) putLocal(m *meter, s *Snapshot, v *View) {
	f.look(s, v)
	f.compare(s, v)
	f.keepBudget(s, v)
	m.w.putTouched(&f.roll, s)
	m.mark(SectionDelta)
	m.w.putComers(&f.roll, s, &f.names)
	m.mark(SectionAbsolute)
	f.commit(s)
}

// look marks what lies within leaveMargin of v.
func (f *Feed) look(s *Snapshot, v *View) {
	f.near.reset(len(s.now.entities))
	cx0, cx1 := cellOf(v.X-v.HalfW-leaveMargin), cellOf(v.X+v.HalfW+leaveMargin)
	cy0, cy1 := cellOf(v.Y-v.HalfH-leaveMargin), cellOf(v.Y+v.HalfH+leaveMargin)
	for cy := cy0; cy <= cy1; cy++ {
		for _, i := range s.grid.row(cx0, cx1, cy) {
			if e := &s.now.entities[i]; v.holds(e.X, e.Y, leaveMargin) {
				f.near.add(i)
			}
		}
	}
}

// compare finds the roll that leads from what the client holds to what it sees.
func (f *Feed) compare(s *Snapshot, v *View) {
	f.roll.reset()
	entry := 0
	for k, word := range f.near {
		for ; word != 0; word &= word - 1 {
			i := k*64 + bits.TrailingZeros64(word)
			entry = f.lose(entry, int(s.now.entities[i].ID))
			if f.meet(s, v, i, entry) {
				entry++
			}
		}
	}
	f.lose(entry, 1<<16)
}

// lose drops the entries from entry on whose ids are below id: none of them is
// near any more.
func (f *Feed) lose(entry, id int) int {
	for entry < len(f.known) && int(f.known[entry].id) < id {
		f.roll.gone(entry)
		entry++
	}
	return entry
}

// meet decides about the near entity i and reports whether the client holds it,
// at entry.
func (f *Feed) meet(s *Snapshot, v *View, i, entry int) (held bool) {
	e := &s.now.entities[i]
	inside := v.holds(e.X, e.Y, enterMargin)
	if entry == len(f.known) || f.known[entry].id != e.ID {
		if inside {
			f.roll.comes(i)
		}
		return false
	}
	k := &f.known[entry]
	k.entity = int32(i)
	if inside {
		k.seen = s.now.tick
	}
	if s.now.tick-k.seen > sim.Tick(s.cfg.TicksPerSecond()/lingerShare) {
		f.roll.gone(entry)
		return true
	}
	f.roll.hold(s, i, entry, k.since)
	return true
}

// commit makes known what the client holds after the frame.
func (f *Feed) commit(s *Snapshot) {
	f.next, f.stale = f.next[:0], 0
	touched, comers := f.roll.touched, f.roll.comers
	for entry := range f.known {
		for len(comers) > 0 && s.now.entities[comers[0]].ID < f.known[entry].id {
			f.next = append(f.next, s.known(comers[0]))
			comers = comers[1:]
		}
		for len(touched) > 0 && touched[0].entry < entry {
			touched = touched[1:]
		}
		if len(touched) > 0 && touched[0].entry == entry && touched[0].entity < 0 {
			continue
		}
		f.next = append(f.next, f.settle(s, f.known[entry]))
	}
	for _, i := range comers {
		f.next = append(f.next, s.known(i))
	}
	f.known, f.next = f.next, f.known
}

// settle is k after the frame.
func (f *Feed) settle(s *Snapshot, k known) known {
	if k.late {
		k.late = false
		f.stale++
		return k
	}
	k.since = s.now.seq
	return k
}

// known is the entry of a newcomer.
func (s *Snapshot) known(i int) known {
	return known{id: s.now.entities[i].ID, entity: int32(i), since: s.now.seq, seen: s.now.tick}
}
