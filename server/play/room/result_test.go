package room

import (
	"cmp"
	"slices"
	"sync"
	"testing"
	"time"

	"perihelion/shared/transport"
	"perihelion/sim"
	"perihelion/sim/toy"
)

// recordingObserver is an Observer that remembers what it was told.
type recordingObserver struct {
	mu      sync.Mutex
	kills   []Kill
	results []Result
	kept    chan struct{} // of every result
}

// A player who has seen the end of a round can rely on its result: whatever kills
// the server then, it is on the disk.
func TestNobodySeesTheEndOfARoundBeforeItsResultIsKept(t *testing.T) {
	for _, hangs := range []bool{false, true} {
		c := &recordingObserver{kept: make(chan struct{})}
		play(t, Config{Observer: c}, func(s *stage) {
			_, ada := s.join("ada")
			seen := func() int { ada.mu.Lock(); defer ada.mu.Unlock(); return len(ada.updates) }
			s.enter(sim.PhaseLive)
			s.enter(sim.PhasePodium)
			if len(c.results) != 1 {
				t.Fatalf("%d results, want one", len(c.results))
			}
			before := seen()
			s.pass(100 * time.Millisecond)
			if got := seen(); got != before {
				t.Errorf("%d snapshots were shown while the result was on its way", got-before)
			}
			if hangs {
				s.pass(maxResultWait)
			} else {
				close(c.kept)
				s.pass(50 * time.Millisecond)
			}
			if seen() == before {
				t.Errorf("nothing is shown any more (a disk that hangs: %v)", hangs)
			}
		})
	}
}

func (c *recordingObserver) OnKill(k Kill) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.kills = append(c.kills, k)
}

func (c *recordingObserver) OnRoundEnd(r Result) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.results = append(c.results, r)
	return c.kept
}

// enter lets the world of s be in a phase from the next tick on.
func (s *stage) enter(p sim.Phase) {
	s.alter(func(w *fakeWorld) { w.phase = p })
	s.pass(50 * time.Millisecond)
}

// brief is what tests want to know of a line.
type brief struct {
	name          string
	place, points int
	left, rated   bool
}

func briefs(res *Result) (b []brief) {
	for _, l := range res.Lines {
		b = append(b, brief{cmp.Or(l.Player, "bot"), l.Place, l.Points, l.Left, l.Rated})
	}
	return b
}

