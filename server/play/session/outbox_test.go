package session

import (
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/server/play/room"
	"perihelion/shared/protocol"
	"perihelion/shared/snapshot"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// deafSender takes nothing until it is closed.
type deafSender struct {
	once   sync.Once
	block  chan struct{}
	reason transport.Reason
	text   string
}

func (d *deafSender) Send([]byte) error {
	<-d.block
	return &transport.Closed{Reason: d.reason}
}

func (d *deafSender) Close(r transport.Reason, text string) {
	d.once.Do(func() {
		d.reason, d.text = r, text
		close(d.block)
	})
}

func TestPeerThatNeverReadsIsTooSlowAndKeepsItsSeat(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		talker := h.enter(h.ticket("bob"))
		out := &deafSender{block: make(chan struct{})}
		s := h.gate.Open(out, h.ticket("ada"))
		s.Receive(hello(protocol.Version), time.Now())
		for range maxReliable + 4 { // chat must arrive, states need not
			talker.send(protocol.AppendSay(nil, &protocol.Say{Text: "hello?"}))
			talker.readFor(time.Second)
		}
		synctest.Wait()
		if out.reason != transport.TooSlow {
			t.Errorf("closed with %v, want TooSlow", out.reason)
		}
		if n := h.seats(); n != 2 {
			t.Errorf("%d seats, want both: this one is held", n)
		}
		if len(talker.chat) < maxReliable {
			t.Errorf("the other client heard %d lines", len(talker.chat))
		}
	})
}

func TestSlowClientSkipsStatesAndLosesNoSense(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		c := h.enter(h.ticket("ada"))
		time.Sleep(10 * time.Second) // the pipe fills, then states are replaced
		c.states = 0
		for range 200 {
			c.read(protocol.TypeState) // applies, and would fail on a gap that does not decode
		}
		h.metrics.mu.Lock()
		sent := h.metrics.out[protocol.TypeState]
		h.metrics.mu.Unlock()
		if behind := int(h.room.Info().Tick) - int(c.last.Tick); behind > 70 {
			t.Errorf("after catching up the client is %d ticks behind; %d states were sent", behind, sent)
		}
	})
}

func TestKeyframeIsSentOnRequestButNotTooOften(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		c := h.enter(h.ticket("ada"))
		c.readFor(time.Second)
		for range 60 {
			c.send(protocol.AppendKeyframe(nil))
			c.read(protocol.TypeState)
		}
		synctest.Wait()
		h.metrics.mu.Lock()
		keyframes := h.metrics.whole
		h.metrics.mu.Unlock()
		if keyframes < 4 || keyframes > 6 { // with the first one
			t.Errorf("%d keyframes for 60 requests in two seconds, want one per half second", keyframes)
		}
	})
}

func TestSlotKeepsTheNewestAndReleasesTheRest(t *testing.T) {
	pub := snapshot.NewPublisher(toy.Game, sim.Config{Seats: 2})
	pub.Poison()
	next := func(tick sim.Tick) room.Update { return room.Update{Snap: pub.Publish(tick, nil, nil)} }

	s := newTripleBuffer()
	if s.take() != nil {
		t.Fatal("an empty slot has news")
	}
	for tick := sim.Tick(2); tick <= 10; tick += 2 {
		s.put(next(tick))
	}
	u := s.take()
	if u == nil || u.Snap.Tick() != 10 {
		t.Fatalf("took %v, want the update of tick 10", u)
	}
	u.Snap.Release()
	if s.take() != nil {
		t.Error("the same news twice")
	}
	s.put(next(12))
	last := next(14)
	s.close()
	last.Snap.Retain()
	s.put(last) // comes too late
	last.Snap.Release()
	pub.Close() // a release too many would have panicked by now
}

// Run it with -race: room and writer share no lock.
func TestSlotBetweenGoroutines(t *testing.T) {
	const updates = 20_000
	pub := snapshot.NewPublisher(toy.Game, sim.Config{Seats: 2})
	pub.Poison()
	s := newTripleBuffer()
	var wg sync.WaitGroup
	wg.Go(func() {
		for tick := sim.Tick(1); tick <= updates; tick++ {
			s.put(room.Update{Snap: pub.Publish(tick, nil, nil), Newest: tick})
		}
	})
	for last := sim.Tick(0); last < updates; {
		u := s.take()
		if u == nil {
			runtime.Gosched()
			continue
		}
		if u.Newest <= last || u.Snap.Tick() != u.Newest {
			t.Fatalf("update %d of tick %d after %d", u.Newest, u.Snap.Tick(), last)
		}
		last = u.Newest
		u.Snap.Release()
	}
	wg.Wait()
	s.close()
}
