package room

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
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
	r.postBlocking(func() {
		r.draining.deadline = by
		if !r.round.live && r.draining.endsAt.IsZero() {
			r.draining.endsAt = r.now.Add(drainNotice)
		}
		r.notifyAll(r.stopNotice())
		r.endIfDrained()
	})
}

// isDraining reports whether the room is to end with its round.
func (r *Room) isDraining() bool { return !r.draining.deadline.IsZero() }

// drainAfterRound notes that the last round is over.
func (r *Room) drainAfterRound() {
	if r.isDraining() {
		r.draining.endsAt = r.now.Add(drainPodium)
		r.notifyAll(r.stopNotice())
	}
}

// sendStopNotice tells someone who has just come in of the end, if one is near.
func (r *Room) sendStopNotice(peer Peer) {
	if r.isDraining() {
		peer.Notify(r.stopNotice())
	}
}

// stopNotice says what ends when, as far as that is known.
func (r *Room) stopNotice() []byte {
	n := protocol.Notice{Text: "The server restarts", In: r.draining.deadline.Sub(r.now)}
	if end := r.draining.endsAt; !end.IsZero() {
		n.In = min(n.In, end.Sub(r.now))
	} else if left := r.roundLeft(); left < n.In { // or it is cut short
		n.Text, n.In = "The server restarts after this round", left
	}
	n.In = max(n.In, 0)
	return protocol.AppendNotice(nil, &n)
}

// roundLeft is how long the round can last, overtime aside.
func (r *Room) roundLeft() time.Duration {
	end := r.round.tick + r.cfg.Sim.RoundTicks()
	return time.Duration(int64(end)-int64(r.world.Tick())) * r.schedule.interval
}

// endIfDrained ends a room that drains and in which nothing is left to wait for.
func (r *Room) endIfDrained() {
	if !r.isDraining() {
		return
	}
	humans, _ := r.countPlayersAndBots()
	end := r.draining.endsAt
	if humans == 0 || !end.IsZero() && !r.now.Before(end) || r.world.Phase() == sim.PhaseLive && !r.round.live {
		r.end(ClosedStopped, transport.RoomClosed, "the server restarts; look for your next match")
	}
}
