package room

import (
	"fmt"
	"time"

	"perihelion/shared/transport"
	"perihelion/sim"
)

// A room costs a core's time whether or not anybody plays in it, and there are only
// so many. It closes when nobody has sat in it for Linger, and when those who sit
// there have touched nothing for Idle: a connection that only listens is not a
// player. From then on no seat in it is reserved any more, and it waits for those
// who have one reserved already, so that nobody keeps a room open by asking for
// seats and never coming.

// ending tells since when a room is to close, by when it was emptied and played in
// last; zero: it is not.
func (c *Config) ending(emptied, played, now time.Time) (why string, ends bool) {
	switch {
	case now.Sub(emptied) >= c.Linger:
		return ClosedEmpty, true
	case now.Sub(played) >= c.Idle:
		return ClosedIdle, true
	}
	return "", false
}

// closeIfIdle ends a room in which nobody plays, unless somebody may still come and
// nobody else needs it.
func (m *match) closeIfIdle() {
	why, ends := m.cfg.ending(m.emptySince, m.lastPlayed, m.now)
	switch {
	case m.info.reclaimed.Load():
		m.end(ClosedReclaim, transport.Kicked, fmt.Sprintf("nobody has played here for %s, and others need the room", spell(reclaimAfter)))
	case !ends || m.now.UnixNano() < m.info.reservedUntil.Load():
	case why == ClosedEmpty:
		m.end(why, transport.RoomClosed, "")
	default: // Kicked: a client must not go and be idle elsewhere
		m.end(why, transport.Kicked, fmt.Sprintf("nobody has played here for %s, so the room has closed", spell(m.cfg.Idle)))
	}
}

// spell says d in words, to the minute if it has one.
func spell(d time.Duration) string {
	if m := int(d.Minutes()); m > 0 {
		return plural(m, "minute")
	}
	return plural(int(d.Seconds()), "second")
}

func plural(n int, what string) string {
	if n == 1 {
		return "a " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// ending tells whether the room takes nobody in any more, at now. Any goroutine may
// ask; the answer is at most a second old.
func (r *Room) ending(now time.Time) bool {
	f := &r.info
	_, ends := r.cfg.ending(time.Unix(0, f.emptySince.Load()), time.Unix(0, f.lastPlayed.Load()), now)
	return ends
}

// unplayed is for how long nobody has sat down in the room or touched the controls.
func (r *Room) unplayed(now time.Time) time.Duration {
	return now.Sub(time.Unix(0, r.info.lastPlayed.Load()))
}

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

// end closes the room for everyone in it.
func (m *match) end(how string, reason transport.Reason, text string) {
	m.ended = true
	for p := range m.seats {
		m.closePeer(&m.seats[p], reason, text)
	}
	if how != ClosedCrashed { // who knows what state it is in
		m.publisher.Close()
	}
	if how != ClosedCrashed && how != ClosedSuspended { // or the log has ended
		if m.round.live {
			m.endRound(true)
		} else {
			m.flushLog()
		}
		m.cfg.Journal.Close(JournalOver)
	}
	played := max(m.schedule.tick, 1) - 1 // the world may be too broken to be asked
	if !m.info.abandoned.Load() {         // or it was counted
		m.metrics.RoomClosed(how, time.Duration(played)*m.schedule.interval)
	}
	m.log.Info("room closed", "how", how, "tick", played)
}

// closePeer closes the connection of a seat, if it has one.
func (m *match) closePeer(s *seat, reason transport.Reason, text string) {
	peer := s.peer
	if peer == nil {
		return
	}
	s.peer = nil // also if it panics
	m.protect("close a peer", func() { peer.Close(reason, text) })
}
