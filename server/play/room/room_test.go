package room

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/protocol"
	"perihelion/shared/transport"
	"perihelion/sim"
)

func TestRoomKeepsItsRate(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		_, peer := s.join("ada")
		s.pass(10 * time.Second)
		if got := s.room.Info().Tick; got != 600 {
			t.Errorf("tick %d after ten seconds, want 600", got)
		}
		if got := len(peer.updates); got != 300 {
			t.Errorf("%d snapshots in ten seconds, want 300", got)
		}
	})
}

func TestRoomCatchesUpThenLetsTimeSlip(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		s.join("ada")
		s.pass(time.Second)
		s.world.slow.Store(int64(time.Second)) // one step stalls the room for sixty
		s.pass(20 * time.Millisecond)
		s.world.slow.Store(0)
		s.pass(2 * time.Second)
		if s.gauge.slipped < 50 || s.gauge.slipped > 60 {
			t.Errorf("%d ticks slipped after a stall of sixty, want all but what may be caught up", s.gauge.slipped)
		}
		if got, want := s.gauge.ticks+s.gauge.slipped, 180; got < want-2 || got > want+2 {
			t.Errorf("played and slipped %d ticks in three seconds, want about %d", got, want)
		}
	})
}

func TestJoinFillsSeatsAndThenRefuses(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		seen := map[sim.PlayerID]bool{}
		for _, name := range []string{"ada", "bob", "cyd", "dan"} {
			seat, _ := s.join(name)
			if seen[seat.Me] {
				t.Errorf("%s got seat %d, which is taken", name, seat.Me)
			}
			seen[seat.Me] = true
		}
		if _, _, err := s.tryJoin("eve"); !errors.Is(err, ErrFull) {
			t.Errorf("fifth of four: %v, want ErrFull", err)
		}
		if got := s.room.Info().Players; got != 4 {
			t.Errorf("info says %d players, want 4", got)
		}
	})
}

func TestSecondConnectionOfAnAccountReplacesTheFirst(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		first, old := s.join("ada")
		second, fresh := s.join("ada")
		if second.Me != first.Me || second.Epoch <= first.Epoch {
			t.Errorf("second connection got seat %d epoch %d after seat %d epoch %d", second.Me, second.Epoch, first.Me, first.Epoch)
		}
		if len(old.closed) != 1 || old.closed[0] != transport.Replaced {
			t.Errorf("old connection closed with %v, want Replaced", old.closed)
		}
		s.room.Lost(first.Me, first.Epoch) // the news of its end comes late
		s.pass(time.Second)
		if len(fresh.updates) < 29 || len(fresh.closed) > 0 {
			t.Errorf("fresh connection got %d snapshots and closes %v: the stale loss hit it", len(fresh.updates), fresh.closed)
		}
		if len(s.world.seated) != 1 {
			t.Errorf("seats %v in the world, want one", s.world.seated)
		}
	})
}

func TestSeatOutlivesItsSocket(t *testing.T) {
	play(t, Config{Hold: 20 * time.Second}, func(s *stage) {
		ada, _ := s.join("ada")
		_, other := s.join("bob")
		s.room.Lost(ada.Me, ada.Epoch)
		s.pass(time.Second)
		if l, _ := other.line(ada.Me); !l.Away {
			t.Error("others do not see that ada is away")
		}
		s.pass(18 * time.Second)
		back, peer, err := s.resume("ada", ada)
		if err != nil || back.Me != ada.Me || back.Epoch != ada.Epoch+1 {
			t.Fatalf("resume = %+v, %v, want the same seat, one epoch on", back, err)
		}
		s.pass(time.Second)
		if l, _ := other.line(ada.Me); l.Away || len(peer.updates) < 29 || peer.full != 1 {
			t.Errorf("after the resume: away %v, %d snapshots, %d rosters", l.Away, len(peer.updates), peer.full)
		}
		if s.gauge.resumed != 1 {
			t.Errorf("%d resumes counted, want 1", s.gauge.resumed)
		}
	})
}

