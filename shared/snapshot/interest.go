package snapshot

import (
	"math/bits"

	"perihelion/sim"
)

// An entity comes into a client's sight sim.Interest.EnterMargin outside its view, before a
// lean of the camera or a prediction that runs ahead can show it missing. It is
// lost LeaveMargin outside, or when it has been beyond EnterMargin for a second
// divided by lingerDivisor: what flies along the border does not come and go.
const lingerDivisor = 2

// tracked is an entity that a client holds.
type tracked struct {
	id       sim.EntityID
	deferred bool   // the budget left it behind
	entity   int32  // index in the world of the last snapshot sent
	baseline uint32 // the snapshot as of which the client's words were right
	seenTick sim.Tick
}

func (v *View) contains(x, y, margin int32) bool {
	return abs(x-v.X) <= v.HalfW+margin && abs(y-v.Y) <= v.HalfH+margin
}

func abs(v int32) int32 { return max(v, -v) }

// A bitset is a set of entities by their index in the world. Reading it back
// gives them in order of ID.
type bitset []uint64

func (b *bitset) reset(n int) { *b = zeros(*b, (n+63)/64) }

func (b bitset) add(i uint16) { b[i/64] |= 1 << (i % 64) }

// putLocal appends the delta of the entities in sight: the shared one if the client holds
// all of the snapshot before, and sees all of this one.
func (c *ClientEncoder) putLocal(m *bitCounter, s *Snapshot, v *View) {
	seesAll := c.Budget == 0 && s.allIn(v)
	shared := seesAll && c.all && c.seq == s.now.seq-1 && s.local.fits()
	if shared {
		m.w.copyChunk(s, s.local.changes)
		m.mark(SectionDelta)
		m.w.copyChunk(s, s.local.spawned)
	} else {
		c.expand()
		c.markNear(s, v)
		c.compare(s, v)
		c.keepBudget(s, v)
		m.w.putChanges(&c.delta, s)
		m.mark(SectionDelta)
		m.w.putSpawned(&c.delta, s, c)
		c.commit(s)
	}
	m.mark(SectionAbsolute)
	if shared || seesAll && c.deferred == 0 && len(c.tracked) == len(s.grid.local.ids) {
		c.all, c.local = true, append(c.local[:0], s.grid.local.ids...)
	}
}

// fits reports whether d was encoded and is no larger than a budget allows.
func (d *listDelta) fits() bool {
	return d.changes.bits > 0 && d.changes.bits+d.spawned.bits <= maxBudget*8
}

// allIn reports whether all local entities are in sight of v.
func (s *Snapshot) allIn(v *View) bool {
	b, margin := &s.grid.box, s.codec.interest.EnterMargin
	return len(s.grid.local.ids) > 0 && v.contains(b.x0, b.y0, margin) && v.contains(b.x1, b.y1, margin)
}

// expand lists what the client holds if that is everything.
func (c *ClientEncoder) expand() {
	if !c.all {
		return
	}
	c.all, c.tracked = false, c.tracked[:0]
	for _, id := range c.local {
		c.tracked = append(c.tracked, tracked{id: id, baseline: c.seq, seenTick: c.tick})
	}
}

// markNear marks what lies within LeaveMargin of v.
func (c *ClientEncoder) markNear(s *Snapshot, v *View) {
	c.near.reset(len(s.now.entities))
	leaveMargin := s.codec.interest.LeaveMargin
	cx0, cx1 := cellOf(v.X-v.HalfW-leaveMargin), cellOf(v.X+v.HalfW+leaveMargin)
	cy0, cy1 := cellOf(v.Y-v.HalfH-leaveMargin), cellOf(v.Y+v.HalfH+leaveMargin)
	for cy := cy0; cy <= cy1; cy++ {
		for _, i := range s.grid.row(cx0, cx1, cy) {
			if e := &s.now.entities[i]; v.contains(e.X, e.Y, leaveMargin) {
				c.near.add(i)
			}
		}
	}
}

