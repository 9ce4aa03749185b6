// Package rating estimates the skill of players from the places in which they end matches.
// Package results calls Rate; the matchmaker and leaderboards use the ratings. It is pure.
//
// It is the Bayesian approximation of the Plackett–Luce model, algorithm 4 in Weng and Lin,
// "A Bayesian Approximation Method for Online Ranking", Journal of Machine Learning
// Research 12 (2011), with the constants and the additive dynamics of OpenSkill, whose
// published results the tests reproduce. It rates duels, teams of any size, free-for-alls
// and draws.
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

	// A new season keeps seasonKeeps of what sets a player apart from the mean, and adds
	// seasonSigma to the doubt, but not beyond that about a newcomer.
	seasonKeeps = 0.75
	seasonSigma = startSigma / 2
)

// Rating is a skill as a normal distribution.
type Rating struct {
	Mu    float64 // expected skill
	Sigma float64 // uncertainty
}

// New is the rating of a new player.
func New() Rating { return Rating{startMu, startSigma} }

// Score is a lower bound of the skill, with a probability of 99.9 %: leaderboards sort by
// it. It begins at 0 and rises as the uncertainty shrinks.
func (r Rating) Score() float64 { return r.Mu - 3*r.Sigma }

// Chance is the probability that a player of skill a beats one of skill b.
func Chance(a, b float64) float64 { return 1 / (1 + math.Exp((b-a)/(math.Sqrt2*beta))) }

// SoftReset is the rating with which a player who had r begins a season, so many seasons later:
// for each of them mu' = 25 + (mu - 25) * 3/4, sigma' = min(25/3, sqrt(sigma² + (25/6)²)).
func SoftReset(r Rating, seasons int) Rating {
	for range min(seasons, maxResets) {
		r.Mu = startMu + (r.Mu-startMu)*seasonKeeps
		r.Sigma = min(startSigma, math.Hypot(r.Sigma, seasonSigma))
	}
	return r
}

const maxResets = 100 // after so many everybody is a newcomer, to the last digit

// Team is a team of a match, or a single player of a free-for-all.
type Team struct {
	Place   int // from 1; equal results share one
	Players []Rating
}

// Rate returns the ratings of all players after a match, in the order of teams. A match of
// fewer than two teams changes nothing.
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
	m := newModel(teams, rated)
	for i, team := range rated {
		omega, delta := m.adjustment(i)
		for j, r := range team {
			share := r.Sigma * r.Sigma / m.teams[i].variance // uncertain ratings change most
			team[j].Mu += share * omega
			team[j].Sigma *= math.Sqrt(max(1-share*delta, kappa))
		}
	}
	return rated
}

// model is the state before the results are used.
type model struct {
	teams  []teamModel
	spread float64 // c in the paper: the standard deviation of a result
}

type teamModel struct {
	place    int
	mu       float64 // sum of its players
	variance float64
	ties     int     // A in the paper: teams in the same place, including itself
	logRest  float64 // log of the summed strength of all teams in this place or behind
}

func newModel(teams []Team, ratings [][]Rating) model {
	m := model{teams: make([]teamModel, len(teams))}
	total := 0.0
	for i := range teams {
		s := &m.teams[i]
		s.place = teams[i].Place
		for _, r := range ratings[i] {
			s.mu += r.Mu
			s.variance += r.Sigma * r.Sigma
		}
		total += s.variance + beta*beta
	}
	m.spread = math.Sqrt(total)
	for i := range m.teams {
		m.teams[i].ties, m.teams[i].logRest = m.placeStats(m.teams[i].place)
	}
	return m
}

// placeStats counts the teams in a place, and sums the strengths of those in it or behind.
// The exponentials are relative to the largest one, so that none overflows.
func (m model) placeStats(place int) (equals int, rest float64) {
	most := math.Inf(-1)
	for _, s := range m.teams {
		if s.place >= place {
			most = max(most, s.mu)
		}
	}
	sum := 0.0
	for _, s := range m.teams {
		if s.place == place {
			equals++
		}
		if s.place >= place {
			sum += math.Exp((s.mu - most) / m.spread)
		}
	}
	return equals, most/m.spread + math.Log(sum)
}

// adjustment is how much the mean of team i changes, and which part of its variance is
// removed. It compares the result with its probability: at each place, each team that was
// not yet placed had a chance to take it.
func (m model) adjustment(i int) (omega, delta float64) {
	s := m.teams[i]
	for q, taken := range m.teams {
		if taken.place > s.place {
			continue
		}
		chance := math.Exp(s.mu/m.spread - taken.logRest)
		if q == i {
			omega += (1 - chance) / float64(taken.ties)
		} else {
			omega -= chance / float64(taken.ties)
		}
		delta += chance * (1 - chance) / float64(taken.ties)
	}
	gamma := math.Sqrt(s.variance) / m.spread // small teams in large matches change slowly
	return omega * s.variance / m.spread, gamma * delta * s.variance / (m.spread * m.spread)
}
