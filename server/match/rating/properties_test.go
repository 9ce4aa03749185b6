package rating

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

const rounding = 1e-9

// FuzzRate tests random matches, with ratings as extreme as years of play could
// make them.
func FuzzRate(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed, uint8(2+seed), uint8(1+seed%4))
	}
	f.Fuzz(func(t *testing.T, seed uint64, numTeams, size uint8) {
		luck := rand.New(rand.NewPCG(seed, 1))
		teams := drawTeams(luck, 2+int(numTeams)%31, 1+int(size)%8)
		rated := Rate(teams)
		ratingsAreFinite(t, rated)
		sigmaShrinks(t, teams, rated)
		firstGainsAndLastLoses(t, teams, rated)
		equalsStayEqual(t, teams)
		inputOrderDoesNotMatter(t, luck, teams, rated)
	})
}

func drawTeams(luck *rand.Rand, numTeams, size int) []Team {
	teams := make([]Team, numTeams)
	for i := range teams {
		teams[i].Place = 1 + luck.IntN(numTeams)
		for range 1 + luck.IntN(size) {
			teams[i].Players = append(teams[i].Players, Rating{luck.Float64()*4000 - 2000, math.Exp(luck.Float64()*8 - 4)})
		}
	}
	return teams
}

func ratingsAreFinite(t *testing.T, rated [][]Rating) {
	for _, r := range slices.Concat(rated...) {
		if math.IsNaN(r.Mu) || math.IsInf(r.Mu, 0) || math.IsNaN(r.Sigma) || r.Sigma <= 0 {
			t.Fatalf("rated %v", r)
		}
	}
}

func sigmaShrinks(t *testing.T, teams []Team, rated [][]Rating) {
	for i, team := range teams {
		for j, before := range team.Players {
			if got, most := rated[i][j].Sigma, math.Hypot(before.Sigma, tau); got > most {
				t.Errorf("sigma grew from %v to %v, want %v at most", before.Sigma, got, most)
			}
		}
	}
}

// firstGainsAndLastLoses checks teams that are alone in their place: draws move equal teams
// towards each other.
func firstGainsAndLastLoses(t *testing.T, teams []Team, rated [][]Rating) {
	places := map[int]int{}
	first, last := teams[0].Place, teams[0].Place
	for _, team := range teams {
		places[team.Place]++
		first, last = min(first, team.Place), max(last, team.Place)
	}
	for i, team := range teams {
		for j, before := range team.Players {
			gain := rated[i][j].Mu - before.Mu
			if team.Place == first && places[first] == 1 && gain < -rounding {
				t.Errorf("the only winner gained %v", gain)
			}
			if team.Place == last && places[last] == 1 && gain > rounding {
				t.Errorf("the only last gained %v", gain)
			}
		}
	}
}

// equalsStayEqual rates a match in which every team has a twin in the same place.
func equalsStayEqual(t *testing.T, teams []Team) {
	twins := Rate(slices.Concat(teams, teams))
	for i := range teams {
		for j, got := range twins[i] {
			if want := twins[len(teams)+i][j]; !near(got, want, rounding) {
				t.Errorf("twins became %v and %v", got, want)
			}
		}
	}
}

func inputOrderDoesNotMatter(t *testing.T, luck *rand.Rand, teams []Team, rated [][]Rating) {
	order := luck.Perm(len(teams))
	shuffled := make([]Team, len(teams))
	for to, from := range order {
		shuffled[to] = teams[from]
	}
	got := Rate(shuffled)
	for to, from := range order {
		for j := range rated[from] {
			if !near(got[to][j], rated[from][j], 1e-6) { // sums of 32 teams round in their order
				t.Errorf("in another order, %v instead of %v", got[to][j], rated[from][j])
			}
		}
	}
}

// In a duel of equally uncertain players, the loser loses what the winner gains.
func TestADuelOfEquallyUncertainIsSymmetric(t *testing.T) {
	luck := rand.New(rand.NewPCG(4, 2))
	for range 1000 {
		sigma := 1 + 8*luck.Float64()
		a, b := Rating{50 * luck.Float64(), sigma}, Rating{50 * luck.Float64(), sigma}
		rated := Rate([]Team{{1, []Rating{a}}, {2, []Rating{b}}})
		if sum := rated[0][0].Mu - a.Mu + rated[1][0].Mu - b.Mu; math.Abs(sum) > rounding {
			t.Fatalf("%v beat %v: gains sum to %v, want 0", a, b, sum)
		}
	}
}

// After enough matches the ratings have the true order of a league.
func TestALeagueSortsItself(t *testing.T) {
	luck := rand.New(rand.NewPCG(7, 7))
	league := make([]Rating, 12)
	for i := range league {
		league[i] = New()
	}
	for range 4000 { // player i has the skill 2 i
		i, j := luck.IntN(len(league)), luck.IntN(len(league))
		if i == j {
			continue
		}
		if luck.Float64() > 1/(1+math.Exp(-float64(2*(i-j))/beta)) {
			i, j = j, i
		}
		rated := Rate([]Team{{1, []Rating{league[i]}}, {2, []Rating{league[j]}}})
		league[i], league[j] = rated[0][0], rated[1][0]
	}
	for i := range league[3:] {
		if league[i].Mu >= league[i+3].Mu {
			t.Errorf("pilot %d is rated %.1f, pilot %d, who is better, %.1f", i, league[i].Mu, i+3, league[i+3].Mu)
		}
	}
}

func TestASeasonResetsSoftly(t *testing.T) {
	for _, tt := range []struct {
		name      string
		before    Rating
		seasons   int
		mu, sigma float64
	}{
		{"none has begun", Rating{33, 2}, 0, 33, 2},
		{"a good player", Rating{33, 2}, 1, 31, math.Hypot(2, 25.0/6)},
		{"a weak one is pulled up", Rating{17, 2}, 1, 19, math.Hypot(2, 25.0/6)},
		{"no more doubt than about a newcomer", Rating{25, 8}, 1, 25, 25.0 / 3},
		{"each season once", Rating{33, 2}, 2, 29.5, math.Hypot(math.Hypot(2, 25.0/6), 25.0/6)},
		{"for ever", Rating{33, 2}, math.MaxInt, 25, 25.0 / 3},
	} {
		if got := SoftReset(tt.before, tt.seasons); !near(got, Rating{tt.mu, tt.sigma}, 1e-9) {
			t.Errorf("%s: %+v, want %v, %v", tt.name, got, tt.mu, tt.sigma)
		}
	}
}
