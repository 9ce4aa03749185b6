package session

import (
	"time"

	"perihelion/server/panics"
	"perihelion/server/room"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

// keyframeEvery is how often a client gets a keyframe it asks for: they are ten
// times the size of what they replace.
const keyframeEvery = 500 * time.Millisecond

// loadEvery is how often a client hears what a tick costs.
const loadEvery = 2 * time.Second

// write is the session's own goroutine: all that is sent is sent here. A panic ends
// this session: its client is sent to another room, and all others play on.
func (s *Session) write() {
	s.mu.Lock()
	log := s.log // a join may be giving it more to tell
	s.mu.Unlock()
	defer s.gate.panics.Recover(panics.Session, log, nil) // of leave
	defer s.release()
	defer s.gate.panics.Recover(panics.Session, log, func() { s.Close(transport.RoomCrashed, "") })
	if s.sendWelcome() {
		s.stream()
	}
}

// sendWelcome waits for the seat and sends Welcome.
func (s *Session) sendWelcome() bool {
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

// stream sends the frames of the reliable queue in order, and the newest state whenever
// the connection is ready for one.
func (s *Session) stream() {
	s.gate.metrics.AtSendRate(Full, +1)
	defer func() { s.gate.metrics.AtSendRate(s.rate.current, -1) }()
	for {
		select {
		case <-s.done:
			return
		case f := <-s.reliable:
			if !s.sendReliable(f) {
				return
			}
		case <-s.latest.ready:
			if !s.flush() || !s.sendLatest(time.Now()) {
				return
			}
		}
	}
}

// flush sends the frames of the reliable queue: what happened before a state goes first.
func (s *Session) flush() bool {
	for {
		select {
		case f := <-s.reliable:
			if !s.sendReliable(f) {
				return false
			}
		default:
			return true
		}
	}
}

func (s *Session) sendReliable(frame []byte) bool {
	t, _ := protocol.Peek(frame) // we wrote it
	return s.send(t, frame)
}

// sendLatest sends the newest state if the link can bear it. Otherwise that stays where
// it is, until a newer one takes its place.
func (s *Session) sendLatest(now time.Time) bool {
	before := s.rate.current
	if rate := s.rate.update(&s.acks, now); rate != before {
		s.gate.metrics.AtSendRate(before, -1)
		s.gate.metrics.AtSendRate(rate, +1)
		s.sendRate.Store(uint32(rate))
	}
	if s.rate.givesUp(&s.acks, now) {
		s.Close(transport.TooSlow, "you confirm nothing of what you are sent")
		return false
	}
	asked := s.wantsKeyframe.Load() && now.Sub(s.keyframeSentAt) >= keyframeEvery
	if !asked && !s.rate.due(&s.acks, now) {
		return true
	}
	u := s.latest.take()
	if u == nil {
		return true
	}
	if asked {
		s.wantsKeyframe.Store(false)
		s.keyframeSentAt = now
		s.encoder.Reset()
	}
	s.encoder.Budget = s.rate.budget(asked)
	return s.sendLoad(u, now) && s.sendState(u, now)
}

// sendLoad tells now and then what a tick costs. Like the state, it does not queue.
func (s *Session) sendLoad(u *room.Update, now time.Time) bool {
	if now.Sub(s.loadSentAt) < loadEvery {
		return true
	}
	s.loadSentAt = now
	s.frame = protocol.AppendLoad(s.frame[:0], &u.Load)
	return s.send(protocol.TypeLoad, s.frame)
}

// sendState composes a state against the last one that was sent.
func (s *Session) sendState(u *room.Update, now time.Time) bool {
	tick, keyframes := u.Snap.Tick(), s.encoder.Stats().Keyframes
	s.body = s.encoder.Append(s.body[:0], u.Snap, &u.View)
	s.frame = protocol.AppendState(s.frame[:0], &protocol.State{
		Tick:     tick,
		Newest:   u.Newest,
		Slack:    u.Slack,
		Held:     inputAge(u, now),
		SendRate: uint8(s.rate.current),
		Body:     s.body,
	})
	u.Snap.Release()
	s.rate.onWrite(&s.acks, tick, now)
	s.gate.metrics.Snapshot(s.encoder.Stats().Keyframes > keyframes, len(s.frame))
	return s.send(protocol.TypeState, s.frame)
}

// inputAge is how long the newest input has been here.
func inputAge(u *room.Update, now time.Time) time.Duration {
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

// release gives back what the session holds, above all its seat.
func (s *Session) release() {
	defer s.gate.forget(s)
	s.latest.close()
	s.mu.Lock()
	at, quit := s.member, s.quitting
	s.mu.Unlock()
	switch {
	case at.room == nil:
	case quit:
		at.room.Quit(at.seat.Me, at.seat.Epoch)
	default:
		at.room.Lost(at.seat.Me, at.seat.Epoch)
	}
}
