package session

import (
	"bytes"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/netsim"
	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

// A traveller is a client behind a network, who answers as clients do: thirty
// times a second, with the newest state it has.
type traveller struct {
	*client
	wire      *netsim.Conn
	frames    chan came
	ended     transport.Reason
	sendRates map[SendRate]int
	asleep    bool // says nothing
	mulish    bool // talks, but confirms nothing
	fresh     time.Time
	due       sim.Tick // fresh is when a state from after this tick came
}

// came is a frame and when.
type came struct {
	frame []byte
	at    time.Time
}

func (h *house) travel(player string, p netsim.Profile) *traveller {
	h.Helper()
	near, far := transport.Pipe()
	go h.gate.Serve(far, h.ticket(player))
	wire := netsim.Wrap(near, p, 1)
	v := &traveller{
		client: &client{T: h.T, conn: wire}, wire: wire,
		frames: make(chan came, 4096), sendRates: map[SendRate]int{},
	}
	v.send(hello(protocol.Version))
	v.expectWelcome()
	go v.listen()
	return v
}

func (v *traveller) listen() {
	defer close(v.frames)
	for {
		frame, err := v.wire.Receive()
		if err != nil {
			v.ended = transport.ReasonOf(err)
			return
		}
		v.frames <- came{bytes.Clone(frame), time.Now()}
	}
}

// live lets time pass.
func (v *traveller) live(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); time.Sleep(time.Second / 30) {
		v.drain()
		ack := v.last.Tick
		if v.mulish {
			ack = 0
		}
		if !v.asleep {
			_ = v.wire.Send(inputs(ack, v.last.Tick+6, 2))
		}
	}
}

func (v *traveller) drain() {
	for {
		select {
		case c, ok := <-v.frames:
			if !ok {
				return
			}
			v.apply(c)
		default:
			return
		}
	}
}

func (v *traveller) apply(c came) {
	if t, _ := protocol.Peek(c.frame); t != protocol.TypeState {
		return
	}
	if err := v.stream.Decode(c.frame, &v.last); err != nil {
		v.Fatal(err)
	}
	if err := v.replica.Apply(v.last.Tick, v.last.Body); err != nil {
		v.Fatal(err)
	}
	v.states++
	v.sendRates[SendRate(v.last.SendRate)]++
	if v.fresh.IsZero() && v.last.Tick > v.due && SendRate(v.last.SendRate) == Full {
		v.fresh = c.at
	}
}

func (v *traveller) leave() {
	v.wire.Close(transport.Normal)
	v.wire.Wait()
}

// The link carries nothing for a while, and then everything at once.
func TestFullStateComesBackWithinARoundTripOfTheLink(t *testing.T) {
	const rtt = 120 * time.Millisecond
	for _, stall := range []time.Duration{time.Second, 5 * time.Second, 30 * time.Second} {
		for _, asleep := range []bool{false, true} {
			t.Run(fmt.Sprintf("%v, asleep %v", stall, asleep), func(t *testing.T) {
				inHouse(t, Limits{}, func(h *house) {
					v := h.travel("ada", netsim.Symmetric(rtt, 0, 0))
					defer v.leave()
					v.live(3 * time.Second)
					dark := netsim.Link{Latency: rtt / 2, Blackouts: []netsim.Blackout{{Length: stall}}}
					v.wire.SetProfile(netsim.Profile{Up: dark, Down: dark})
					back := time.Now().Add(stall)
					v.asleep, v.states = asleep, 0
					v.live(time.Until(back) - time.Second/60)
					if v.states > 4 { // that were on their way
						t.Errorf("%d states crossed the dark", v.states)
					}
					time.Sleep(time.Until(back))
					v.asleep, v.states = false, 0
					v.awaitFresh(h)
					v.live(2 * time.Second)
					// The client's answer takes up to a thirtieth of a second, and so does
					// the next snapshot if a probe has just used one up.
					if took := v.fresh.Sub(back); took < rtt || took > rtt+67*time.Millisecond {
						t.Errorf("the whole state of now came %v after the link, want a round trip and a little", took)
					}
					if v.states < 50 || v.states > 120 {
						t.Errorf("%d states in the two seconds after the stall", v.states)
					}
				})
			})
		}
	}
}

// awaitFresh makes v note when the first whole state comes that is newer than now.
func (v *traveller) awaitFresh(h *house) {
	v.Helper()
	watch := h.enter(h.ticket("a watch")) // a Welcome tells the time
	watch.send(protocol.AppendBye(nil, &protocol.Bye{}))
	v.due, v.fresh = watch.welcome.Tick, time.Time{}
}

func TestFirstAckAfterAStallIsNotKeptWaiting(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		s := newSession(h.gate, nil, "")
		s.acks.zero = time.Now()
		woken := func(t sim.Tick) bool {
			s.acks.onWrite(t, time.Now())
			s.inputs.Ack = t
			s.onAck(time.Now())
			select {
			case <-s.ready:
				return true
			default:
				return false
			}
		}
		woken(2)
		for tick := sim.Tick(4); tick < 60; tick += 2 {
			time.Sleep(time.Second / 30)
			if woken(tick) {
				t.Fatalf("the ack of tick %d woke the writer, though none was missing", tick)
			}
		}
		time.Sleep(time.Second)
		if !woken(60) {
			t.Error("the first ack after a second did not wake the writer")
		}
	})
}

