package session

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// keepBaselines begins to remember what the client was sent, once it has opened datagrams.
func (w *writer) keepBaselines() {
	if !w.keepsBaselines && w.session.datagrams.Load() != nil {
		w.keepsBaselines = true
		w.encoder.KeepBaselines()
	}
}

// chooseBase makes the encoder start from what the client is sure to hold, and returns the tick of
// that; 0: the state before, which went by the stream, or nothing.
func (w *writer) chooseBase(s *snapshot.Snapshot, byDatagram bool) sim.Tick {
	if !w.keepsBaselines || !byDatagram && !w.offStream {
		return 0
	}
	acked, _ := w.session.acks.acked()
	if w.encoder.Rebase(acked, s) {
		return acked
	}
	if w.offStream { // what went before may be lost
		w.encoder.Reset()
	}
	return 0
}

// sendDatagram sends a state by datagram. If that fails, the stream takes over.
func (w *writer) sendDatagram(d transport.Datagrams, state []byte, now time.Time) bool {
	s := w.session
	w.datagram = protocol.AppendToDatagram(w.datagram[:0], state)
	if err := d.Send(w.datagram); err != nil {
		s.dropDatagrams(d)
		return true
	}
	s.gate.metrics.MessageOut(protocol.TypeStateFrom, len(state))
	s.gate.metrics.StateByDatagram()
	w.scheduleRepeat(d, now)
	if alive, ok := s.out.(keepAliver); ok {
		alive.KeepAlive()
	}
	return true
}

// keepAliver is a Sender that has to be kept alive while nothing is sent: *ws.Conn.
type keepAliver interface {
	// KeepAlive may block like Send.
	KeepAlive()
}
