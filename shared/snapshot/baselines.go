package snapshot

import "perihelion/sim"

// PastBaselines is how many snapshots back a baseline may lie that is chosen by its tick:
// 0.8 s at 30 a second, which is longer than any ack takes on a link that is still played on.
const PastBaselines = 24

// baseline is what a client holds as of a snapshot that was sent to it.
type baseline struct {
	seq       uint32 // of the snapshot; 0: none, so the next body is a keyframe
	tick      sim.Tick
	global    []sim.EntityID // held; the globalIDs of the snapshot
	tracked   []tracked      // held, of those in sight; unless all is set
	all       bool           // the client holds every local entity
	local     []sim.EntityID // these, if all is set
	own       privateModel
	nextEvent uint32 // number of the next event to send; 0: those of the first snapshot
	radar     sim.Tick
	deferred  int // entries of tracked that the budget left behind
}

// set makes b a copy of from, in its own memory but for global, which nobody writes.
func (b *baseline) set(from *baseline) {
	tracked, local := b.tracked, b.local
	*b = *from
	b.tracked = append(tracked[:0], from.tracked...)
	b.local = append(local[:0], from.local...)
}

// baselines are those of the last snapshots that were sent, in a ring. A nil pointer keeps
// none.
type baselines struct {
	ring [PastBaselines]baseline
	next int
}

func (p *baselines) save(b *baseline) {
	if p == nil {
		return
	}
	p.ring[p.next].set(b)
	p.next = (p.next + 1) % PastBaselines
}

func (p *baselines) clear() {
	if p == nil {
		return
	}
	for i := range p.ring {
		p.ring[i].seq = 0
	}
}

// oldestEvent is the first event that may be lost with a snapshot of the ring; next, if none
// may.
func (p *baselines) oldestEvent(next uint32) uint32 {
	if p == nil {
		return next
	}
	for i := range p.ring {
		if b := &p.ring[i]; b.seq != 0 && b.nextEvent != 0 {
			next = min(next, b.nextEvent)
		}
	}
	return next
}

// of returns the baseline of tick t, or nil if it is not kept.
func (p *baselines) of(t sim.Tick) *baseline {
	if p == nil {
		return nil
	}
	for i := range p.ring {
		if b := &p.ring[i]; b.seq != 0 && b.tick == t {
			return b
		}
	}
	return nil
}

// KeepBaselines remembers, from now on, what the client holds as of each snapshot that is
// sent, so that Rebase can go back to it. It takes some kilobytes of memory.
func (c *ClientEncoder) KeepBaselines() {
	if c.past == nil {
		c.past = &baselines{}
		c.past.save(&c.baseline)
	}
}

// Rebase makes the snapshot of tick t the baseline of the next body: one that was sent and
// that the client has acked, after which some may have been lost. It reports false, and
// changes nothing, if that baseline is not kept or the client could not forecast from it to s.
func (c *ClientEncoder) Rebase(t sim.Tick, s *Snapshot) bool {
	b := c.past.of(t)
	if b == nil || !b.reaches(s) {
		return false
	}
	c.baseline.set(b)
	return true
}
