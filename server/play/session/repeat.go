package session

import (
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
)

const (
	// A state is sent again after this part of the time to the next one: late enough for most bursts
	// of loss to be over, and early enough for a screen that waits for nothing longer.
	repeatFraction = 4
	// Where more datagrams than that are lost, two copies are both lost too often, and three are sent.
	muchLoss   = 1.0 / 40
	lossWeight = 1.0 / 512 // of a datagram of inputs: 9 s
	// A link that has lost nothing for that long is sent each state once.
	quietAfter = 20 * time.Second
)

// countLost notes that so many datagrams of inputs did not come before one that did.
func (s *Session) countLost(n uint32, now time.Time) {
	if s.lost.Add(n); n > 0 {
		s.lostAt.Store(now.UnixNano())
	}
	for range n {
		s.lossShare += (1 - s.lossShare) * lossWeight
	}
	s.lossShare -= s.lossShare * lossWeight
	s.losesMuch.Store(s.lossShare > muchLoss)
}

// lossCounter are datagrams that know how much was lost on its way to the client: a number that grows.
type lossCounter interface{ Lost() uint64 }

// scheduleRepeat has the state that was just sent by d sent again soon, if some were lost of late. A link
// that cannot bear the full rate is not sent more than that.
func (w *writer) scheduleRepeat(d transport.Datagrams, now time.Time) {
	s := w.session
	s.repeatDue.Store(false)
	w.repeats = 0
	if c, ok := d.(lossCounter); ok {
		if n := c.Lost(); n != w.statesLost {
			w.statesLost = n
			s.lostAt.Store(now.UnixNano())
		}
	}
	if w.rate.current != Full || now.UnixNano()-s.lostAt.Load() > int64(quietAfter) {
		return
	}
	w.repeats = 1
	if s.losesMuch.Load() {
		w.repeats = 2
	}
	w.startRepeatTimer()
}

func (w *writer) startRepeatTimer() {
	s, after := w.session, w.rate.interval/repeatFraction
	if w.repeat != nil {
		w.repeat.Reset(after)
		return
	}
	w.repeat = time.AfterFunc(after, func() {
		s.repeatDue.Store(true)
		s.wake()
	})
}

// repeatState sends the newest state by datagram again, if that is due.
func (w *writer) repeatState(now time.Time) {
	s := w.session
	if !s.repeatDue.CompareAndSwap(true, false) || w.repeats == 0 {
		return
	}
	d := s.activeDatagrams(now)
	if d == nil || !w.offStream || d.Send(w.datagram) != nil {
		return
	}
	s.gate.metrics.MessageOut(protocol.TypeStateFrom, len(w.datagram))
	if w.repeats--; w.repeats > 0 {
		w.startRepeatTimer()
	}
}
