package room

import (
	"time"

	"perihelion/sim"
)

// Abandon forgets a room whose goroutine does not come back from a tick. Nobody is
// sent there any more, and nobody waits for it. Go cannot end a goroutine from
// outside: if this one comes back, it finds that its context has ended, and ends.
// Who sits in the room must hear of it from the caller.
func (g *Registry) Abandon(id string) error {
	g.mu.Lock()
	l, ok := g.byID[id]
	delete(g.byID, id)
	g.mu.Unlock()
	if !ok {
		return ErrNotFound
	}
	l.cancel()
	l.room.abandon()
	return nil
}

func (r *Room) abandon() {
	r.info.abandoned.Store(true)
	tick := sim.Tick(r.info.tick.Load())
	r.metrics.RoomClosed(ClosedStuck, time.Duration(tick)*time.Second/time.Duration(r.cfg.Sim.Rate))
	r.log.Error("room stands still and is given up", "tick", tick)
	r.finish()
}
