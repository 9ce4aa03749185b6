package room

import (
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

func TestRoomClosesWhoseSocketsAreSilent(t *testing.T) {
	play(t, Config{Idle: time.Minute}, func(s *stage) {
		_, peer := s.join("ada")
		s.pass(59 * time.Second)
		if s.ended() {
			t.Fatal("closed before its time")
		}
		s.pass(3 * time.Second)
		if !s.ended() || s.gauge.closed[0] != ClosedIdle {
			t.Fatalf("a socket that says nothing keeps the room open: closes %v", s.gauge.closed)
		}
		if len(peer.closed) != 1 || peer.closed[0] != transport.Kicked {
			t.Errorf("the socket was closed with %v, want Kicked: its client must not look for another room", peer.closed)
		}
	})
}

func TestRoomStaysOpenWhileSomebodyPlays(t *testing.T) {
	play(t, Config{Idle: time.Minute}, func(s *stage) {
		seat, peer := s.join("ada")
		for range 4 {
			for turn := range 3 {
				s.fly(seat, peer, 1, func(seen, now sim.Tick) protocol.Inputs {
					in := looking(seen, seen, now+2)
					in.Held[0].Axes[toy.AxisX], in.Held[1].Axes[toy.AxisX] = int32(10*turn), int32(10*turn)
					return in
				})
			}
			s.pass(50 * time.Second)
			if s.ended() {
				t.Fatalf("closed %v while somebody plays", s.gauge.closed)
			}
		}
		for range 70 * 30 { // frames that hold nothing, for longer than the room waits
			if s.ended() {
				break
			}
			s.fly(seat, peer, 1, func(seen, now sim.Tick) protocol.Inputs { return looking(seen, seen, now+2) })
		}
		if !s.ended() || s.gauge.closed[0] != ClosedIdle {
			t.Errorf("frames without a hand on the controls keep the room open: closes %v", s.gauge.closed)
		}
	})
}

func TestReservationsAloneKeepNoRoom(t *testing.T) {
	host(t, RegistryConfig{ReservationTTL: 10 * time.Second}, func(t *testing.T, g *Registry) {
		cfg := four
		cfg.Linger = 15 * time.Second
		r, _ := g.Open(cfg)
		for i := range 5 {
			_ = g.Reserve(r.cfg.ID, guest(i))
			time.Sleep(7 * time.Second)
		}
		synctest.Wait()
		if n := len(g.List()); n != 0 {
			t.Errorf("%d rooms 35 s later; want none: seats in it were reserved again and again, and nobody came", n)
		}
	})
}
