package lineup

import (
	"slices"
	"testing"

	"perihelion/sim"
	"perihelion/sim/toy"
)

func TestBotsSuitTheWeakestPlayerAndTeamsAreAsStrongAsEachOther(t *testing.T) {
	const n, r, g, a = sim.Trainee, sim.Rookie, sim.Regular, sim.Ace
	free, bot := Seat{}, Seat{Bot: true}
	unknown, weak, usual, strong := Seat{Player: true}, Seat{Player: true, Rating: 20}, Seat{Player: true, Rating: 25}, Seat{Player: true, Rating: 30}
	beginner := Seat{Player: true, Rating: 25, Beginner: true}
	tests := []struct {
		name  string
		mode  *sim.Mode
		seats []Seat
		want  []sim.Skill // of the bots, by seat
	}{
		{"a duel from the first seat", toy.Duel, []Seat{usual, bot}, []sim.Skill{g}},
		{"a duel from the second seat", toy.Duel, []Seat{bot, unknown}, []sim.Skill{g}},
		{"a duel of a beginner", toy.Duel, []Seat{beginner, bot}, []sim.Skill{n}},
		{"a duel of a weak player", toy.Duel, []Seat{weak, bot}, []sim.Skill{r}},
		{"free for all, one of them a rival", toy.FreeForAll, []Seat{usual, bot, free, bot, bot, bot, bot}, []sim.Skill{a, g, g, r, r}},
		{"too few for a rival", toy.FreeForAll, []Seat{usual, bot, bot, bot}, []sim.Skill{g, g, r}},
		{"a beginner meets trainees", toy.FreeForAll, []Seat{strong, bot, beginner, bot, bot, bot, bot}, []sim.Skill{n, n, n, n, n}},
		{"a weak player meets hardly better ones", toy.FreeForAll, []Seat{strong, bot, weak, bot, bot, bot, bot}, []sim.Skill{g, r, r, r, r}},
		{"a strong one meets regulars and a rival", toy.FreeForAll, []Seat{strong, bot, bot, bot, bot}, []sim.Skill{a, g, g, r}},
		{"nobody plays", toy.FreeForAll, []Seat{bot, bot, bot, bot}, []sim.Skill{a, g, r, r}},
		{"teams of bots", toy.Teams, slices.Repeat([]Seat{bot}, 10), []sim.Skill{a, a, g, g, g, g, r, r, r, r}},
		{"two usual players against bots", toy.Teams, []Seat{usual, bot, usual, bot, bot, bot}, []sim.Skill{g, g, r, r}},
		{"the weaker team gets the better bots", toy.Teams, []Seat{strong, weak, bot, bot, bot, bot}, []sim.Skill{r, r, r, r}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			all := make([]sim.Skill, len(tt.seats))
			Skills(all, sim.Config{Seats: len(tt.seats), Mode: tt.mode}, tt.seats)
			var got []sim.Skill
			for p, skill := range all {
				if tt.seats[p].Bot {
					got = append(got, skill)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("skills = %v, want %v", got, tt.want)
			}
		})
	}
}

// Whoever plays, the strengths of two teams of equal size are apart by no more than what
// one bot can make up for.
func TestTeamsAreBalancedWhoeverPlays(t *testing.T) {
	kinds := []Seat{{Bot: true}, {Player: true, Rating: 20}, {Player: true, Rating: 25}, {Player: true, Rating: 30}}
	for first := range kinds {
		for second := range kinds {
			seats := slices.Repeat([]Seat{{Bot: true}}, 12)
			seats[0], seats[2] = kinds[first], kinds[second]
			all := make([]sim.Skill, len(seats))
			Skills(all, sim.Config{Seats: len(seats), Mode: toy.Teams}, seats)
			var total [2]int
			for p, skill := range all {
				total[p%2] += strength[skill]
			}
			if apart := total[0] - total[1]; apart < -2 || apart > 2 {
				t.Errorf("with %+v and %+v the strengths are %v", kinds[first], kinds[second], total)
			}
		}
	}
}
