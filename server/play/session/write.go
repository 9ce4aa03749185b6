package session

import (
	"sync"
	"time"

	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/shared/transport"
)

// keyframeEvery is how often a client gets a keyframe it asks for: they are ten
// times the size of what they replace.
const keyframeEvery = 500 * time.Millisecond

// loadEvery is how often a client hears what a tick costs.
const loadEvery = 2 * time.Second

// welcome is what the writer begins with.
type welcome struct {
	frame    []byte        // the first one of all
	ticks    int           // between two snapshots of the room
	interval time.Duration // the same
	predicts bool          // as the client's Hello says
}

// writer is what only whoever writes for a session may touch: a goroutine of its own, and then
// the pool.
type writer struct {
	session        *Session
	queued         queuedSender // nil: Send waits
	encoder        snapshot.ClientEncoder
	datagram       []byte // the newest state, as it was sent
	repeats        int    // of it that are still to be sent
	statesLost     uint64 // datagrams to the client, when that was last seen to change
	repeat         *time.Timer
	rate           rateController
	states         protocol.StateStream // those by the stream
	streaming      bool                 // Welcome was sent
	keepsBaselines bool                 // since the client opened datagrams
	offStream      bool                 // the last state went by datagram
	loadSentAt     time.Time            // when Load was sent last
	keyframeSentAt time.Time            // when the client last asked for a keyframe and got one
}

// scratch is what a state is composed in. Those who write share a few.
type scratch struct{ body, frame []byte }

var scratches = sync.Pool{New: func() any { return new(scratch) }}

// write is the session's own goroutine: all is sent here until the pool takes over.
func (s *Session) write() {
	w := &writer{session: s}
	if !w.writeAlone() {
		w.release()
	}
}

// writeAlone reports whether the pool has taken over; if not, the session has ended. A panic
// ends this session: its client is sent to another room, and all others play on.
func (w *writer) writeAlone() (pooled bool) {
	s := w.session
	defer s.gate.panics.Recover(panics.Session, s.logger(), func() { s.Close(transport.RoomCrashed, "") })
	if !w.sendWelcome() {
		return false
	}
	w.streaming = true
	s.gate.metrics.AtSendRate(Full, +1)
	for !w.joinPool() {
		select {
		case <-s.done:
			return false
		case <-s.ready:
			if !w.turn(time.Now()) {
				return false
			}
		}
	}
	return true
}

// sendWelcome waits for Hello and for the seat, and sends Welcome. How long a room may take
// to give the seat is no matter of the client's: the reading goroutine bounds that.
func (w *writer) sendWelcome() bool {
	s := w.session
	deadline := time.NewTimer(s.gate.limits.Hello)
	defer deadline.Stop()
	select {
	case <-s.greeted:
	case <-deadline.C:
		s.Close(transport.HandshakeFailed, "no hello in time")
		return false
	case <-s.done:
		return false
	}
	select {
	case first := <-s.welcome:
		w.rate.interval, w.encoder.Predicts, w.states.Interval = first.interval, first.predicts, first.ticks
		return w.send(protocol.TypeWelcome, first.frame)
	case <-s.done:
		return false
	}
}

// joinPool lets the pool write from now on, and reports whether it does. It cannot yet if
// the connection would make it wait.
func (w *writer) joinPool() bool {
	s := w.session
	out, ok := s.out.(queuedSender)
	if !ok || !out.QueueWrites(s.wake) {
		return false
	}
	w.queued = out
	s.pooled.Store(w)
	s.wake() // for what came since the last turn
	return true
}

// turn sends the frames of the reliable queue in order, then the newest state: what happened
// before a state goes first. When the connection is full the rest waits until it is not.
func (w *writer) turn(now time.Time) (goOn bool) {
	w.repeatState(now)
	for !w.isFull() {
		select {
		case f := <-w.session.reliable:
			if !w.sendReliable(f) {
				return false
			}
		default:
			return w.sendLatest(now)
		}
	}
	return w.session.activeDatagrams(now) == nil || w.sendLatest(now)
}

func (w *writer) isFull() bool { return w.queued != nil && w.queued.Full() }

