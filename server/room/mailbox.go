package room

import (
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// post leaves a command for the room's goroutine.
func (r *Room) post(cmd func()) error {
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

// postBlocking posts a command that must not be lost: it waits for room in the
// mailbox, for no longer than a tick takes. Never call it from a room.
func (r *Room) postBlocking(cmd func()) {
	select {
	case r.mailbox <- cmd:
	case <-r.done:
	}
}

// Lost tells that the socket of a seat is gone; a bot flies on and the seat is held.
func (r *Room) Lost(p sim.PlayerID, epoch uint32) {
	r.postBlocking(func() {
		if p == sim.NoPlayer {
			r.removeSpectator(epoch)
			return
		}
		if s := r.seatOf(p, epoch); s != nil && s.peer != nil {
			s.peer, s.disconnectedAt = nil, r.now
			r.publishPlayers()
			r.log.Info("seat held", "seat", p, "epoch", epoch, "player", s.player, "hold", r.cfg.Hold)
		}
	})
}

// Quit gives the seat up.
func (r *Room) Quit(p sim.PlayerID, epoch uint32) {
	r.postBlocking(func() {
		if p == sim.NoPlayer {
			r.removeSpectator(epoch)
			return
		}
		if s := r.seatOf(p, epoch); s != nil {
			r.log.Info("seat given up", "seat", p, "epoch", epoch, "player", s.player)
			r.freeSeat(p)
			r.backfill()
			r.publishInfo()
		}
	})
}

// Warn tells everyone in the room of something that is going to happen.
func (r *Room) Warn(n protocol.Notice) {
	r.postBlocking(func() { r.notifyAll(protocol.AppendNotice(nil, &n)) })
}

// Kick closes the connection of a seat for good.
func (r *Room) Kick(p sim.PlayerID, text string) {
	r.postBlocking(func() {
		if int(p) >= len(r.seats) || r.seats[p].holder != holderPlayer {
			return
		}
		if peer := r.seats[p].peer; peer != nil {
			peer.Close(transport.Kicked, text)
		}
		r.freeSeat(p)
		r.backfill()
		r.publishInfo()
	})
}

// Close ends the room: every connection closes with this reason.
func (r *Room) Close(reason transport.Reason, text string) {
	r.postBlocking(func() { r.end(ClosedOperator, reason, text) })
}

// seatOf is the seat p while it is held by the connection of that epoch, or nil.
func (r *Room) seatOf(p sim.PlayerID, epoch uint32) *seat {
	if int(p) >= len(r.seats) {
		return nil
	}
	if s := &r.seats[p]; s.holder == holderPlayer && s.epoch == epoch {
		return s
	}
	return nil
}

// notifyAll hands an encoded frame to everyone who is connected.
func (r *Room) notifyAll(frame []byte) {
	for p := range r.seats {
		if peer := r.seats[p].peer; peer != nil {
			peer.Notify(frame)
		}
	}
	r.spectators.notify(frame)
}