func TestHeldSeatIsGivenUpInTheEnd(t *testing.T) {
	play(t, Config{Hold: 5 * time.Second}, func(s *stage) {
		ada, _ := s.join("ada")
		_, other := s.join("bob")
		s.room.Lost(ada.Me, ada.Epoch)
		s.pass(7 * time.Second)
		if _, still := other.roster[ada.Me]; still || len(s.world.seated) != 1 {
			t.Errorf("roster %v, seats %v: ada should be gone", other.roster, s.world.seated)
		}
		if _, _, err := s.resume("ada", ada); !errors.Is(err, ErrStale) {
			t.Errorf("resume after the hold: %v, want ErrStale", err)
		}
	})
}

func TestResumeTicketsAgeByWhatTheyLedTo(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		first, _ := s.join("ada")
		s.room.Lost(first.Me, first.Epoch)
		// The Welcome of the second connection never arrived: only the first ticket is known.
		second, _, err := s.resume("ada", first)
		if err != nil {
			t.Fatalf("resume: %v", err)
		}
		s.room.Lost(second.Me, second.Epoch)
		third, _, err := s.resume("ada", first)
		if err != nil || third.Epoch != 3 {
			t.Fatalf("resume with the ticket of a connection that never spoke again = %+v, %v", third, err)
		}
		send(third.Inputs, 0, third.Tick+5, sim.Input{})
		s.pass(100 * time.Millisecond)
		if _, _, err := s.resume("ada", second); !errors.Is(err, ErrStale) {
			t.Errorf("a ticket older than a connection that works: %v, want ErrStale", err)
		}
		for name, seat := range map[string]Seat{
			"from the future":     {Me: third.Me, Epoch: third.Epoch + 1},
			"of an empty seat":    {Me: third.Me + 1, Epoch: 1},
			"of a seat not there": {Me: 999, Epoch: 1},
		} {
			if _, _, err := s.resume("ada", seat); !errors.Is(err, ErrStale) {
				t.Errorf("ticket %s: %v, want ErrStale", name, err)
			}
		}
		if _, _, err := s.resume("eve", third); !errors.Is(err, ErrStale) {
			t.Errorf("ticket of somebody else: %v, want ErrStale", err)
		}
	})
}

func TestQuitFreesTheSeatAtOnce(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		ada, _ := s.join("ada")
		s.room.Quit(ada.Me, ada.Epoch+1) // of no connection there is
		s.room.Quit(ada.Me, ada.Epoch)
		s.pass(0)
		if got := s.room.Info().Players; got != 0 || len(s.world.seated) != 0 {
			t.Errorf("%d players, seats %v, want none", got, s.world.seated)
		}
		bob, _ := s.join("bob")
		if bob.Me != ada.Me || bob.Epoch <= ada.Epoch {
			t.Errorf("bob sits in %d epoch %d, want ada's seat and a newer epoch than %d", bob.Me, bob.Epoch, ada.Epoch)
		}
		s.room.Lost(ada.Me, ada.Epoch)
		s.pass(100 * time.Millisecond)
		s.inMatch(func(m *match) {
			if m.seats[bob.Me].peer == nil {
				t.Error("the end of ada's socket took bob's")
			}
		})
	})
}

func TestJoinThatNobodyWaitsForTakesNoSeat(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		s.world.slow.Store(int64(time.Second)) // the room is busy while the caller gives up
		s.pass(20 * time.Millisecond)
		ctx, cancel := context.WithTimeout(s.Context(), time.Millisecond)
		defer cancel()
		_, err := s.room.Join(ctx, Request{Player: "ada", Peer: &fakePeer{}})
		s.world.slow.Store(0)
		s.pass(5 * time.Second)
		if !errors.Is(err, context.DeadlineExceeded) || s.room.Info().Players != 0 {
			t.Errorf("join = %v with %d players, want it given up and nobody there", err, s.room.Info().Players)
		}
	})
}