func (w *writer) sendReliable(frame []byte) bool {
	t, _ := protocol.Peek(frame) // we wrote it
	return w.send(t, frame)
}

// sendLatest sends the newest state if the link can bear it. Otherwise that stays where
// it is, until a newer one takes its place.
func (w *writer) sendLatest(now time.Time) bool {
	s := w.session
	before := w.rate.current
	if rate := w.rate.update(&s.acks, now); rate != before {
		s.gate.metrics.AtSendRate(before, -1)
		s.gate.metrics.AtSendRate(rate, +1)
		s.sendRate.Store(uint32(rate))
	}
	if w.rate.givesUp(&s.acks, now) {
		s.Close(transport.TooSlow, "you confirm nothing of what you are sent")
		return false
	}
	asked := s.wantsKeyframe.Load() && now.Sub(w.keyframeSentAt) >= keyframeEvery
	if !asked && !w.rate.due(&s.acks, now) {
		return true
	}
	u := s.latest.take()
	if u == nil {
		return true
	}
	if asked {
		s.wantsKeyframe.Store(false)
		w.keyframeSentAt = now
		w.encoder.Reset()
	}
	w.encoder.Budget = w.rate.budget(asked)
	return w.sendLoad(u, now) && w.sendState(u, now)
}

// sendLoad tells now and then what a tick costs. Like the state, it does not queue.
func (w *writer) sendLoad(u *room.Update, now time.Time) bool {
	if now.Sub(w.loadSentAt) < loadEvery {
		return true
	}
	w.loadSentAt = now
	return w.send(protocol.TypeLoad, protocol.AppendLoad(nil, &u.Load))
}

// sendState composes a state and sends it by datagram, if the client wants that and it is
// short enough, or else by the stream.
func (w *writer) sendState(u *room.Update, now time.Time) bool {
	d := w.session.activeDatagrams(now)
	w.keepBaselines()
	base := w.chooseBase(u.Snap, d != nil)
	tick, keyframes := u.Snap.Tick(), w.encoder.Stats().Keyframes
	b := scratches.Get().(*scratch)
	defer scratches.Put(b)
	b.body = w.encoder.Append(b.body[:0], u.Snap, &u.View)
	state := protocol.State{
		Tick:     tick,
		Base:     base,
		Newest:   u.Newest,
		Slack:    u.Slack,
		Held:     inputAge(u, now),
		SendRate: uint8(w.rate.current),
		Lost:     uint8(w.session.lost.Load()),
		Body:     b.body,
	}
	u.Snap.Release()
	kind := protocol.TypeState
	if base == 0 {
		b.frame = w.states.Append(b.frame[:0], &state)
	} else {
		kind, b.frame = protocol.TypeStateFrom, protocol.AppendStateFrom(b.frame[:0], &state)
	}
	w.rate.onWrite(&w.session.acks, tick, now)
	w.session.gate.metrics.Snapshot(w.encoder.Stats().Keyframes > keyframes, len(b.frame))
	if w.offStream = d != nil && base != 0 && protocol.FitsDatagram(len(b.frame)); w.offStream {
		return w.sendDatagram(d, b.frame, now)
	}
	return w.send(kind, b.frame)
}

// inputAge is how long the newest input has been here.
func inputAge(u *room.Update, now time.Time) time.Duration {
	if u.Newest == 0 {
		return 0
	}
	return now.Sub(u.Arrived)
}

// send writes a frame, and ends the session if it cannot.
func (w *writer) send(t protocol.Type, frame []byte) bool {
	s := w.session
	if err := s.out.Send(frame); err != nil {
		s.Close(transport.ReasonOf(err), "")
		return false
	}
	s.gate.metrics.MessageOut(t, len(frame))
	return true
}

// release gives back what the session holds, above all its seat. Nothing is written any more.
func (w *writer) release() {
	s := w.session
	defer s.gate.work.Done()
	defer s.gate.panics.Recover(panics.Session, s.logger(), nil)
	defer s.gate.forget(s)
	if w.streaming {
		s.gate.metrics.AtSendRate(w.rate.current, -1)
	}
	s.latest.close()
	if w.repeat != nil {
		w.repeat.Stop()
	}
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
