package snapshot

import (
	"sync/atomic"

	"perihelion/sim"
)

// A world is the quantised entities of one snapshot. It outlives its snapshot
// by maxPast more, as the base of differences; so it is counted on its own.
type world struct {
	refs     atomic.Int32
	tick     sim.Tick
	seq      uint32 // counts snapshots from 1
	entities []sim.Entity
	history  []entityHistory // of the entity with the same index
}

// entityHistory says in which snapshots an entity was not as a client forecasts it.
type entityHistory struct {
	spawned uint32 // the snapshot in which it appeared
	changed uint32 // the last snapshot in which it was not as forecast
	bearer  int32  // in the snapshot in which it appeared: 1 and the index of what it came out of; 0: nothing
}

// find returns the index of id, or -1.
func (w *world) find(id sim.EntityID) int {
	lo, hi := 0, len(w.entities)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if w.entities[mid].ID < id {
			lo = mid + 1
			continue
		}
		hi = mid
	}
	if lo < len(w.entities) && w.entities[lo].ID == id {
		return lo
	}
	return -1
}
