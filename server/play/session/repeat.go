package session

import (
	"time"

	"perihelion/shared/protocol"
)

const (
	// A state is sent again after this part of the time to the next one: late enough for most bursts
	// of loss to be over, and early enough for a screen that waits for nothing longer.
	repeatFraction = 4
	// Where more datagrams than that are lost, two copies are both lost too often, and three are sent.
	muchLoss   = 1.0 / 40
	lossWeight = 1.0 / 512 // of a datagram of inputs: 9 s
)

// countLost notes that so many datagrams of inputs did not come before one that did.
func (s *Session) countLost(n uint32) {
	s.lost.Add(n)
	for range n {
		s.lossShare += (1 - s.lossShare) * lossWeight
	}
	s.lossShare -= s.lossShare * lossWeight
	s.losesMuch.Store(s.lossShare > muchLoss)
}

// scheduleRepeat has the state that was just sent sent again soon: who uses datagrams loses some. A link
// that cannot bear the full rate is not sent more than that.
func (w *writer) scheduleRepeat() {
	s := w.session
	s.repeatDue.Store(false)
	w.repeats = 0
	if w.rate.current != Full {
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
