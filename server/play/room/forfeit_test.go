package room

import (
	"slices"
	"testing"
	"time"

	"perihelion/sim"
	"perihelion/sim/ships"
)

// kinds are the modes in which somebody can be left alone, without bots.
var kinds = []sim.Config{
	{Seats: 2, Mode: ships.Duel},
	{Seats: 4, Mode: ships.Teams},
	{Seats: 4, Mode: ships.Skirmish},
}

// forfeit plays a round of two people of the real game: bob leaves, by quitting or by
// not coming back, once the round has lasted so long, and as soon as anybody has killed
// if kill is set.
func forfeit(t *testing.T, cfg sim.Config, lasts time.Duration, kill, lost bool) Result {
	t.Helper()
	cfg.Seed = 7
	c := &recordingObserver{}
	m := staged(t, Config{Sim: cfg, Rated: true, Hold: 5 * time.Second, Observer: c})
	tick := time.Second / time.Duration(cfg.TicksPerSecond())
	step := func() { m.now = m.now.Add(tick); m.step() }
	m.mustAdmit(t, "ada")
	bob := m.mustAdmit(t, "bob")
	for n := 0; !m.round.live; n++ {
		if step(); n > 1000 {
			t.Fatal("no round begins")
		}
	}
	for began := m.now; m.now.Sub(began) < lasts; step() {
	}
	if kill {
		m.world = killed{m.world}
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

// killed is a world in which the one who stayed has killed once.
type killed struct{ sim.World }

func (w killed) AppendStandings(dst []sim.Standing) []sim.Standing {
	dst = w.World.AppendStandings(dst)
	dst[0].Columns[ships.ColumnKills] = 1
	return dst
}

func TestLeavingIsLosing(t *testing.T) {
	for _, cfg := range kinds {
		for _, tt := range []struct {
			name       string
			lasts      time.Duration
			kill, lost bool
			counts     bool
		}{
			{"by leaving", minRatedTime, false, false, true},
			{"by not coming back", minRatedTime, false, true, true},
			{"early, after a kill", time.Second, true, false, true},
			{"before it was fought", minRatedTime / 2, false, false, false},
		} {
			t.Run(cfg.Mode.String()+" "+tt.name, func(t *testing.T) {
				res := forfeit(t, cfg, tt.lasts, tt.kill, tt.lost)
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
