package room

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/transport"
	"perihelion/sim"
)

// phase moves the world on, between two ticks, and lets the room see it.
func (s *stage) phase(p sim.Phase) {
	s.alter(func(w *fakeWorld) { w.phase = p })
	s.pass(100 * time.Millisecond)
}

// drain has the server stop after so long.
func (s *stage) drain(within time.Duration) {
	s.room.Drain(time.Now().Add(within))
	synctest.Wait()
}

func TestARoomThatDrainsEndsAfterItsRound(t *testing.T) {
	play(t, Config{Sim: sim.Config{Seats: 4, Seconds: 60}}, func(s *stage) {
		_, ada := s.join("ada")
		s.phase(sim.PhaseLive)
		s.pass(20*time.Second - 100*time.Millisecond)
		s.drain(5 * time.Minute)
		if n := ada.notices[0]; n.Text != "The server restarts after this round" || (n.In-40*time.Second).Abs() > time.Second {
			t.Errorf("told %+v, want the forty seconds that are left of the round", n)
		}
		s.pass(3 * time.Minute) // of overtime, say
		if s.ended() {
			t.Fatal("cut in the middle of a round")
		}
		s.phase(sim.PhasePodium)
		if n := ada.notices[1]; n.In != drainPodium {
			t.Errorf("told on the podium %+v, want that it ends in %v", n, drainPodium)
		}
		s.pass(drainPodium / 2)
		if s.ended() {
			t.Error("cut before the podium was over")
		}
		s.pass(drainPodium)
		if !s.ended() || !slices.Equal(ada.closed, []transport.Reason{transport.RoomClosed}) || s.gauge.closed[0] != ClosedStopped {
			t.Errorf("ended %v with %v (%v), want RoomClosed, for there is nothing to come back to", s.ended(), ada.closed, s.gauge.closed)
		}
	})
}

func TestNoRoundBeginsInARoomThatDrains(t *testing.T) {
	results := &listener{}
	play(t, Config{Observer: results}, func(s *stage) {
		s.join("ada")
		s.phase(sim.PhaseCountdown)
		s.drain(time.Minute)
		s.pass(time.Second)
		if s.ended() {
			t.Fatal("ended before anybody could read why")
		}
		s.phase(sim.PhaseLive)
		if !s.ended() || len(results.ended) != 0 {
			t.Errorf("ended %v, results %v; want the end before a round", s.ended(), results.ended)
		}
	})
	play(t, Config{}, func(s *stage) {
		s.join("ada")
		s.drain(time.Minute)
		s.pass(drainNotice + time.Second)
		if !s.ended() {
			t.Error("a warm-up goes on without end")
		}
	})
}

// listener is an Observer that remembers what it was told.
type listener struct{ ended []Result }

func (*listener) OnKill(Kill) {}
func (l *listener) OnRoundEnd(r Result) <-chan struct{} {
	l.ended = append(l.ended, r)
	return nil
}

func TestAHeldSeatIsTakenBackWhileTheRoomDrains(t *testing.T) {
	play(t, Config{Sim: sim.Config{Seats: 4}, Hold: 20 * time.Second}, func(s *stage) {
		seat, _ := s.join("ada")
		s.join("bob")
		s.phase(sim.PhaseLive)
		s.drain(time.Minute)
		s.room.Lost(seat.Me, seat.Epoch)
		s.pass(10 * time.Second)
		again, ada, err := s.resume("ada", seat)
		if err != nil || again.Me != seat.Me {
			t.Fatalf("back in seat %d, %v, want %d", again.Me, err, seat.Me)
		}
		synctest.Wait()
		if len(ada.notices) != 1 || ada.notices[0].In > 50*time.Second {
			t.Errorf("told %+v on coming back, want how long there is", ada.notices)
		}
	})
}

func TestARoomThatDrainsDoesNotWaitForNobody(t *testing.T) {
	play(t, Config{Sim: sim.Config{Seats: 4}, Hold: 5 * time.Second, Fill: 4}, func(s *stage) {
		seat, _ := s.join("ada")
		s.phase(sim.PhaseLive)
		s.drain(time.Minute)
		s.room.Lost(seat.Me, seat.Epoch)
		s.pass(4 * time.Second)
		if s.ended() {
			t.Error("ended while a seat is held")
		}
		s.pass(3 * time.Second)
		if !s.ended() {
			t.Error("goes on for bots")
		}
	})
	play(t, Config{Fill: 4}, func(s *stage) {
		s.drain(time.Minute)
		if !s.ended() {
			t.Error("a room without people goes on")
		}
	})
}

func TestWhoIsCutShortIsToldWhen(t *testing.T) {
	play(t, Config{Sim: sim.Config{Seats: 4, Seconds: 600}}, func(s *stage) {
		_, ada := s.join("ada")
		s.phase(sim.PhaseLive)
		s.drain(time.Minute)
		s.drain(10 * time.Second) // the operator is in a hurry
		for i, want := range []time.Duration{time.Minute, 10 * time.Second} {
			if n := ada.notices[i]; n.Text != "The server restarts" || n.In != want {
				t.Errorf("notice %d = %+v, want %v", i, n, want)
			}
		}
	})
}

func TestWhileDrainingOnlyWhoHasASeatComesIn(t *testing.T) {
	host(t, RegistryConfig{MaxPlayers: 3}, func(t *testing.T, g *Registry) {
		r, _ := g.Open(four)
		enter(t, g, r, "ada")
		if err := g.Reserve(r.cfg.ID, Reservation{Player: "bob"}); err != nil {
			t.Fatal(err)
		}
		g.Drain(time.Now().Add(time.Minute))
		for player, want := range map[string]error{"ada": nil, "bob": ErrDraining, "eve": ErrDraining} {
			if _, _, err := g.Join(t.Context(), r.cfg.ID, Request{Player: player, Peer: &fakePeer{}}); !errors.Is(err, want) {
				t.Errorf("%s joins: %v, want %v", player, err, want)
			}
		}
		if err := g.Reserve(r.cfg.ID, Reservation{Player: "ada"}); err != nil {
			t.Errorf("whoever has a seat is refused a ticket to it: %v", err)
		}
		synctest.Wait()
		g.Wait()
	})
}

func TestAMatchWithoutEndHasNoResultsAndEndsSoonWhenItDrains(t *testing.T) {
	results := &listener{}
	endless := &sim.Mode{Name: "endless", Endless: true}
	play(t, Config{Observer: results, Sim: sim.Config{Seats: 4, Mode: endless}}, func(s *stage) {
		s.join("ada")
		s.join("bob")
		s.phase(sim.PhaseLive)
		s.pass(4 * time.Minute)
		s.drain(time.Minute)
		if s.ended() {
			t.Fatal("ended before anybody could read why")
		}
		s.pass(drainNotice + time.Second)
		if !s.ended() || len(results.ended) != 0 {
			t.Errorf("ended %v with results %v; want the end, and none", s.ended(), results.ended)
		}
	})
}