// AppendGlobal appends the entities that everyone sees, wherever they look.
func (s *Snapshot) AppendGlobal(dst []sim.Entity) []sim.Entity {
	for _, i := range s.grid.global.at {
		dst = append(dst, s.now.entities[i])
	}
	return dst
}

// AppendNear appends the other entities that lie in v, in no order that means anything.
func (s *Snapshot) AppendNear(dst []sim.Entity, v *View) []sim.Entity {
	cx0, cx1 := cellOf(v.X-v.HalfW), cellOf(v.X+v.HalfW)
	for cy := cellOf(v.Y - v.HalfH); cy <= cellOf(v.Y+v.HalfH); cy++ {
		for _, i := range s.grid.row(cx0, cx1, cy) {
			if e := &s.now.entities[i]; v.contains(e.X, e.Y, 0) {
				dst = append(dst, *e)
			}
		}
	}
	return dst
}

// compare finds the delta that leads from what the client holds to what it sees.
func (c *ClientEncoder) compare(s *Snapshot, v *View) {
	c.delta.reset(s, c.seq)
	entry := 0
	for k, word := range c.near {
		for ; word != 0; word &= word - 1 {
			i := k*64 + bits.TrailingZeros64(word)
			entry = c.leave(entry, int(s.now.entities[i].ID))
			if c.enter(s, v, i, entry) {
				entry++
			}
		}
	}
	c.leave(entry, 1<<16)
}

// leave removes the entries from entry on whose ids are below id, because they are not
// near any more, and returns the entry after them.
func (c *ClientEncoder) leave(entry, id int) int {
	for entry < len(c.tracked) && int(c.tracked[entry].id) < id {
		c.delta.remove(entry)
		entry++
	}
	return entry
}

// enter decides about entity i, which is near: whether it enters the view, stays, or
// leaves because it has been outside for long. It reports whether the client held it, at
// entry.
func (c *ClientEncoder) enter(s *Snapshot, v *View, i, entry int) (held bool) {
	e := &s.now.entities[i]
	inside := v.contains(e.X, e.Y, s.codec.interest.EnterMargin)
	if entry == len(c.tracked) || c.tracked[entry].id != e.ID {
		if inside {
			c.delta.spawn(i)
		}
		return false
	}
	k := &c.tracked[entry]
	k.entity = int32(i)
	if inside {
		k.seenTick = s.now.tick
	}
	if s.now.tick-k.seenTick > sim.Tick(s.codec.cfg.TicksPerSecond()/lingerDivisor) {
		c.delta.remove(entry)
		return true
	}
	c.delta.update(s, i, entry, k.baseline)
	return true
}

// commit sets tracked to what the client holds after the frame.
func (c *ClientEncoder) commit(s *Snapshot) {
	c.next, c.deferred = c.next[:0], 0
	changes, spawned := c.delta.changes, c.delta.spawned
	for entry := range c.tracked {
		for len(spawned) > 0 && s.now.entities[spawned[0]].ID < c.tracked[entry].id {
			c.next = append(c.next, s.track(spawned[0]))
			spawned = spawned[1:]
		}
		for len(changes) > 0 && changes[0].entry < entry {
			changes = changes[1:]
		}
		if len(changes) > 0 && changes[0].entry == entry && changes[0].entity < 0 {
			continue
		}
		c.next = append(c.next, c.settled(s, c.tracked[entry]))
	}
	for _, i := range spawned {
		c.next = append(c.next, s.track(i))
	}
	c.tracked = append(c.tracked[:0], c.next...)
}

// settled is the entry k after the frame.
func (c *ClientEncoder) settled(s *Snapshot, k tracked) tracked {
	if k.deferred {
		k.deferred = false
		c.deferred++
		return k
	}
	k.baseline = s.now.seq
	return k
}

// track is the entry of entity i, which has just been sent whole.
func (s *Snapshot) track(i int) tracked {
	return tracked{id: s.now.entities[i].ID, entity: int32(i), baseline: s.now.seq, seenTick: s.now.tick}
}
