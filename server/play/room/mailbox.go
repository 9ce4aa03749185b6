package room

import (
	"context"
	"slices"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// post leaves a command for the room's goroutine, which calls it with the match. The match
// must not outlive the call.
func (r *Room) post(cmd func(*match)) error {
	select {
	case <-r.done:
		return ErrClosed
	default:
	}
	select {
	case r.mailbox <- cmd:
		return nil
	default:
		return ErrBusy
	}
}

// ask returns what the room's goroutine answers. It waits for it until ctx ends, and returns
// ErrClosed of a room that ended before it came to the question.
func ask[T any](ctx context.Context, r *Room, question func(*match) T) (answer T, err error) {
	answers := make(chan T, 1)
	if err := r.post(func(m *match) { answers <- question(m) }); err != nil {
		return answer, err
	}
	select {
	case answer = <-answers:
		return answer, nil
	case <-ctx.Done():
		return answer, ctx.Err()
	case <-r.done:
	}
	select {
	case answer = <-answers: // it came to it before it ended
		return answer, nil
	default:
		return answer, ErrClosed
	}
}

// postBlocking posts a command that must not be lost: it waits for room in the
// mailbox, for no longer than a tick takes. Never call it from the room's own goroutine.
func (r *Room) postBlocking(cmd func(*match)) {
	select {
	case r.mailbox <- cmd:
	case <-r.done:
	}
}

// Lost tells that the socket of a seat is gone; a bot flies on and the seat is held.
func (r *Room) Lost(p sim.PlayerID, epoch uint32) {
	r.postBlocking(func(m *match) {
		if s := m.seatOf(p, epoch); s != nil && s.peer != nil {
			s.peer, s.disconnectedAt = nil, m.now
			s.point(protocol.Cursor{})
			m.publishPlayers()
			m.log.Info("seat held", "seat", p, "epoch", epoch, "player", s.player, "hold", m.cfg.Hold)
		}
	})
}

// Resize tells that the window of a seat has another shape.
func (r *Room) Resize(p sim.PlayerID, epoch uint32, aspect int32) {
	r.post(func(m *match) {
		if s := m.seatOf(p, epoch); s != nil {
			s.aspect = aspect
		}
	})
}

// Quit gives the seat up.
func (r *Room) Quit(p sim.PlayerID, epoch uint32) {
	r.postBlocking(func(m *match) {
		if s := m.seatOf(p, epoch); s != nil {
			m.log.Info("seat given up", "seat", p, "epoch", epoch, "player", s.player)
			m.freeSeat(p)
			m.backfill()
			m.publishInfo()
		}
	})
}

// Warn tells everyone in the room of something that is going to happen.
func (r *Room) Warn(n protocol.Notice) {
	r.postBlocking(func(m *match) { m.notifyAll(protocol.AppendNotice(nil, &n)) })
}

// Kick closes the connection of a seat for good.
func (r *Room) Kick(p sim.PlayerID, text string) {
	r.postBlocking(func(m *match) {
		if int(p) >= len(m.seats) || m.seats[p].holder != holderPlayer {
			return
		}
		if peer := m.seats[p].peer; peer != nil {
			peer.Close(transport.Kicked, text)
		}
		m.freeSeat(p)
		m.backfill()
		m.publishInfo()
	})
}

// Close ends the room: every connection closes with this reason.
func (r *Room) Close(reason transport.Reason, text string) {
	r.postBlocking(func(m *match) { m.end(ClosedOperator, reason, text) })
}

// seatOf is the seat p while it is held by the connection of that epoch, or nil.
func (m *match) seatOf(p sim.PlayerID, epoch uint32) *seat {
	if int(p) >= len(m.seats) {
		return nil
	}
	if s := &m.seats[p]; s.holder == holderPlayer && s.epoch == epoch {
		return s
	}
	return nil
}

// notifyAll hands an encoded frame to everyone who is connected.
func (m *match) notifyAll(frame []byte) {
	for p := range m.seats {
		if peer := m.seats[p].peer; peer != nil {
			peer.Notify(frame)
		}
	}
}

// Banned tells how the connections of an account end that may not play any more, with
// words for its player; nil: it may. Rooms ask it from their own goroutines: it must
// not block.
type Banned func(player string) *transport.Closed

// KickBanned takes from banned players all that they have here: seats, whether
// connected or held, and seats that are reserved. It counts the seats.
func (g *Registry) KickBanned(barred Banned) (seats int) {
	g.mu.Lock()
	rooms := g.allRooms()
	for _, l := range g.byID {
		l.reservations = slices.DeleteFunc(l.reservations, func(p heldReservation) bool { return barred(p.Player) != nil })
	}
	g.mu.Unlock()
	for _, r := range rooms {
		for _, player := range *r.info.accounts.Load() {
			if barred(player) != nil {
				seats++
			}
		}
		r.postBlocking(func(m *match) { m.kickBanned(barred) })
	}
	return seats
}

func (m *match) kickBanned(barred Banned) {
	gone := false
	for p := range m.seats {
		s := &m.seats[p]
		if s.holder != holderPlayer {
			continue
		}
		if end := barred(s.player); end != nil {
			m.closePeer(s, end.Reason, end.Text)
			m.freeSeat(sim.PlayerID(p))
			gone = true
		}
	}
	if gone {
		m.backfill()
		m.publishInfo()
	}
}
