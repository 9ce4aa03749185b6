// Package rating estimates how good players are from the order in which matches
// end. Whoever applies results calls Rate; the matchmaker and leaderboards read
// what it says. It is pure.
//
// It is the Bayesian approximation of the Plackett–Luce model in algorithm 4 of
// Weng and Lin, "A Bayesian Approximation Method for Online Ranking", Journal of
// Machine Learning Research 12 (2011), with the constants and the additive
// dynamics of OpenSkill, whose published results the tests reproduce. It rates
// duels, teams of any size, free-for-alls and draws by the same few lines.
package rating

import "math"

const (
	startMu    = 25.0
	startSigma = startMu / 3

	// beta is how much luck there is in one match: half the doubt about a newcomer.
	beta = startSigma / 2

	// tau is the doubt that every match adds, because people change: without it an
	// old hand's rating freezes.
	tau = startMu / 300

	// kappa keeps one match from taking nearly all doubt away.
	kappa = 1e-4
)

// Rating is a normal distribution of skill.
type Rating struct {
	Mu    float64 // expected skill
	Sigma float64 // doubt about it
}

// New is what everyone starts with.
func New() Rating { return Rating{startMu, startSigma} }

// Score is a skill that the player almost surely has: what leaderboards sort by.
// It starts at 0 and rises as doubt fades.
func (r Rating) Score() float64 { return r.Mu - 3*r.Sigma }

// Chance is how likely somebody of skill a beats somebody of skill b.
func Chance(a, b float64) float64 { return 1 / (1 + math.Exp((b-a)/(math.Sqrt2*beta))) }

// Team is one side of a match, or one pilot of a free-for-all.
type Team struct {
	Place   int // from 1; equals share one
	Players []Rating
}

// Rate returns the ratings of all players after a match, in the shape of teams.
// A match of fewer than two sides says nothing: it changes nothing.
func Rate(teams []Team) [][]Rating { return rate(teams, tau) }

func rate(teams []Team, tau float64) [][]Rating {
	rated := make([][]Rating, len(teams))
	for i, t := range teams {
		rated[i] = append([]Rating(nil), t.Players...)
	}
	if len(teams) < 2 {
		return rated
	}
	for _, team := range rated {
		for j := range team {
			team[j].Sigma = math.Hypot(team[j].Sigma, tau)
		}
	}
	m := newMatch(teams, rated)
	for i, team := range rated {
		omega, delta := m.surprise(i)
		for j, r := range team {
			share := r.Sigma * r.Sigma / m.sides[i].variance // the doubtful move most
			team[j].Mu += share * omega
			team[j].Sigma *= math.Sqrt(max(1-share*delta, kappa))
		}
	}
	return rated
}

// match is what the model knows before it hears the result of each side.
type match struct {
	sides  []side
	spread float64 // c of the paper: how far apart strengths lie by doubt and luck
}

type side struct {
	place    int
	mu       float64 // sum of its players
	variance float64
	equals   int     // A of the paper: sides that share its place, with itself
	rest     float64 // log of the summed strength of all sides that did no better
}

func newMatch(teams []Team, ratings [][]Rating) match {
	m := match{sides: make([]side, len(teams))}
	total := 0.0
	for i := range teams {
		s := &m.sides[i]
		s.place = teams[i].Place
		for _, r := range ratings[i] {
			s.mu += r.Mu
			s.variance += r.Sigma * r.Sigma
		}
		total += s.variance + beta*beta
	}
	m.spread = math.Sqrt(total)
	for i := range m.sides {
		m.sides[i].equals, m.sides[i].rest = m.from(m.sides[i].place)
	}
	return m
}

// from counts the sides in a place, and sums the strengths of those in it or
// behind. The sum is of exponentials, so it is taken relative to the largest:
// no rating overflows.
func (m match) from(place int) (equals int, rest float64) {
	most := math.Inf(-1)
	for _, s := range m.sides {
		if s.place >= place {
			most = max(most, s.mu)
		}
	}
	sum := 0.0
	for _, s := range m.sides {
		if s.place == place {
			equals++
		}
		if s.place >= place {
			sum += math.Exp((s.mu - most) / m.spread)
		}
	}
	return equals, most/m.spread + math.Log(sum)
}

// surprise tells how far the mean of side i moves, and which part of its
// variance goes, by comparing the result with what was likely: at each place
// taken, each side that was still racing had a chance to take it.
func (m match) surprise(i int) (omega, delta float64) {
	s := m.sides[i]
	for q, taken := range m.sides {
		if taken.place > s.place {
			continue
		}
		chance := math.Exp(s.mu/m.spread - taken.rest)
		if q == i {
			omega += (1 - chance) / float64(taken.equals)
		} else {
			omega -= chance / float64(taken.equals)
		}
		delta += chance * (1 - chance) / float64(taken.equals)
	}
	gamma := math.Sqrt(s.variance) / m.spread // small teams in large matches learn slowly
	return omega * s.variance / m.spread, gamma * delta * s.variance / (m.spread * m.spread)
}