func TestARoundIsTold(t *testing.T) {
	const half = 5 * time.Second
	tests := []struct {
		name           string
		cfg            Config
		course         func(s *stage)
		rated, aborted bool
		want           []brief
	}{
		{"of two who stayed, best first", Config{Rated: true}, func(s *stage) {
			s.join("ada")
			s.join("bob")
			s.enter(sim.PhaseLive)
			s.alter(func(w *fakeWorld) { w.points = map[sim.PlayerID]int{1: 7, 0: 3} })
			s.enter(sim.PhasePodium)
		}, true, false, []brief{{"bob", 1, 7, false, true}, {"ada", 2, 3, false, true}}},

		{"in a room that is not rated", Config{}, func(s *stage) {
			s.join("ada")
			s.join("bob")
			s.enter(sim.PhaseLive)
			s.enter(sim.PhasePodium)
		}, false, false, []brief{{"ada", 1, 0, false, true}, {"bob", 2, 0, false, true}}},

		{"of one among bots, for the record only", Config{Rated: true, Fill: 2}, func(s *stage) {
			s.join("ada")
			s.enter(sim.PhaseLive)
			s.alter(func(w *fakeWorld) { w.points = map[sim.PlayerID]int{2: 5} })
			s.enter(sim.PhasePodium)
		}, false, false, []brief{{"ada", 1, 5, false, true}, {"bot", 2, 0, false, false}}},

		{"with who left, behind who stayed", Config{Rated: true}, func(s *stage) {
			ada, _ := s.join("ada")
			s.join("bob")
			s.enter(sim.PhaseLive)
			s.alter(func(w *fakeWorld) { w.points = map[sim.PlayerID]int{0: 9, 1: 2} })
			s.room.Quit(ada.Me, ada.Epoch)
			s.pass(half)
			s.enter(sim.PhasePodium)
		}, true, false, []brief{{"bob", 1, 2, false, true}, {"ada", 2, 9, true, true}}},

		{"of people who all left, the better before the worse", Config{Rated: true, Fill: 1}, func(s *stage) {
			s.alter(func(w *fakeWorld) { w.points = map[sim.PlayerID]int{0: 1, 1: 1, 2: 5} })
			var seats []Seat
			for _, name := range []string{"ada", "bob", "cyd"} {
				seat, _ := s.join(name)
				seats = append(seats, seat)
			}
			s.enter(sim.PhaseLive)
			for _, seat := range seats {
				s.room.Quit(seat.Me, seat.Epoch)
			}
			s.pass(half)
			s.enter(sim.PhasePodium)
		}, true, false, []brief{{"bot", 1, 1, false, false}, {"cyd", 2, 5, true, true}, {"ada", 3, 1, true, true}, {"bob", 3, 1, true, true}}},

		{"unrated for who came late", Config{Rated: true}, func(s *stage) {
			s.join("ada")
			s.join("bob")
			s.enter(sim.PhaseLive)
			s.pass(half)
			s.pass(time.Second)
			s.join("cyd")
			s.pass(half)
			s.enter(sim.PhasePodium)
		}, true, false, []brief{{"ada", 1, 0, false, true}, {"bob", 2, 0, false, true}, {"cyd", 3, 0, false, false}}},

		{"once rated for who gave up and came back", Config{Rated: true}, func(s *stage) {
			ada, _ := s.join("ada")
			s.join("bob")
			s.enter(sim.PhaseLive)
			s.alter(func(w *fakeWorld) { w.points = map[sim.PlayerID]int{0: -3, 1: 2} })
			s.room.Quit(ada.Me, ada.Epoch)
			s.pass(half)
			s.alter(func(w *fakeWorld) { w.points[0] = 0 })
			s.join("ada")
			s.pass(time.Second)
			s.enter(sim.PhasePodium)
		}, true, false, []brief{{"bob", 1, 2, false, true}, {"ada", 2, 0, false, true}, {"ada", 3, -3, true, false}}},

		{"with the score of who was away for a moment", Config{Rated: true}, func(s *stage) {
			ada, _ := s.join("ada")
			s.join("bob")
			s.enter(sim.PhaseLive)
			s.alter(func(w *fakeWorld) { w.points = map[sim.PlayerID]int{0: 4} })
			s.room.Lost(ada.Me, ada.Epoch)
			s.pass(half)
			if _, _, err := s.resume("ada", ada); err != nil {
				s.Error(err)
			}
			s.enter(sim.PhasePodium)
		}, true, false, []brief{{"ada", 1, 4, false, true}, {"bob", 2, 0, false, true}}},

		{"as aborted if the room closes", Config{Rated: true}, func(s *stage) {
			s.join("ada")
			s.join("bob")
			s.enter(sim.PhaseLive)
			s.room.Close(transport.RoomClosed, "")
			s.pass(time.Second)
		}, false, true, []brief{{"ada", 1, 0, false, true}, {"bob", 2, 0, false, true}}},

		{"as aborted if everyone leaves", Config{Rated: true, Linger: time.Second}, func(s *stage) {
			for _, name := range []string{"ada", "bob"} {
				seat, _ := s.join(name)
				defer s.room.Quit(seat.Me, seat.Epoch)
			}
			s.enter(sim.PhaseLive)
			defer s.pass(3 * time.Second)
		}, false, true, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := &recordingObserver{}
			tt.cfg.Observer = c
			play(t, tt.cfg, func(s *stage) {
				tt.course(s)
				s.pass(3 * time.Second)
			})
			if len(c.results) != 1 {
				t.Fatalf("told of %d rounds, want one", len(c.results))
			}
			res := &c.results[0]
			if res.Rated != tt.rated || res.Aborted != tt.aborted || len(res.ID) != 36 || !res.Ended.After(res.Began) {
				t.Errorf("result %+v, want rated %v, aborted %v", res, tt.rated, tt.aborted)
			}
			if got := briefs(res); tt.want != nil && !slices.Equal(got, tt.want) {
				t.Errorf("lines\n%v, want\n%v", got, tt.want)
			}
		})
	}
}

func TestRoundsOfTheGameAddUp(t *testing.T) {
	for _, cfg := range []sim.Config{
		{Seats: 8, Points: 4},
		{Seats: 8, Points: 6, Mode: toy.Teams},
		{Seats: 8, Seconds: 20, Mode: toy.Teams},
	} {
		cfg.Seed = 1
		c := &recordingObserver{}
		m := staged(t, Config{Sim: cfg, Fill: 8, Rated: true, Observer: c})
		m.mustAdmit(t, "ada") // away, so flown by bots
		m.mustAdmit(t, "bob")
		for range 10 * 60 * 60 {
			if m.step(); len(c.results) == 2 {
				break
			}
		}
		if len(c.results) != 2 {
			t.Fatalf("%v: %d rounds in ten minutes, want two", cfg.Mode, len(c.results))
		}
		for i := range c.results {
			addsUp(t, &c.results[i], cfg.Points)
		}
		if c.results[0].ID == c.results[1].ID {
			t.Error("two rounds of one id")
		}
	}
}

