package room

import (
	"slices"
	"testing"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// A claim is what a client says in a frame, when its newest snapshot is of tick
// seen and the room has played tick now.
type claim func(seen, now sim.Tick) protocol.Inputs

// fly sends a frame each thirtieth of a second over a link of 40 ms, which honest
// clients and others share.
func (s *stage) fly(seat Seat, peer *fakePeer, frames int, say claim) {
	for range frames {
		seen := peer.lastTick()
		s.pass(33 * time.Millisecond)
		in := say(seen, s.world.tick)
		seat.Inputs.Push(&in, time.Now())
	}
}

// looking is a frame of two inputs that saw a tick.
func looking(ack, view, first sim.Tick) protocol.Inputs {
	in := protocol.Inputs{Ack: ack, View: view, First: first, N: 2}
	in.Held[0].View, in.Held[1].View = view-min(view, 1), view
	return in
}

func TestClaimsAboutTheViewGainNothing(t *testing.T) {
	const ( // in ticks
		honest = 9          // a round trip of 40 ms, interpolation, an input's wait for its tick
		gained = honest + 2 // what we spare those whose clocks bend
	)
	tests := []struct {
		name string
		say  claim
		most sim.Tick // that the world is rewound for it
		none bool     // not at all
	}{
		{"an honest view is believed", func(seen, now sim.Tick) protocol.Inputs { return looking(seen, seen-3, now+2) }, honest, false},
		{"an old view is made younger", func(seen, now sim.Tick) protocol.Inputs { return looking(seen, seen-30, now+2) }, gained, false},
		{"so it is in a frame of many", func(seen, now sim.Tick) protocol.Inputs {
			in := looking(seen, seen-30, now+2)
			in.N = protocol.MaxInputs
			for i := range in.N {
				in.Held[i].View = seen - 30
			}
			return in
		}, gained + 1, false},
		{"one that stands still moves on", func(seen, now sim.Tick) protocol.Inputs { return looking(seen, min(seen, 60), now+2) }, gained, false},
		{"who confirms nothing is compensated for nothing", func(seen, now sim.Tick) protocol.Inputs { return looking(0, seen-30, now+2) }, 0, true},
		{"who stops confirming is not compensated for more", func(seen, now sim.Tick) protocol.Inputs { return looking(min(seen, 60), seen-30, now+2) }, gained, false},
		{"who confirms the future has seen no more", func(_, now sim.Tick) protocol.Inputs { return looking(now+100, now-30, now+2) }, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			play(t, Config{}, func(s *stage) {
				seat, peer := s.join("eve")
				s.pass(200 * time.Millisecond)
				s.fly(seat, peer, 200, tt.say)
				for i, inputs := range s.world.played[len(s.world.played)-120:] {
					now, in := s.world.tick-119+sim.Tick(i), inputs[seat.Me]
					if tt.none {
						if in.View != 0 {
							s.Fatalf("in tick %d the view of tick %d counts, want none", now, in.View)
						}
						continue
					}
					if in.View == 0 || now-in.View > tt.most {
						s.Fatalf("tick %d is rewound to %d, want no more than %d ticks", now, in.View, tt.most)
					}
				}
			})
		})
	}
}

func TestAClockThatRunsFastFliesNoFaster(t *testing.T) {
	const minute, rate = 60, 63 // ticks a second, where 60 would be right
	play(t, Config{}, func(s *stage) {
		seat, peer := s.join("eve")
		s.pass(time.Second)
		next, sent := s.world.tick+3, 0
		for range minute * rate / 2 {
			in := looking(peer.lastTick(), peer.lastTick(), next)
			in.Held[0].Axes[toy.AxisX], in.Held[1].Axes[toy.AxisX] = 100, 100
			seat.Inputs.Push(&in, time.Now())
			next, sent = next+2, sent+2
			s.pass(time.Second * 2 / rate)
		}
		s.pass(time.Second) // for what is counted by then
		flown := 0
		for _, inputs := range s.world.played {
			if inputs[seat.Me].Axes[toy.AxisX] > 0 {
				flown++
			}
		}
		// It gets as far ahead as inputs may be, and then it is not listened to.
		if u := peer.updates[len(peer.updates)-1]; u.Newest > s.world.tick+maxAhead {
			s.Errorf("an input %d ticks ahead was taken", u.Newest-s.world.tick)
		}
		if ticks := len(s.world.played); ticks > (minute+2)*60+1 || flown > minute*60 || s.gauge.tally.Early < sent-flown-maxAhead {
			s.Errorf("%d of %d inputs dropped, %d of %d ticks flown", s.gauge.tally.Early, sent, flown, ticks)
		}
	})
}

func TestAFloodOfInputsDrownsOnlyItsSender(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		eve, _ := s.join("eve")
		ada, peer := s.join("ada")
		s.pass(time.Second)
		starved := s.gauge.tally.Starved
		for range 300 {
			now := s.world.tick
			for i := range sim.Tick(100) {
				in := looking(peer.lastTick(), 0, now+1+i%30)
				in.Held[0].Axes[toy.AxisX] = int32(int8(i))
				eve.Inputs.Push(&in, time.Now())
			}
			send(ada.Inputs, peer.lastTick(), now+2, sim.Input{Axes: axes(7, 0)}, sim.Input{Axes: axes(7, 0)})
			s.pass(time.Second / 30)
		}
		s.pass(time.Second)
		slow := 0
		for _, inputs := range s.world.played[120 : len(s.world.played)-120] {
			if inputs[ada.Me].Axes[toy.AxisX] != 7 {
				slow++
			}
		}
		if slow > 0 || len(peer.updates) < 340 {
			s.Errorf("beside a flood ada's ship missed %d inputs and got %d snapshots", slow, len(peer.updates))
		}
		if s.gauge.tally.Early+s.gauge.tally.Flooded < 300*(100-inputQueueSize-10) {
			s.Errorf("%d frames or inputs dropped of 30000, want nearly all", s.gauge.tally.Early+s.gauge.tally.Flooded)
		}
		if n := len(s.gauge.buffered); n < 2*11 || n > 2*13 || slices.Max(s.gauge.buffered) > maxAhead {
			s.Errorf("what is buffered was told as %v, want it of both once a second", s.gauge.buffered)
		}
		if len(s.world.played) > 13*60 || s.gauge.tally.Starved < starved {
			s.Errorf("%d ticks played in 12 seconds", len(s.world.played))
		}
	})
}
