package fairness

import (
	"fmt"
	"reflect"
	"testing"

	"perihelion/sim"
	"perihelion/sim/ships"
	"perihelion/sim/ships/bot"
)

var shipsGame = sim.Game{Rules: ships.Rules, Bot: bot.Bot}

// playOne plays one round.
func playOne(game sim.Game, arena *sim.Arena) report {
	r, _ := play(plan{game, arena, ships.Skirmish, 1, func() bool { return true }})
	return r
}

func TestFindingsOfArenas(t *testing.T) {
	t.Parallel()
	about := shipsGame.About()
	narrow, err := about.ReadArena([]byte(`{
		"version": 1, "name": "narrow", "title": "Narrow", "radius": 1000,
		"stars": [{"id": "sun", "radius": 120, "pull": 3000}],
		"spawns": [{"id": "ring", "inner": 330, "outer": 340}]
	}`))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		arena *sim.Arena
		fair  bool
	}{{about.Arenas[0], true}, {narrow, false}} {
		r := playOne(shipsGame, tt.arena)
		if r.lives == 0 || r.deaths == 0 || r.lives < r.deaths || r.ticks == 0 || r.entities < bots {
			t.Errorf("%s: %+v", tt.arena.Name, r)
		}
		fair := true
		for _, f := range r.findings() {
			fair = fair && f.Fair.Has(f.Permille)
		}
		if fair != tt.fair {
			t.Errorf("%s: fair %t: %+v", tt.arena.Name, fair, r.findings())
		}
	}
}

func TestTheSameSeedsGiveTheSameReport(t *testing.T) {
	t.Parallel()
	arena := shipsGame.About().Arenas[1]
	first := playOne(shipsGame, arena)
	if again := playOne(shipsGame, arena); !reflect.DeepEqual(first, again) {
		t.Errorf("first %+v, then %+v", first, again)
	}
}

func TestATrialEndsWhenItIsToldTo(t *testing.T) {
	t.Parallel()
	ticks := 0
	trials, ok := Try(shipsGame, shipsGame.About().Arenas[0], func() bool { ticks++; return ticks < 100 })
	if ok || trials != nil || ticks != 100 {
		t.Errorf("%v, %t after %d ticks", trials, ok, ticks)
	}
}

// An arena comes into every mode, for few and for many: what panics in one of them panics in the trial.
func TestATrialVisitsEveryModeAndSize(t *testing.T) {
	t.Parallel()
	game, visited, ticks := shipsGame, map[string]int{}, 0
	game.Bot = watcher{game.Bot, visited}
	const matches = 7*2 + 2
	_, ok := Try(game, game.About().Arenas[0], func() bool { ticks++; return ticks <= matches*visitTicks })
	if ok || len(visited) != matches {
		t.Errorf("%t, %v", ok, visited)
	}
	for _, m := range []string{"duel for 2", "teams-2v2 for 4", "race for 2", "race for 64", "swarm for 64"} {
		if visited[m] == 0 {
			t.Errorf("no %s: %v", m, visited)
		}
	}
}

// watcher counts by the mode and the seats of a match what its last player thinks.
type watcher struct {
	sim.Bot
	visited map[string]int
}

func (b watcher) Think(s *sim.Sight, skill sim.Skill) sim.Input {
	if int(s.Me) == s.Config.Seats-1 {
		b.visited[fmt.Sprintf("%s for %d", s.Config.Mode, s.Config.Seats)]++
	}
	return b.Bot.Think(s, skill)
}

// Who wants to go on and cannot is stuck: here against the edge.
func TestAShipThatCannotGetAwayIsStuck(t *testing.T) {
	t.Parallel()
	game := shipsGame
	game.Bot = pusher{game.Bot}
	if r := playOne(game, game.About().Arenas[0]); r.stuck == 0 {
		t.Errorf("nobody is stuck: %+v", r)
	}
}

// pusher thrusts to the right, and does nothing else.
type pusher struct{ sim.Bot }

func (pusher) Think(*sim.Sight, sim.Skill) (in sim.Input) {
	in.Axes = ships.Axes(127, 0, 0)
	return in
}
