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
	afterRound   = 8 * time.Second // as long as the podium is shown
	withoutRound = 3 * time.Second // to read why, where no round is cut short
)

// stopping is what a room knows of the end of its server.
type stopping struct {
	by   time.Time // when the server ends whatever still goes on; zero: it does not stop
	ends time.Time // when the room ends before that; zero: after the round
}

// Drain lets the room end with its round, and tells everyone in it. by is when the
// server stops, whatever goes on then; a later call may bring it forward.
func (r *Room) Drain(by time.Time) {
	r.insist(func() {
		r.stopping.by = by
		if !r.round.live && r.stopping.ends.IsZero() {
			r.stopping.ends = r.now.Add(withoutRound)
		}
		r.notifyAll(r.stopNotice())
		r.endIfDrained()
	})
}

// drains reports whether the room is to end with its round.
func (r *Room) drains() bool { return !r.stopping.by.IsZero() }

// drainRound notes that the last round is over.
func (r *Room) drainRound() {
	if r.drains() {
		r.stopping.ends = r.now.Add(afterRound)
		r.notifyAll(r.stopNotice())
	}
}

// warn tells someone who has just come in of the end, if one is near.
func (r *Room) warn(peer Peer) {
	if r.drains() {
		peer.Notify(r.stopNotice())
	}
}

// stopNotice says what ends when, as far as that is known.
func (r *Room) stopNotice() []byte {
	n := protocol.Notice{Text: "The server restarts", In: r.stopping.by.Sub(r.now)}
	if end := r.stopping.ends; !end.IsZero() {
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
	if !r.drains() {
		return
	}
	humans, _ := r.census()
	end := r.stopping.ends
	if humans == 0 || !end.IsZero() && !r.now.Before(end) || r.world.Phase() == sim.PhaseLive && !r.round.live {
		r.end(ClosedStopped, transport.RoomClosed, "the server restarts; look for your next match")
	}
}