func TestStallLeavesLittleStaleStateOnTheWay(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		v := h.travel("ada", netsim.Symmetric(60*time.Millisecond, 0, 0))
		defer v.leave()
		v.live(3 * time.Second)
		dark := netsim.Link{Latency: 30 * time.Millisecond, Blackouts: []netsim.Blackout{{Length: 30 * time.Second}}}
		v.wire.SetProfile(netsim.Profile{Up: dark, Down: dark})
		v.live(29 * time.Second)
		h.metrics.mu.Lock()
		if h.metrics.sendRates != [SendRates]int{Hold: 1} {
			t.Errorf("clients by send rate: %v, want one on hold", h.metrics.sendRates)
		}
		if n := len(h.metrics.outbox); n < 25 || n > 35 {
			t.Errorf("looked %d times at what waits, want about once in each of 32 seconds", n)
		}
		if n := h.metrics.whole; n == 0 || n > 6 {
			t.Errorf("%d keyframes were sent, want that of the beginning, and a few of one who holds", n)
		}
		h.metrics.mu.Unlock()
		v.states = 0
		v.live(time.Second + 34*time.Millisecond)
		if v.states > 40 {
			t.Errorf("%d states of 900 had to be delivered before the first new one", v.states)
		}
		v.live(time.Second)
		if v.sendRates[Full] < 80 {
			t.Errorf("states by send rate: %v, want all of them again at once", v.sendRates)
		}
	})
}

func TestThinLinkSettlesWhereItKeepsUp(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		thin := netsim.Symmetric(60*time.Millisecond, 0, 0)
		thin.Down.Bandwidth, thin.Down.Buffer = 140, 64<<10 // bytes per second, and minutes of them
		v := h.travel("ada", thin)
		defer v.leave()
		v.live(30 * time.Second)
		worst := time.Duration(0)
		for range 300 {
			v.live(100 * time.Millisecond)
			worst = max(worst, time.Duration(h.room.Info().Tick-min(v.last.Tick, h.room.Info().Tick))*time.Second/60)
		}
		if v.ended != 0 {
			t.Fatalf("closed with %v", v.ended)
		}
		if worst > 3*time.Second {
			t.Errorf("what is shown is up to %v old: a queue stands", worst)
		}
		if v.sendRates[Low]+v.sendRates[Half] < v.sendRates[Full]/2 {
			t.Errorf("states by send rate: %v", v.sendRates)
		}
		t.Logf("states by send rate: %v, at worst %v behind", v.sendRates, worst)
	})
}

func TestWithheldAcksGainNothingAndHarmNobody(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		honest := h.travel("ada", netsim.Symmetric(30*time.Millisecond, 0, 0))
		defer honest.leave()
		mule := h.travel("eve", netsim.Symmetric(30*time.Millisecond, 0, 0))
		defer mule.leave()
		mule.mulish = true
		go mule.live(12 * time.Second)
		honest.live(9 * time.Second)
		synctest.Wait()
		if mule.sendRates[Full]+mule.sendRates[Half]+mule.sendRates[Low] > 20 || mule.sendRates[Hold] > 10 {
			t.Errorf("who confirms nothing got states by send rate: %v", mule.sendRates)
		}
		honest.live(4 * time.Second)
		synctest.Wait()
		if mule.ended != transport.TooSlow {
			t.Errorf("and ended with %v, want TooSlow", mule.ended)
		}
		if n := h.seats(); n != 2 {
			t.Errorf("%d seats: one of them should be held", n)
		}
		if honest.states < 12*30 || honest.sendRates[Full] != honest.states {
			t.Errorf("beside it somebody honest got %d states, by send rate %v", honest.states, honest.sendRates)
		}
	})
}

func TestPageInTheBackgroundIsNotTooSlow(t *testing.T) {
	inHouse(t, Limits{}, func(h *house) {
		v := h.travel("ada", netsim.Symmetric(60*time.Millisecond, 0, 0))
		defer v.leave()
		v.live(2 * time.Second)
		v.asleep, v.states = true, 0
		v.live(time.Minute)
		if v.ended != 0 || v.states < 15 || v.states > 45 {
			t.Fatalf("ended with %v after a minute asleep, %d states", v.ended, v.states)
		}
		v.asleep, v.states = false, 0
		v.send(protocol.AppendKeyframe(nil))
		v.awaitFresh(h)
		woke := time.Now()
		v.live(time.Second)
		if took := v.fresh.Sub(woke); took < 30*time.Millisecond || took > 160*time.Millisecond || v.states < 25 {
			t.Errorf("%d states in the second after it woke up, the first whole one after %v", v.states, took)
		}
	})
}
