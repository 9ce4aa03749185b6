package room

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"perihelion/sim"
	"perihelion/sim/toy"
)

func TestSidesStayEven(t *testing.T) {
	play(t, Config{Sim: sim.Config{Seats: 8, Mode: toy.Teams}, Fill: 6}, func(s *stage) {
		byTeam := func(of ...holder) (n [1 + teamCount]int) {
			s.inMatch(func(m *match) { n = m.countByTeam(of...) })
			return n
		}
		even := func(after string) {
			s.Helper()
			if n := byTeam(holderPlayer, holderBot); n != [1 + teamCount]int{0, 3, 3} {
				s.Errorf("%s: pilots by side %v, want three on each", after, n)
			}
		}
		even("bots alone")
		seats := map[string]Seat{}
		for _, name := range []string{"ada", "bob", "cyd", "dan"} {
			seats[name], _ = s.join(name)
			even("with " + name)
			if n := byTeam(holderPlayer); n[1]-n[2] > 1 || n[2] > n[1] {
				s.Errorf("with %s: people by side %v", name, n)
			}
		}
		for _, name := range []string{"ada", "cyd", "bob"} {
			s.room.Quit(seats[name].Me, seats[name].Epoch)
			s.pass(2 * time.Second)
			even("without " + name)
		}
	})
}

func TestASideCanBeAskedFor(t *testing.T) {
	play(t, Config{Sim: sim.Config{Seats: 4, Mode: toy.Teams}, Fill: 4}, func(s *stage) {
		for i, want := range []sim.Team{2, 2, 1} { // the third finds its side full
			p := &fakePeer{}
			name := string(rune('a' + i))
			seat, err := s.room.Join(s.Context(), Request{Player: name, Name: name, Team: 2, Peer: p})
			if got := s.room.cfg.Sim.TeamOf(seat.Me); err != nil || got != want {
				s.Errorf("%s is on side %d, %v, want %d", name, got, err, want)
			}
		}
	})
}

func TestSidesArePromisedToNoMoreThanTheySeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := NewRegistry(RegistryConfig{}, gameOf(func(sim.Config) sim.World { return &fakeWorld{} }), quiet, nil)
		r, err := g.Open(Config{Sim: sim.Config{Seats: 6, Mode: toy.Teams}, Fill: 6})
		if err != nil {
			t.Fatal(err)
		}
		on := func(n int, side sim.Team) Reservation { p := guest(n); p.Team = side; return p }
		free := func() [teamCount]int { return g.List()[0].FreeByTeam }
		if err := g.reserveAll(r.cfg.ID, []Reservation{on(1, 2), on(2, 2)}); err != nil || free() != [teamCount]int{3, 1} {
			t.Errorf("two on the second side: %v, free %v, want 3 and 1", err, free())
		}
		if err := g.reserveAll(r.cfg.ID, []Reservation{on(3, 2), on(4, 2)}); !errors.Is(err, ErrFull) || free() != [teamCount]int{3, 1} {
			t.Errorf("two more: %v, free %v, want ErrFull and no change", err, free())
		}
		if err := g.Reserve(r.cfg.ID, on(5, 0)); err != nil || free() != [teamCount]int{2, 1} {
			t.Errorf("one on either side: %v, free %v, want the side with more room", err, free())
		}
		for n, want := range map[int]sim.Team{1: 2, 2: 2, 5: 1} {
			_, seat, err := g.Join(t.Context(), r.cfg.ID, Request{Player: guest(n).Player, Peer: &fakePeer{}})
			if got := r.cfg.Sim.TeamOf(seat.Me); err != nil || got != want {
				t.Errorf("guest %d sits on side %d, %v, want %d", n, got, err, want)
			}
		}
		if free() != [teamCount]int{2, 1} {
			t.Errorf("free %v after they came, want 2 and 1", free())
		}
		if err := g.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

func TestAFightOfFriendsAgainstBotsIsNotRated(t *testing.T) {
	for side, want := range map[sim.Team]bool{1: false, 2: true} {
		c := &recordingObserver{}
		play(t, Config{Sim: sim.Config{Seats: 4, Mode: toy.Teams}, Fill: 4, Rated: true, Observer: c}, func(s *stage) {
			for i, team := range []sim.Team{1, side} {
				name := string(rune('a' + i))
				if _, err := s.room.Join(s.Context(), Request{Player: name, Name: name, Team: team, Peer: &fakePeer{}}); err != nil {
					s.Fatal(err)
				}
			}
			s.enter(sim.PhaseLive)
			s.enter(sim.PhasePodium)
		})
		if len(c.results) != 1 || c.results[0].Rated != want {
			t.Errorf("a on side 1, b on side %d: %+v, want rated %v", side, c.results, want)
		}
	}
}

func TestADuelIsPlayedToItsEnd(t *testing.T) {
	c := &recordingObserver{}
	synctest.Test(t, func(t *testing.T) {
		g := NewRegistry(RegistryConfig{Observer: c}, testGame, quiet, nil)
		r, err := g.Open(Config{Rated: true, Sim: sim.Config{Seats: 2, Mode: toy.Duel, Seconds: 20, Points: 3}})
		if err != nil {
			t.Fatal(err)
		}
		enter(t, g, r, "ada")
		bob, seat, err := g.Join(t.Context(), r.cfg.ID, Request{Player: "bob", Name: "bob", Peer: &fakePeer{}})
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(10 * time.Second)
		bob.Quit(seat.Me, seat.Epoch)
		time.Sleep(time.Second)
		if err := g.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
	if len(c.results) != 1 {
		t.Fatalf("told of %d rounds, want one", len(c.results))
	}
	res := &c.results[0]
	if res.Aborted || !res.Rated || res.Mode != toy.Duel || len(res.Lines) != 2 ||
		res.Lines[0].Player != "ada" || res.Lines[0].Place != 1 || res.Lines[1].Place != 2 || !res.Lines[1].Left {
		t.Errorf("who stays has won: %+v", res)
	}
}
