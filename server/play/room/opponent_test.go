package room

import (
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/shared/protocol"
	"perihelion/sim"
	"perihelion/sim/toy"
)

var duel = Config{Sim: sim.Config{Mode: toy.Duel, Seats: 2}, Rated: true, BotAfter: 10 * time.Second}

// duellist is somebody in a duel whose client sends inputs.
type duellist struct {
	*fakePeer
	room *Room
	seat Seat
}

func duelWith(t *testing.T, g *Registry, r *Room, player string) *duellist {
	t.Helper()
	d := &duellist{fakePeer: &fakePeer{}}
	var err error
	if d.room, d.seat, err = g.Join(t.Context(), r.cfg.ID, Request{Player: player, Name: player, Peer: d}); err != nil {
		t.Fatalf("%s joins: %v", player, err)
	}
	go func() {
		first := d.seat.Tick
		for began := time.Now(); ; {
			send(d.seat.Inputs, 0, first+sim.Tick(time.Since(began)*60/time.Second)+4, sim.Input{})
			select {
			case <-r.done:
				return
			case <-time.After(100 * time.Millisecond):
			}
		}
	}()
	return d
}

// hears lets time pass until d is told something with these words in it.
func (d *duellist) hears(t *testing.T, words string, within time.Duration) protocol.Notice {
	t.Helper()
	for end := time.Now().Add(within); ; {
		synctest.Wait()
		d.mu.Lock()
		heard := d.notices
		d.mu.Unlock()
		if n := len(heard); n > 0 && strings.Contains(heard[n-1].Text, words) {
			return heard[n-1]
		}
		if time.Now().After(end) {
			t.Fatalf("not told %q within %v; heard %+v", words, within, heard)
		}
		time.Sleep(100 * time.Millisecond)
	}
}

func TestWhoseOpponentDoesNotComeIsToldAndMeetsABot(t *testing.T) {
	host(t, RegistryConfig{ReservationTTL: 30 * time.Second}, func(t *testing.T, g *Registry) {
		r, _ := g.Open(duel)
		_ = g.reserveAll(r.cfg.ID, []Reservation{{Player: "ada", Rating: 31}, {Player: "bob", Rating: 29}})
		ada := duelWith(t, g, r, "ada")
		if n := ada.hears(t, "on the way", 1500*time.Millisecond); n.In < 28*time.Second || n.In > 30*time.Second {
			t.Errorf("told that bob has %v to come, want what is left of his reservation", n.In)
		}
		if w := r.Info().Waiting; w.Player != "" {
			t.Errorf("%+v waits while the seat is reserved", w)
		}
		time.Sleep(25 * time.Second)
		if n := ada.hears(t, "did not come. Looking for another", 6*time.Second); n.In != duel.BotAfter {
			t.Errorf("a bot comes in %v, want %v", n.In, duel.BotAfter)
		}
		if info := g.List()[0]; info.Waiting != (Waiting{"ada", 31}) || info.Free != 1 || info.Bots != 0 {
			t.Errorf("info %+v, want that ada waits for whoever comes", info)
		}
		ada.hears(t, "A bot plays you, unrated", duel.BotAfter+time.Second)
		if info := g.List()[0]; info.Bots != 1 || info.Waiting.Player != "" {
			t.Errorf("info %+v, want a bot, and that nobody waits", info)
		}
	})
}

func TestAnotherOpponentTakesTheSeat(t *testing.T) {
	host(t, RegistryConfig{ReservationTTL: 5 * time.Second}, func(t *testing.T, g *Registry) {
		r, _ := g.Open(duel)
		_ = g.reserveAll(r.cfg.ID, []Reservation{{Player: "ada"}, {Player: "bob"}})
		ada := duelWith(t, g, r, "ada")
		ada.hears(t, "Looking for another", 7*time.Second)
		if err := g.Reserve(r.cfg.ID, Reservation{Player: "eve"}); err != nil {
			t.Fatal(err)
		}
		if n := ada.hears(t, "Another opponent is on the way", 1500*time.Millisecond); n.In < 3*time.Second {
			t.Errorf("told that they have %v to come, want what is left of the reservation", n.In)
		}
		duelWith(t, g, r, "eve")
		ada.hears(t, "Your opponent is here", 1500*time.Millisecond)
		time.Sleep(2 * duel.BotAfter)
		if info := g.List()[0]; info.Players != 2 || info.Waiting.Player != "" {
			t.Errorf("info %+v, want two who play", info)
		}
	})
}