func TestMailboxRefusesWhenFull(t *testing.T) {
	r := newRoom(Config{ID: "idle", Sim: sim.Config{Seats: 2}}, &fakeWorld{}) // nobody runs it
	for range mailboxSize {
		r.Say(0, 0, protocol.Say{Text: "hello?"})
	}
	if _, err := r.Join(t.Context(), Request{}); !errors.Is(err, ErrBusy) {
		t.Errorf("join = %v, want ErrBusy", err)
	}
}

func TestKickedPlayerLosesTheSeat(t *testing.T) {
	play(t, Config{}, func(s *stage) {
		ada, peer := s.join("ada")
		s.room.Kick(ada.Me, "enough")
		s.pass(0)
		if len(peer.closed) != 1 || peer.closed[0] != transport.Kicked || s.room.Info().Players != 0 {
			t.Errorf("closed %v with %d players", peer.closed, s.room.Info().Players)
		}
		if _, _, err := s.resume("ada", ada); !errors.Is(err, ErrStale) {
			t.Errorf("comes back: %v, want ErrStale", err)
		}
	})
}

func TestEmptyRoomCloses(t *testing.T) {
	play(t, Config{Linger: 10 * time.Second, Hold: time.Second}, func(s *stage) {
		ada, _ := s.join("ada")
		s.pass(time.Minute)
		if s.ended() {
			t.Fatal("closed with somebody in it")
		}
		s.room.Lost(ada.Me, ada.Epoch)
		s.pass(9 * time.Second)
		if s.ended() {
			t.Fatal("closed before it had been empty for long")
		}
		s.pass(4 * time.Second)
		if !s.ended() || s.gauge.closed[0] != ClosedEmpty {
			t.Fatalf("still open, closes %v", s.gauge.closed)
		}
		if _, _, err := s.tryJoin("bob"); !errors.Is(err, ErrClosed) {
			t.Errorf("join = %v, want ErrClosed", err)
		}
		s.room.Lost(0, 1) // returns, though nobody listens
	})
}

func TestRoomWaitsForWhoHoldsATicket(t *testing.T) {
	play(t, Config{Linger: time.Second}, func(s *stage) {
		s.room.info.reservedUntil.Store(time.Now().Add(10 * time.Second).UnixNano())
		s.pass(9 * time.Second)
		if s.ended() {
			t.Error("closed before the ticket ran out")
		}
		s.pass(2 * time.Second)
		if !s.ended() {
			t.Error("still open")
		}
	})
}

func TestRoomTellsWhyItEnds(t *testing.T) {
	for name, tt := range map[string]struct {
		end  func(*Room, context.CancelFunc)
		want transport.Reason
		how  string
	}{
		"the server stops":   {func(_ *Room, cancel context.CancelFunc) { cancel() }, transport.Restarting, ClosedStopped},
		"an operator closes": {func(r *Room, _ context.CancelFunc) { r.Close(transport.RoomClosed, "bye") }, transport.RoomClosed, ClosedOperator},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				g, peer := &gauge{}, &fakePeer{}
				r := newRoom(Config{Sim: sim.Config{Seats: 2}, Metrics: g}, &fakeWorld{})
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				go r.Run(ctx)
				if _, err := r.Join(ctx, Request{Player: "ada", Peer: peer}); err != nil {
					t.Fatal(err)
				}
				tt.end(r, cancel)
				<-r.Done()
				if len(peer.closed) != 1 || peer.closed[0] != tt.want || g.closed[0] != tt.how {
					t.Errorf("closed with %v (%v), want %v (%s)", peer.closed, g.closed, tt.want, tt.how)
				}
			})
		})
	}
}

func (s *stage) ended() bool {
	select {
	case <-s.room.Done():
		return true
	default:
		return false
	}
}
