package room

import (
	"slices"
	"testing"
	"time"

	"perihelion/sim"
	"perihelion/sim/toy"
)

// kinds are the modes in which somebody can be left alone, without bots.
var kinds = []sim.Config{
	{Seats: 2, Mode: toy.Duel},
	{Seats: 4, Mode: toy.Teams},
	{Seats: 4, Mode: toy.FreeForAll},
}

// forfeit plays a round of two people: bob leaves, by quitting or by not coming back, once
// the round has lasted so long, with a point for ada if scored is set.
func forfeit(t *testing.T, cfg sim.Config, lasts time.Duration, scored, lost bool) Result {
	t.Helper()
	cfg.Seed, cfg.Points = 7, sim.MaxPoints
	c := &recordingObserver{}
	m := staged(t, Config{Sim: cfg, Rated: true, Hold: 5 * time.Second, Observer: c})
	tick := time.Second / time.Duration(cfg.TicksPerSecond())
	step := func() { m.now = m.now.Add(tick); m.step() }
	w := &scoredWorld{World: m.world}
	m.world = w
	m.mustAdmit(t, "ada")
	bob := m.mustAdmit(t, "bob")
	for n := 0; !m.round.live; n++ {
		if step(); n > 1000 {
			t.Fatal("no round begins")
		}
	}
	for began := m.now; m.now.Sub(began) < lasts; step() {
	}
	if scored {
		w.first = 1
	}
	if lost {
		s := &m.seats[bob.Me]
		s.peer, s.disconnectedAt = nil, m.now
	} else {
		m.freeSeat(bob.Me)
	}
	for n := 0; len(c.results) == 0; n++ {
		if step(); n > 10*cfg.TicksPerSecond() {
			t.Fatal("the round does not end")
		}
	}
	if m.world.Phase() == sim.PhaseWarmup {
		t.Error("whoever stayed sees no podium")
	}
	return c.results[0]
}

// scoredWorld is a world in which nobody has anything in the first column, but the best, who
// has so much.
type scoredWorld struct {
	sim.World
	first int
}

func (w *scoredWorld) AppendStandings(dst []sim.Standing) []sim.Standing {
	dst = w.World.AppendStandings(dst)
	for i := range dst {
		dst[i].Columns[0] = 0
	}
	if len(dst) > 0 {
		dst[0].Columns[0] = w.first
	}
	return dst
}

func TestLeavingIsLosing(t *testing.T) {
	for _, cfg := range kinds {
		for _, tt := range []struct {
			name         string
			lasts        time.Duration
			scored, lost bool
			counts       bool
		}{
			{"by leaving", minRatedTime, false, false, true},
			{"by not coming back", minRatedTime, false, true, true},
			{"early, after a point", time.Second, true, false, true},
			{"before it was played", minRatedTime / 2, false, false, false},
		} {
			t.Run(cfg.Mode.String()+" "+tt.name, func(t *testing.T) {
				res := forfeit(t, cfg, tt.lasts, tt.scored, tt.lost)
				if res.Rated != tt.counts || res.Aborted == tt.counts {
					t.Errorf("rated %v, aborted %v; want that it counts: %v", res.Rated, res.Aborted, tt.counts)
				}
				type place struct {
					name  string
					place int
					left  bool
				}
				var got []place
				for _, l := range res.Lines {
					got = append(got, place{l.Player, l.Place, l.Left})
				}
				if want := []place{{"ada", 1, false}, {"bob", 2, true}}; !slices.Equal(got, want) {
					t.Errorf("places %v, want %v", got, want)
				}
			})
		}
	}
}
