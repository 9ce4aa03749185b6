package session

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// swept is a Sender that does not wait: what it is sent while it is full is counted.
type swept struct {
	mu      sync.Mutex
	drained func()
	full    bool
	excess  int // frames sent while it was full
	chat    []string
	states  int
	newest  protocol.State
	stream  protocol.StateStream
	panics  bool
	closed  transport.Reason
	acks    chan sim.Tick
}

func (s *swept) QueueWrites(drained func()) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drained = drained
	return true
}

func (s *swept) Full() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.full
}

func (s *swept) Send(frame []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.panics {
		panic("as told")
	}
	if s.full {
		s.excess++
	}
	switch t, _ := protocol.Peek(frame); t {
	case protocol.TypeState:
		s.states++
		err := s.stream.Decode(frame, &s.newest)
		s.acks <- s.newest.Tick
		return err
	case protocol.TypeChat:
		heard, err := protocol.DecodeChat(frame)
		for i := range heard.Lines {
			s.chat = append(s.chat, heard.Lines[i].Text)
		}
		return err
	}
	return nil
}

func (s *swept) Close(r transport.Reason, _ string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = r
}

// fill makes it full, or not.
func (s *swept) fill(full bool) {
	s.mu.Lock()
	s.full = full
	drained := s.drained
	s.mu.Unlock()
	if !full {
		drained()
	}
}

func (s *swept) counts() (states int, chat []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.states, slices.Clone(s.chat)
}

// enterSwept opens a session whose writes the pool does.
func (h *house) enterSwept(ticket string) (*Session, *swept) {
	h.Helper()
	out := &swept{acks: make(chan sim.Tick, 64), stream: protocol.StateStream{Interval: h.room.Config().Interval}}
	s := h.gate.Open(out, ticket)
	s.Receive(hello(protocol.Version), time.Now())
	go func() {
		for {
			select {
			case t := <-out.acks:
				s.Receive(inputs(t, t+1, 0), time.Now())
			case <-s.done:
				return
			}
		}
	}()
	time.Sleep(time.Second)
	if s.pooled.Load() == nil {
		h.Fatal("the pool does not write")
	}
	return s, out
}

func TestAFullConnectionWaitsInOrderAndHoldsUpNobody(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		talker := h.enter(h.ticket("bob"))
		_, out := h.enterSwept(h.ticket("ada"))
		_, beside := h.enterSwept(h.ticket("eve"))
		out.fill(true)
		synctest.Wait()
		statesBefore, _ := out.counts()
		besideBefore, _ := beside.counts()
		var want []string
		for i := range 8 {
			want = append(want, fmt.Sprint("line ", i))
			talker.send(protocol.AppendSay(nil, &protocol.Say{Text: want[i]}))
			talker.readFor(250 * time.Millisecond)
		}
		if states, chat := out.counts(); states != statesBefore || len(chat) > 0 || out.excess > 0 {
			t.Errorf("a full connection got %d states, %q", states-statesBefore, chat)
		}
		if states, chat := beside.counts(); states-besideBefore < 55 || !slices.Equal(chat, want) {
			t.Errorf("beside it, %d states and %q in two seconds", states-besideBefore, chat)
		}
		out.fill(false)
		synctest.Wait()
		states, chat := out.counts()
		if !slices.Equal(chat, want) || states != statesBefore+1 || out.newest.Tick+2 < h.room.Info().Tick {
			t.Errorf("when it had room: %q and %d states, the newest of tick %d in tick %d", chat, states-statesBefore, out.newest.Tick, h.room.Info().Tick)
		}
	})
}

func TestAPanicInTheirTurnEndsOneSession(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		_, out := h.enterSwept(h.ticket("ada"))
		_, beside := h.enterSwept(h.ticket("eve"))
		out.mu.Lock()
		out.panics = true
		out.mu.Unlock()
		before, _ := beside.counts()
		time.Sleep(time.Second)
		out.mu.Lock()
		closed := out.closed
		out.mu.Unlock()
		if states, _ := beside.counts(); closed != transport.RoomCrashed || states-before < 25 || h.gate.Len() != 1 {
			t.Errorf("closed with %v; %d states beside it; %d sessions", closed, states-before, h.gate.Len())
		}
	})
}

func TestASessionInThePoolEndsOnceAndHoldsItsSeat(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		s, out := h.enterSwept(h.ticket("ada"))
		out.fill(true) // it ends all the same
		s.Lost()
		synctest.Wait()
		if h.gate.Len() != 0 || h.seats() != 1 || h.ended(transport.Abnormal) != 1 {
			t.Errorf("%d sessions, %d seats, %d ends", h.gate.Len(), h.seats(), h.ended(transport.Abnormal))
		}
		states, _ := out.counts()
		out.fill(false)
		time.Sleep(time.Second)
		if now, _ := out.counts(); now != states || s.turn.Load() != turnOver {
			t.Errorf("%d states after the end", now-states)
		}
	})
}
