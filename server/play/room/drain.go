package room

import (
	"context"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/shared/waitgroup"
	"perihelion/sim"
)

// A server that is about to stop drains its rooms: each ends when the round in it
// has ended, and begins no other. Seats are held meanwhile as always, and whoever
// holds one may come back. Nobody else comes in; the Registry sees to that.

const (
	drainPodium = 8 * time.Second // as long as the podium is shown
	drainNotice = 3 * time.Second // to read why, where no round is cut short
)

// drainState is what a room knows of the end of its server.
type drainState struct {
	deadline time.Time // when the server ends whatever still goes on; zero: it does not stop
	endsAt   time.Time // when the room ends before that; zero: after the round
}

// Drain lets the room end with its round, and tells everyone in it. by is when the
// server stops, whatever goes on then; a later call may bring it forward.
func (r *Room) Drain(by time.Time) {
	r.postBlocking(func(m *match) {
		m.draining.deadline = by
		if !m.round.live && m.draining.endsAt.IsZero() {
			m.draining.endsAt = m.now.Add(drainNotice)
		}
		m.notifyAll(m.stopNotice())
		m.endIfDrained()
	})
}

// isDraining reports whether the room is to end with its round.
func (m *match) isDraining() bool { return !m.draining.deadline.IsZero() }

// drainAfterRound notes that the last round is over.
func (m *match) drainAfterRound() {
	if m.isDraining() {
		m.draining.endsAt = m.now.Add(drainPodium)
		m.notifyAll(m.stopNotice())
	}
}

// sendStopNotice tells someone who has just come in of the end, if one is near.
func (m *match) sendStopNotice(peer Peer) {
	if m.isDraining() {
		peer.Notify(m.stopNotice())
	}
}

// stopNotice says what ends when, as far as that is known.
func (m *match) stopNotice() []byte {
	n := protocol.Notice{Text: "The server restarts", In: m.draining.deadline.Sub(m.now)}
	if end := m.draining.endsAt; !end.IsZero() {
		n.In = min(n.In, end.Sub(m.now))
	} else if left := m.roundLeft(); left < n.In { // or it is cut short
		n.Text, n.In = "The server restarts after this round", left
	}
	n.In = max(n.In, 0)
	return protocol.AppendNotice(nil, &n)
}

// roundLeft is how long the round can last, overtime aside.
func (m *match) roundLeft() time.Duration {
	end := m.round.tick + m.cfg.Sim.RoundTicks()
	return time.Duration(int64(end)-int64(m.world.Tick())) * m.schedule.interval
}

// endIfDrained ends a room that drains and in which nothing is left to wait for.
func (m *match) endIfDrained() {
	if !m.isDraining() {
		return
	}
	humans, _ := m.countPlayersAndBots()
	end := m.draining.endsAt
	if humans == 0 || !end.IsZero() && !m.now.Before(end) || m.lateRound() {
		m.end(ClosedStopped, transport.RoomClosed, "the server restarts; look for your next match")
	}
}

// lateRound reports whether a round has begun that could not be played to its end.
func (m *match) lateRound() bool {
	return m.world.Phase() == sim.PhaseLive && !m.round.live && !m.cfg.Sim.Endless()
}

// Drain lets nobody in any more who holds no seat, and every room end with its
// round. by is when the caller will Close what is left; it may be brought forward.
func (g *Registry) Drain(by time.Time) {
	g.mu.Lock()
	g.draining = true
	rooms := g.allRooms()
	g.mu.Unlock()
	for _, r := range rooms {
		r.Drain(by)
	}
}

// Wait returns when every room has ended. Call it after Drain, for more could open.
func (g *Registry) Wait() { g.running.Wait() }

// Close ends every room, as on a restart, and waits for them until ctx ends.
func (g *Registry) Close(ctx context.Context) error {
	g.mu.Lock()
	g.draining = true
	rooms := g.allRooms()
	g.mu.Unlock()
	g.cancel()
	for _, r := range rooms {
		select {
		case <-r.done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return waitgroup.WaitContext(ctx, &g.running) // each has nothing left to do but to be forgotten, unless it was abandoned
}

// allRooms returns every room; the caller holds the mutex, as in what follows.
func (g *Registry) allRooms() []*Room {
	rooms := make([]*Room, 0, len(g.byID))
	for _, l := range g.byID {
		rooms = append(rooms, l.room)
	}
	return rooms
}
