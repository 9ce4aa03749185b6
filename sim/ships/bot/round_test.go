package bot

import (
	"testing"

	"perihelion/sim"
	"perihelion/sim/ships"
)

// playRound plays a round of bots to its end and returns the standings.
func (a *botMatch) playRound() []sim.Standing {
	for a.world.Phase() != sim.PhasePodium {
		a.stepMatch()
	}
	return a.world.AppendStandings(nil)
}

func TestTeamsOfBotsAreEvenlyMatched(t *testing.T) {
	if testing.Short() {
		t.Skip("plays for a long time, and machines do not differ in it")
	}
	t.Parallel()
	const seeds = 100
	var wins [3]int
	for seed := range seeds {
		const r, g, a = sim.Rookie, sim.Regular, sim.Ace
		m := newBotMatchOf(sim.Config{Seed: uint64(seed + 1), Mode: ships.Teams, Points: 10}, g, g, r, r, a, a, g, g, r, r)
		if best := m.playRound(); best[0].Place != best[len(best)-1].Place {
			wins[best[0].Team]++
		}
	}
	t.Logf("%d rounds: team 1 won %d, team 2 won %d", seeds, wins[1], wins[2])
	if min(wins[1], wins[2])*100 < seeds*40 {
		t.Errorf("of %d rounds team 1 won %d and team 2 won %d, want 40 to 60 %% each", seeds, wins[1], wins[2])
	}
}

func TestARoundAddsUp(t *testing.T) {
	for _, mode := range []*sim.Mode{ships.Skirmish, ships.Teams} {
		m := newBotMatchOf(sim.Config{Seed: 1, Mode: mode, Points: 6}, make([]sim.Skill, 8)...)
		kills, deaths, best := 0, 0, 0
		for _, s := range m.playRound() {
			if s.Points > 2*s.Columns[ships.ColumnKills] {
				t.Errorf("%s: player %d has more than two points for a kill: %+v", mode, s.Player, s)
			}
			kills, deaths = kills+s.Columns[ships.ColumnKills], deaths+s.Columns[ships.ColumnDeaths]
			if s.Place == 1 {
				best += s.Points
			}
		}
		if kills == 0 || kills > deaths || best < 6 {
			t.Errorf("%s: %d kills, %d deaths, %d points of the first, of 6", mode, kills, deaths, best)
		}
	}
}

func TestBotsFinishARace(t *testing.T) {
	if testing.Short() {
		t.Skip("plays for a long time, and machines do not differ in it")
	}
	t.Parallel()
	for i, arena := range ships.Rules.About().Arenas {
		m := newBotMatchOf(sim.Config{Seed: uint64(i + 1), Mode: ships.Race, Arena: arena, Points: 10}, sim.Rookie, sim.Regular, sim.Ace, sim.Regular)
		for _, s := range m.playRound() {
			if s.Points < 10 {
				t.Errorf("%s: player %d has passed %d checkpoints of 10", arena.Name, s.Player, s.Points)
			}
		}
	}
}

// A bot that has both a score and shots under way leaves nothing to who takes its seat.
func TestNothingOfWhoLeavesPassesToWhoTakesTheSeat(t *testing.T) {
	m := newBotMatch(3, sim.Ace, sim.Regular, sim.Regular, sim.Regular)
	owned := func() (n int) {
		for _, e := range m.world.AppendEntities(nil) {
			if e.Kind != ships.KindShip && e.Kind != ships.KindScore && !e.Global && ships.Owner(e.ID) == 0 {
				n++
			}
		}
		return n
	}
	standing := func() (s sim.Standing) {
		for _, s = range m.world.AppendStandings(nil) {
			if s.Player == 0 {
				break
			}
		}
		return s
	}
	for n := 0; owned() == 0 || standing().Columns[ships.ColumnKills] == 0; n++ {
		if m.stepMatch(); n > 60*300 {
			t.Fatal("in five minutes the bot has not fought")
		}
	}
	m.world.Leave(0)
	m.world.Join(0)
	if n, s := owned(), standing(); n != 0 || s.Points != 0 || s.Columns != [sim.MaxColumns]int{} {
		t.Errorf("begins with %d shots under way and the standing %+v", n, s)
	}
}
