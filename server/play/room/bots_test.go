package room

import (
	"slices"
	"testing"

	"perihelion/sim"
	"perihelion/sim/toy"
)

func TestSkillsOfBotsDoNotDependOnTheSeat(t *testing.T) {
	const none, player, robotic = holderNone, holderPlayer, holderBot
	tests := []struct {
		name  string
		mode  *sim.Mode
		seats []holder
		want  []sim.Skill // of the bots, by seat
	}{
		{"a duel from the first seat", toy.Duel, []holder{player, robotic}, []sim.Skill{sim.Regular}},
		{"a duel from the second seat", toy.Duel, []holder{robotic, player}, []sim.Skill{sim.Regular}},
		{"free for all", toy.FreeForAll, []holder{player, robotic, none, robotic, robotic, robotic, robotic}, []sim.Skill{sim.Regular, sim.Rookie, sim.Ace, sim.Rookie, sim.Regular}},
		{"teams of bots", toy.Teams, []holder{robotic, robotic, robotic, robotic, robotic, robotic}, []sim.Skill{sim.Regular, sim.Regular, sim.Rookie, sim.Rookie, sim.Ace, sim.Ace}},
		{"two players against bots", toy.Teams, []holder{player, robotic, player, robotic, robotic, robotic}, []sim.Skill{sim.Regular, sim.Regular, sim.Regular, sim.Regular}},
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