// addsUp checks what must hold of the table of any round.
func addsUp(t *testing.T, res *Result, limit int) {
	t.Helper()
	best := 0
	for i, l := range res.Lines {
		if i > 0 && l.Place < res.Lines[i-1].Place || l.Name == "" || l.Points != l.Columns[0] {
			t.Errorf("line %d: %+v", i, l)
		}
		if l.Place == 1 {
			best += l.Points
		}
	}
	if res.Game != "toy" || res.Lines[0].Place != 1 || res.Lines[0].Score != best || best < limit || res.Aborted || len(res.Lines) != 8 {
		t.Errorf("%d points of the first, of %d: %+v", best, limit, res)
	}
}

func TestARoundOfBotsIsNotWorthTelling(t *testing.T) {
	c := &recordingObserver{}
	play(t, Config{Fill: 3, Observer: c}, func(s *stage) {
		s.enter(sim.PhaseLive)
		s.enter(sim.PhasePodium)
	})
	if len(c.results) != 0 {
		t.Errorf("told of %v", c.results)
	}
}

func TestHeadlinesAreToldByName(t *testing.T) {
	c := &recordingObserver{}
	const magnet, trap = 0, 1
	goal := func(actor, target sim.PlayerID, means int32) sim.Event {
		return sim.Event{Entity: sim.Entity{Kind: eventGoal, Words: sim.Words{int32(actor), int32(target), means}}}
	}
	var want []Kill
	play(t, Config{Fill: 3, Observer: c}, func(s *stage) {
		a, _ := s.join("ada")
		b, _ := s.join("bob")
		s.pass(time.Second)
		s.inMatch(func(m *match) {
			w := s.world
			bot := w.seated[slices.IndexFunc(w.seated, func(p sim.PlayerID) bool { return p != a.Me && p != b.Me })]
			name := m.seats[bot].name
			w.events = []sim.Event{
				goal(a.Me, b.Me, magnet), goal(b.Me, bot, magnet), goal(bot, b.Me, trap),
				goal(bot, bot, trap), goal(sim.NoPlayer, a.Me, trap), goal(sim.NoPlayer, bot, magnet),
			}
			want = []Kill{
				{Game: "toy", Room: "test", Killer: "ada", Victim: "bob", Means: means[magnet], News: true},
				{Game: "toy", Room: "test", Killer: "bob", Victim: name, Means: means[magnet], News: true},
				{Game: "toy", Room: "test", Killer: name, Victim: "bob", Means: means[trap]},
				{Game: "toy", Room: "test", Killer: name, Victim: name, Means: means[trap]},
				{Game: "toy", Room: "test", Victim: "ada", Means: means[trap], News: true},
				{Game: "toy", Room: "test", Victim: name, Means: means[magnet]},
			}
		})
		s.pass(time.Second)
	})
	if !slices.Equal(c.kills, want) {
		t.Errorf("told %v, want %v", c.kills, want)
	}
}

func TestPlayersAreToldWhichMatchTheRoundIs(t *testing.T) {
	c := &recordingObserver{}
	play(t, Config{Observer: c}, func(s *stage) {
		_, ada := s.join("ada")
		s.pass(time.Second)
		if len(ada.rounds) != 0 {
			t.Errorf("before a round ada is told of %+v", ada.rounds)
		}
		s.enter(sim.PhaseLive)
		s.pass(time.Second)
		_, bob := s.join("bob")
		s.enter(sim.PhasePodium)
		_, dan := s.join("dan")
		s.pass(time.Second)
		if len(c.results) != 1 || len(ada.rounds) != 1 || ada.rounds[0].Match != c.results[0].ID || ada.rounds[0].Tick == 0 {
			t.Fatalf("%d results; ada is told of %+v", len(c.results), ada.rounds)
		}
		for name, p := range map[string]*fakePeer{"bob, who came into it": bob, "dan, who came after it": dan} {
			if !slices.Equal(p.rounds, ada.rounds) {
				t.Errorf("%s is told of %+v, want %+v", name, p.rounds, ada.rounds)
			}
		}
	})
}
