package snapshot

import (
	"cmp"
	"slices"
)

// maxBudget keeps a body within protocol.MaxServerFrame, with room for the
// Global entities and the events beside it.
const maxBudget = 40 << 10

// overhead is about what the delta spends on an entity beside its words.
const overhead = 12 // bits

// ranked is a spawned entity or a changed entry, by how much it matters.
type ranked struct {
	at     int32 // index in delta.changes, or that of delta.spawned plus len(changes)
	rank   int32 // the lower the sooner
	entity int32
}

// keepBudget takes from the delta what does not fit into the frame: first what
// is far from the centre of the view, but the longer an entity waits, the nearer
// it counts. What is left out keeps its old base and comes in a later frame;
// Stats.Deferred counts it.
func (c *ClientEncoder) keepBudget(s *Snapshot, v *View) {
	left := c.Budget * 8
	if left == 0 {
		left = maxBudget * 8
	}
	if c.size(s) <= left {
		return
	}
	c.rankAll(s, v)
	for _, r := range c.ranked {
		i := int(r.entity)
		if left -= s.cost(i, c.since(int(r.at))); left < 0 {
			c.deferEntity(int(r.at))
		}
	}
	c.delta.changes = slices.DeleteFunc(c.delta.changes, func(t change) bool { return t.entity == postponed })
	c.delta.spawned = slices.DeleteFunc(c.delta.spawned, func(i int) bool { return i == postponed })
}

// postponed stands in for the index of an entity that has to wait.
const postponed = -2

func (c *ClientEncoder) deferEntity(at int) {
	c.stats.Deferred++
	if n := len(c.delta.changes); at >= n {
		c.delta.spawned[at-n] = postponed
		return
	}
	t := &c.delta.changes[at]
	c.tracked[t.entry].deferred = true
	t.entity = postponed
}

// size is about how many bits the delta takes.
func (c *ClientEncoder) size(s *Snapshot) (bits int) {
	for at, t := range c.delta.changes {
		if t.entity >= 0 {
			bits += s.cost(t.entity, c.since(at))
		}
	}
	for k, i := range c.delta.spawned {
		bits += s.cost(i, c.since(len(c.delta.changes)+k))
	}
	return bits
}

// since is the base of what r.at names; 0 for a spawned entity.
func (c *ClientEncoder) since(at int) uint32 {
	if at < len(c.delta.changes) {
		return c.delta.changes[at].baseline
	}
	return 0
}

func (s *Snapshot) cost(i int, since uint32) int {
	if since == s.now.seq-1 {
		return int(s.chunks[i].bits) + overhead
	}
	return s.codec.layout(s.now.entities[i].Kind).width + overhead
}

func (c *ClientEncoder) rankAll(s *Snapshot, v *View) {
	c.ranked = c.ranked[:0]
	for at, t := range c.delta.changes {
		if t.entity >= 0 {
			c.ranked = append(c.ranked, s.ranked(at, t.entity, s.now.seq-t.baseline, v))
		}
	}
	for k, i := range c.delta.spawned {
		c.ranked = append(c.ranked, s.ranked(len(c.delta.changes)+k, i, 1, v))
	}
	slices.SortFunc(c.ranked, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.at, b.at))
	})
}

// ranked ranks entity i. What is near the middle counts as at the same distance, so that
// waiting decides there.
func (s *Snapshot) ranked(at, i int, waited uint32, v *View) ranked {
	e := &s.now.entities[i]
	distance := max(abs(e.X-v.X), abs(e.Y-v.Y)) + s.codec.interest.Near
	return ranked{at: int32(at), rank: distance / int32(waited), entity: int32(i)}
}