func TestReservationsThatNobodyUsesDoNotKeepTheBotAway(t *testing.T) {
	host(t, RegistryConfig{ReservationTTL: 9 * time.Second}, func(t *testing.T, g *Registry) {
		r, _ := g.Open(duel)
		ada := duelWith(t, g, r, "ada")
		began := time.Now()
		ada.hears(t, "Nobody is here to play you", 1500*time.Millisecond)
		time.Sleep(3 * time.Second)
		_ = g.Reserve(r.cfg.ID, guest(1))
		ada.hears(t, "on the way", 1500*time.Millisecond)
		ada.hears(t, "A bot plays you, unrated", 10*time.Second)
		if waited := time.Since(began); waited > 15*time.Second {
			t.Errorf("waited %v, want a bot once a reservation has lapsed and its time has come", waited)
		}
	})
}

func TestWhoseOpponentLeavesIsToldAtOnce(t *testing.T) {
	for _, tt := range []struct {
		name  string
		phase sim.Phase
		lost  bool
	}{
		{"in warm-up", sim.PhaseWarmup, false},
		{"in the round", sim.PhaseLive, false},
		{"on the podium", sim.PhasePodium, false},
		{"with the connection", sim.PhaseLive, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			cfg := duel
			cfg.Hold = 5 * time.Second
			host(t, RegistryConfig{}, func(t *testing.T, g *Registry) {
				r, _ := g.Open(cfg)
				ada, bob := duelWith(t, g, r, "ada"), duelWith(t, g, r, "bob")
				time.Sleep(2 * time.Second)
				r.postBlocking(func(m *match) { m.world.(*fakeWorld).phase = tt.phase })
				time.Sleep(time.Second)
				if tt.lost {
					r.Lost(bob.seat.Me, bob.seat.Epoch)
					if n := ada.hears(t, "connection is gone", 1500*time.Millisecond); n.In < 3*time.Second || n.In > 5*time.Second {
						t.Errorf("told that bob may come back for %v, want what is left of five seconds", n.In)
					}
					ada.hears(t, "did not come back. Looking for another", 6*time.Second)
				} else {
					r.Quit(bob.seat.Me, bob.seat.Epoch)
					ada.hears(t, "Your opponent has left. Looking for another", 1500*time.Millisecond)
				}
				if w := g.List()[0].Waiting; w.Player != "ada" {
					t.Errorf("%+v waits for whoever comes, want ada", w)
				}
				ada.hears(t, "A bot plays you, unrated", cfg.BotAfter+time.Second)
			})
		})
	}
}

func TestAFriendIsWaitedForAlone(t *testing.T) {
	host(t, RegistryConfig{ReservationTTL: 2 * time.Second}, func(t *testing.T, g *Registry) {
		r, err := g.OpenPrivate(duel, Reservation{Player: "ada"})
		if err != nil {
			t.Fatal(err)
		}
		ada := duelWith(t, g, r, "ada")
		time.Sleep(time.Minute)
		synctest.Wait()
		if info := g.List()[0]; info.Waiting.Player != "" || info.Bots != 0 || len(ada.notices) > 0 {
			t.Errorf("info %+v after %+v, want a seat that waits for the friend", info, ada.notices)
		}
	})
}

func TestWithoutBotsTheSearchGoesOn(t *testing.T) {
	cfg := duel
	cfg.BotAfter = 0
	host(t, RegistryConfig{}, func(t *testing.T, g *Registry) {
		r, _ := g.Open(cfg)
		ada := duelWith(t, g, r, "ada")
		ada.hears(t, "the menu leads to the queue", 1500*time.Millisecond)
		time.Sleep(time.Minute)
		if info := g.List()[0]; info.Waiting.Player != "ada" || info.Bots != 0 {
			t.Errorf("info %+v, want that ada waits on", info)
		}
	})
}

func TestAReservationThatIsUsedIsNotWaitedFor(t *testing.T) {
	host(t, RegistryConfig{ReservationTTL: 30 * time.Second}, func(t *testing.T, g *Registry) {
		r, _ := g.Open(duel)
		_ = g.reserveAll(r.cfg.ID, []Reservation{{Player: "ada"}, {Player: "bob"}})
		ada, bob := duelWith(t, g, r, "ada"), duelWith(t, g, r, "bob")
		time.Sleep(2 * time.Second)
		r.Quit(bob.seat.Me, bob.seat.Epoch)
		ada.hears(t, "has left", 1500*time.Millisecond)
	})
}
