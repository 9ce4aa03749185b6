package room

import (
	"slices"
	"testing"

	"perihelion/sim"
	"perihelion/sim/ships"
)

// botRound plays a round of bots alone and returns the team that won it; NoTeam
// after a draw.
func botRound(cfg sim.Config, fill int) sim.Team {
	m := begunMatch(Config{ID: "bots", Sim: cfg, Fill: fill, Record: 1}, ships.New(cfg))
	for m.world.Phase() != sim.PhasePodium {
		m.world.Step(m.inputs)
		if t := m.world.Tick(); int(t)%m.cfg.Interval == 0 {
			m.entities = m.world.AppendEntities(m.entities[:0])
			m.runBots(t)
		}
	}
	best := m.world.AppendStandings(nil)
	if best[0].Place == best[len(best)-1].Place {
		return sim.NoTeam
	}
	return best[0].Team
}

func TestTeamsOfBotsAreEvenlyMatched(t *testing.T) {
	t.Parallel()
	seeds := 200
	if testing.Short() {
		seeds = 20
	}
	var wins [1 + teamCount]int
	for seed := range seeds {
		wins[botRound(sim.Config{Seats: 16, Mode: ships.Teams, Rate: sim.DefaultRate, Seed: uint64(seed + 1), Points: 10}, 10)]++
	}
	t.Logf("%d rounds: team 1 won %d, team 2 won %d, drawn %d", seeds, wins[1], wins[2], wins[sim.NoTeam])
	if low, high := min(wins[1], wins[2]), max(wins[1], wins[2]); low*100 < seeds*45 && seeds > 100 || high == seeds {
		t.Errorf("of %d rounds team 1 won %d and team 2 won %d, want 45 to 55 %% each", seeds, wins[1], wins[2])
	}
}

func TestSkillsOfBotsDoNotDependOnTheSeat(t *testing.T) {
	const none, player, robotic = holderNone, holderPlayer, holderBot
	tests := []struct {
		name  string
		mode  *sim.Mode
		seats []holder
		want  []sim.Skill // of the bots, by seat
	}{
		{"a duel from the first seat", ships.Duel, []holder{player, robotic}, []sim.Skill{sim.Regular}},
		{"a duel from the second seat", ships.Duel, []holder{robotic, player}, []sim.Skill{sim.Regular}},
		{"free for all", ships.Skirmish, []holder{player, robotic, none, robotic, robotic, robotic, robotic}, []sim.Skill{sim.Regular, sim.Rookie, sim.Ace, sim.Rookie, sim.Regular}},
		{"teams of bots", ships.Teams, []holder{robotic, robotic, robotic, robotic, robotic, robotic}, []sim.Skill{sim.Regular, sim.Regular, sim.Rookie, sim.Rookie, sim.Ace, sim.Ace}},
		{"two players against bots", ships.Teams, []holder{player, robotic, player, robotic, robotic, robotic}, []sim.Skill{sim.Regular, sim.Regular, sim.Regular, sim.Regular}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cfg := sim.Config{Seats: len(tt.seats), Mode: tt.mode}
			m := begunMatch(Config{ID: "skills", Sim: cfg}, &fakeWorld{cfg: cfg})
			for p, h := range tt.seats {
				m.seats[p].holder = h
			}
			var got []sim.Skill
			for p, skill := range m.botSkills() {
				if m.seats[p].holder == holderBot {
					got = append(got, skill)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("skills = %v, want %v", got, tt.want)
			}
		})
	}
}
