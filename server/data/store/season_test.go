package store

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"perihelion/shared/deeds"
)

// seasonMatch is a duel that ended in a season, of which two matches make a placement.
func seasonMatch(id string, season int, winner, loser string) Match {
	m := duelMatch(id, winner, loser)
	m.Season, m.Placement, m.Week = season, 2, aWeek(noon)
	return m
}

func applyAll(t *testing.T, s *Store, matches ...Match) (last ApplyResult) {
	t.Helper()
	for _, m := range matches {
		var err error
		last, err = s.ApplyMatch(t.Context(), m, winnersGain)
		must(t, err)
	}
	return last
}

func TestASeasonBeginsWithTheFirstRatedMatch(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		applyAll(t, s, seasonMatch("m1", 0, "ada", "bob"), seasonMatch("m2", 1, "ada", "bob"))
		if a := applyAll(t, s, seasonMatch("m3", 1, "ada", "bob")); len(a.RankChanges) != 2 || a.RankChanges[0].Rank != 1 || a.RankChanges[0].From != 0 || a.RankChanges[1].Rank != 2 {
			t.Errorf("the end of the placement: %+v", a.RankChanges)
		}
		if a := applyAll(t, s, seasonMatch("m4", 2, "ada", "eve")); a.RankChanges[0].Rank != 0 {
			t.Errorf("in the placement of the next season: %+v", a.RankChanges)
		}
		applyAll(t, s, seasonMatch("m5", 1, "ada", "bob")) // late: it counts in the season that ada has begun, and in that of bob
		ada, err := s.Ratings(t.Context(), "ada", 2)
		must(t, err)
		want := []Rating{
			{Mode: "duel", Season: 2, Matches: 2, Rank: 1, Best: 1, wins: 2, Skill: Skill{Mu: 25 + 1 - 10 + 1 + 1 - 10 + 1 + 1, Sigma: 25.0 / 3}},
			{Mode: "duel", Season: 1, Matches: 2, Rank: 1, Best: 1, wins: 2, Skill: Skill{Mu: 25 + 1 - 10 + 1 + 1, Sigma: 25.0 / 3}},
			{Mode: "duel", Season: 0, Matches: 1, wins: 1, Skill: Skill{Mu: 26, Sigma: 25.0 / 3}},
		}
		if fmt.Sprint(ada) != fmt.Sprint(want) {
			t.Errorf("ada has %+v,\nwant %+v", ada, want)
		}
		for _, tt := range []struct {
			season int
			want   string
		}{{0, ""}, {1, "[1 ada][2 bob]"}, {2, "[1 ada]"}, {3, ""}} {
			b, err := s.Board(t.Context(), BoardQuery{Mode: "duel", Season: tt.season, Placement: 2})
			if got := boardText(b); err != nil || got != tt.want || b.Total != len(b.Lines) {
				t.Errorf("board of season %d: %s, %v; want %s", tt.season, got, err, tt.want)
			}
		}
		for player, want := range map[string]int{"ada": 2, "bob": 1, "eve": 0} {
			if done, err := s.Deeds(t.Context(), player, time.Time{}); err != nil || done[deeds.Placements] != want {
				t.Errorf("%s has done %v, %v; want %d placements", player, done, err, want)
			}
		}
		must(t, s.Erase(t.Context(), "ada", noon))
		if left, err := s.Ratings(t.Context(), "ada", 2); err != nil || left != nil {
			t.Errorf("of somebody who has deleted their data remains %+v, %v", left, err)
		}
	})
}

// TestASeasonBeginsOnce lets many servers apply the first matches of a season at the same time.
func TestASeasonBeginsOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		applyAll(t, s, seasonMatch("m0", 1, "ada", "bob"))
		const matches = 8
		var wg sync.WaitGroup
		for i := range matches {
			wg.Go(func() {
				if _, err := s.ApplyMatch(t.Context(), seasonMatch(fmt.Sprintf("n%d", i), 2, "ada", "bob"), winnersGain); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		ada, err := s.Ratings(t.Context(), "ada", 2)
		if err != nil || len(ada) != 2 || ada[0].Mu != 25+1-10+matches || ada[0].Matches != matches || ada[1].Matches != 1 {
			t.Errorf("ada has %+v, %v; want one soft reset and %d matches", ada, err, matches)
		}
	})
}

func TestPastSeasonsStayWithTheirPlayer(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		mustPutDevice(t, s, "ada", "Ada")
		applyAll(t, s, seasonMatch("m1", 1, "ada", "bob"), seasonMatch("m2", 2, "ada", "bob"))
		must(t, s.prune(t.Context(), noon.Add(time.Hour), Retention{Matches: time.Minute}))
		data, err := s.Export(t.Context(), "ada", 1)
		if err != nil || len(data.Ratings) != 2 || data.Ratings[1].Rank != 1 {
			t.Errorf("the export has %+v, %v", data.Ratings, err)
		}
	})
}
