package rating

import (
	"math"
	"testing"
)

// The vectors are published by OpenSkill: in its documentation, and in the tests that its
// JavaScript, Python and Go versions share.
func TestRateReproducesThePublishedResults(t *testing.T) {
	a, b, c := Rating{29.182, 4.782}, Rating{27.174, 4.922}, Rating{16.672, 6.217}
	d := New()
	w, x, y, z := Rating{15, startSigma}, Rating{20, startSigma}, Rating{25, startSigma}, Rating{30, startSigma}
	tests := []struct {
		name  string
		tau   float64
		teams []Team
		want  [][]Rating
	}{
		{
			"a duel of newcomers", 0,
			[]Team{{2, []Rating{d}}, {1, []Rating{d}}},
			[][]Rating{{{22.36476861652635, 8.065506316323548}}, {{27.63523138347365, 8.065506316323548}}},
		},
		{
			"a duel under additive dynamics", 0.3,
			[]Team{{1, []Rating{{25, 3}}}, {2, []Rating{{25, 3}}}},
			[][]Rating{{{25.624880438870754, 2.9879993738476953}}, {{24.375119561129246, 2.9879993738476953}}},
		},
		{
			"four pilots, each for themselves", 0,
			[]Team{{1, []Rating{a}}, {2, []Rating{b}}, {3, []Rating{c}}, {4, []Rating{d}}},
			[][]Rating{
				{{30.209971908310553, 4.764898977359521}},
				{{27.64460833689499, 4.882789305097372}},
				{{17.403586731283518, 6.100723440599442}},
				{{19.214790707434826, 7.8542613981643985}},
			},
		},
		{
			"four pilots under additive dynamics", 0.01,
			[]Team{{1, []Rating{a}}, {2, []Rating{b}}, {3, []Rating{c}}, {4, []Rating{d}}},
			[][]Rating{
				{{30.20997558824299, 4.764909330988368}},
				{{27.64461002009721, 4.882799245921361}},
				{{17.403587237635527, 6.100731158882956}},
				{{19.21478808745494, 7.854267281042293}},
			},
		},
		{
			"places in another order than the list", 0,
			[]Team{{1, []Rating{w}}, {3, []Rating{x}}, {4, []Rating{y}}, {2, []Rating{z}}},
			[][]Rating{
				{{18.13094482387197, 8.283124738447958}},
				{{20.40517319790051, 8.107463101775272}},
				{{20.65608164139383, 8.082178279446465}},
				{{30.80780033683369, 8.154697408620104}},
			},
		},
		{
			"a team of the documentation beats another", 0,
			[]Team{{1, []Rating{d, {32.444, 5.123}}}, {2, []Rating{{43.381, 2.421}, {25.188, 6.211}}}},
			[][]Rating{
				{{28.669648436582808, 8.071520788025197}, {33.83086971107981, 5.062772998705765}},
				{{43.071274808241974, 2.4166900452721256}, {23.149503312339064, 6.1378606973362135}},
			},
		},
		{
			"two teams", 0,
			[]Team{{1, []Rating{a, b}}, {2, []Rating{c, d}}},
			[][]Rating{
				{{29.607218266047376, 4.754597315295896}, {27.624480490655575, 4.89211428863373}},
				{{15.953288649990139, 6.125357588584119}, {23.708690706816785, 8.111298027437888}},
			},
		},
		{
			"three teams", 0,
			[]Team{{3, []Rating{a, d}}, {1, []Rating{b, d}}, {2, []Rating{c, d}}},
			[][]Rating{
				{{27.857928218465247, 4.743791738484319}, {20.979038689398703, 8.129445198549202}},
				{{27.99071775460834, 4.901007097140011}, {27.341134074194173, 8.231039243636156}},
				{{17.60695098907354, 6.140737155130899}, {26.679827236407125, 8.148750467726549}},
			},
		},
		{
			"a draw behind the winner", 0,
			[]Team{{1, []Rating{{10, 8}}}, {2, []Rating{{5, 10}}}, {2, []Rating{{0, 12}}}},
			[][]Rating{
				{{11.942833056030613, 7.926463661123746}},
				{{2.938193791485662, 9.65347573412201}},
				{{-1.4023734358082325, 11.323360667700934}},
			},
		},
		{
			"a draw of two who are not neighbours in the list", 0,
			[]Team{{2, []Rating{w}}, {4, []Rating{x}}, {2, []Rating{y}}, {1, []Rating{z}}},
			[][]Rating{
				{{15.340046366255285, 8.21273604193863}},
				{{18.007807436399276, 8.188629384105589}},
				{{24.25804790911316, 8.166514496319483}},
				{{32.39409828823228, 8.247276990243211}},
			},
		},
		{
			"four newcomers draw", 0,
			[]Team{{1, []Rating{d}}, {1, []Rating{d}}, {1, []Rating{d}}, {1, []Rating{d}}},
			[][]Rating{
				{{25, 8.263160757613477}}, {{25, 8.263160757613477}}, {{25, 8.263160757613477}}, {{25, 8.263160757613477}},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := rate(tt.teams, tt.tau)
			for i, team := range tt.want {
				for j, want := range team {
					if !near(got[i][j], want, 1e-9) {
						t.Errorf("player %d of side %d is %v, want %v", j, i, got[i][j], want)
					}
				}
			}
		})
	}
}

func TestAMatchAgainstNobodySaysNothing(t *testing.T) {
	for _, teams := range [][]Team{nil, {{1, []Rating{{30, 4}, {20, 5}}}}} {
		got := Rate(teams)
		for i, team := range teams {
			for j, want := range team.Players {
				if got[i][j] != want {
					t.Errorf("Rate of %d sides makes %v of %v", len(teams), got[i][j], want)
				}
			}
		}
	}
}

func TestEveryoneStartsWithTheScoreZero(t *testing.T) {
	if got := New().Score(); got != 0 {
		t.Errorf("score of a newcomer = %v, want 0", got)
	}
}

func near(a, b Rating, by float64) bool {
	return math.Abs(a.Mu-b.Mu) <= by && math.Abs(a.Sigma-b.Sigma) <= by
}
