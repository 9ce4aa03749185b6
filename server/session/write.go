package session

import (
	"time"

	"perihelion/server/room"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// keyframeEvery is how often a client gets a keyframe it asks for: they are ten
// times the size of what they replace.
const keyframeEvery = 500 * time.Millisecond

// write is the session's own goroutine: all that is sent is sent here.
func (s *Session) write() {
	if s.greet() {
		s.stream()
	}
	s.leave()
}

// greet waits for the seat and sends Welcome.
func (s *Session) greet() bool {
	deadline := time.NewTimer(s.gate.limits.Hello)
	defer deadline.Stop()
	select {
	case welcome := <-s.welcome:
		return s.send(protocol.TypeWelcome, welcome)
	case <-deadline.C:
		s.Close(transport.HandshakeFailed, "no hello in time")
	case <-s.done:
	}
	return false
}

// stream sends what must arrive, in order, and of the states the newest whenever
// the connection is ready for one.
func (s *Session) stream() {
	for {
		select {
		case <-s.done:
			return
		case f := <-s.must:
			if !s.sendMust(f) {
				return
			}
		case <-s.slot.fresh:
			if !s.flush() || !s.sendState(time.Now()) {
				return
			}
		}
	}
}

// flush sends the frames that wait: news of the span before a state goes first.
func (s *Session) flush() bool {
	for {
		select {
		case f := <-s.must:
			if !s.sendMust(f) {
				return false
			}
		default:
			return true
		}
	}
}

func (s *Session) sendMust(frame []byte) bool {
	t, _ := protocol.Peek(frame) // we wrote it
	return s.send(t, frame)
}

// sendState composes the newest state against the last one that was sent.
func (s *Session) sendState(now time.Time) bool {
	u := s.slot.take()
	if u == nil {
		return true
	}
	if s.keyframe.Load() && now.Sub(s.keyed) >= keyframeEvery {
		s.keyframe.Store(false)
		s.keyed = now
		s.feed.Reset()
	}
	s.body = s.feed.Append(s.body[:0], u.Snap, &u.Share)
	s.frame = protocol.AppendState(s.frame[:0], &protocol.State{
		Tick:   u.Snap.Tick(),
		Newest: u.Newest,
		Slack:  u.Slack,
		Held:   held(u, now),
		Body:   s.body,
	})
	u.Snap.Release()
	return s.send(protocol.TypeState, s.frame)
}

// held is how long the newest input has been here.
func held(u *room.Update, now time.Time) time.Duration {
	if u.Newest == 0 {
		return 0
	}
	return now.Sub(u.Arrived)
}

func (s *Session) send(t protocol.Type, frame []byte) bool {
	if err := s.out.Send(frame); err != nil {
		s.Close(transport.ReasonOf(err), "")
		return false
	}
	s.gate.metrics.MessageOut(t, len(frame))
	return true
}

// leave gives back what the session holds, above all its seat.
func (s *Session) leave() {
	s.slot.close()
	s.mu.Lock()
	at, quit := s.place, s.quit
	s.mu.Unlock()
	switch {
	case at.room == nil:
	case quit:
		at.room.Quit(at.seat.Me, at.seat.Epoch)
	default:
		at.room.Lost(at.seat.Me, at.seat.Epoch)
	}
	s.gate.forget(s)
}
