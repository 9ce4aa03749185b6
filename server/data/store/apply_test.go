package store

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"sync"
	"testing"
	"time"
)

// winnersGain adds a point to the first, and takes one from all others.
func winnersGain(participants []Standing) []Rated {
	var rated []Rated
	for _, p := range participants {
		s := p.Skill
		if s.Sigma == 0 {
			s = Skill{Mu: 25, Sigma: 25.0 / 3}
		}
		s.Mu -= 10 * float64(p.Seasons)
		before := s
		if p.Place == 1 {
			s.Mu++
		} else {
			s.Mu--
		}
		rated = append(rated, Rated{before, s})
	}
	return rated
}

// duelMatch is a rated match between two players.
func duelMatch(id, winner, loser string) Match {
	return Match{
		ID: id, Room: "r1", Mode: "duel", Rated: true, Seed: math.MaxUint64, Began: noon.Add(-time.Minute), Ended: noon,
		Lines: []MatchLine{
			{Player: winner, Name: winner, Place: 1, Points: 7, Figures: map[string]int{"kills": 7, "deaths": 3}, Rated: true},
			{Player: loser, Name: loser, Place: 2, Points: 3, Figures: map[string]int{"kills": 3, "deaths": 7}, Rated: true},
		},
	}
}

func TestAMatchIsAppliedOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		mustPutDevice(t, s, "ada", "Ada")
		m := duelMatch("m1", "ada", "bob") // whom nobody knows yet
		a, err := s.ApplyMatch(ctx, m, winnersGain)
		if err != nil || a.Duplicate || len(a.RankChanges) != 2 {
			t.Fatalf("ApplyMatch = %+v, %v", a, err)
		}
		if got, want := a.RankChanges[0], (RankChange{Player: "ada", Name: "ada", Rank: 1, Score: 1, Matches: 1, Wins: 1}); !near(got, want) {
			t.Errorf("move = %+v, want %+v", got, want)
		}
		for range 3 {
			if a, err = s.ApplyMatch(ctx, m, winnersGain); err != nil || !a.Duplicate || a.RankChanges != nil {
				t.Errorf("again: %+v, %v; want nothing to happen", a, err)
			}
		}
		p, err := s.Player(ctx, "ada")
		if err != nil || p.Matches != 1 || p.Wins != 1 || p.Figures["kills"] != 7 || p.Figures["deaths"] != 3 || p.Name != "Ada" {
			t.Errorf("winner = %+v, %v", p, err)
		}
		if p, err = s.Player(ctx, "bob"); err != nil || p.Matches != 1 || p.Wins != 0 || p.Name != "bob" || !p.Created.Equal(noon) {
			t.Errorf("loser = %+v, %v", p, err)
		}
		r, err := s.Ratings(ctx, "bob", 0)
		if err != nil || len(r) != 1 || r[0].Mu != 24 || r[0].Matches != 1 || r[0].wins != 0 || r[0].Rank != 2 {
			t.Errorf("ratings = %+v, %v", r, err)
		}
		got, err := s.Match(ctx, "m1")
		if err != nil || got.Seed != m.Seed || !got.Began.Equal(m.Began) || !got.Ended.Equal(noon) || !got.Rated || len(got.Lines) != 2 {
			t.Errorf("match = %+v, %v; want %+v", got, err, m)
		}
		if math.Abs(got.Lines[0].Gain-1) > 1e-9 || math.Abs(got.Lines[1].Gain+1) > 1e-9 {
			t.Errorf("gains = %v, %v; want 1, -1", got.Lines[0].Gain, got.Lines[1].Gain)
		}
		got.Lines[0].Gain, got.Lines[0].Rated = 0, true
		if !reflect.DeepEqual(got.Lines[0], m.Lines[0]) {
			t.Errorf("line = %+v, want %+v", got.Lines[0], m.Lines[0])
		}
	})
}

func near(a, b RankChange) bool {
	close := math.Abs(a.Score-b.Score) < 1e-9
	a.Score, b.Score = 0, 0
	return close && a == b
}

func TestMovesTellFromWhereToWhere(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		for i, m := range []Match{duelMatch("m1", "ada", "bob"), duelMatch("m2", "bob", "ada"), duelMatch("m3", "bob", "ada")} {
			a, err := s.ApplyMatch(t.Context(), m, winnersGain)
			if err != nil {
				t.Fatal(err)
			}
			want := [][2]RankChange{
				{{Player: "ada", Rank: 1}, {Player: "bob", Rank: 2}},
				{{Player: "ada", From: 1, Rank: 1}, {Player: "bob", From: 2, Rank: 1}},
				{{Player: "bob", From: 1, Rank: 1}, {Player: "ada", From: 1, Rank: 2}},
			}[i]
			for k, w := range want {
				if got := a.RankChanges[k]; got.Player != w.Player || got.From != w.From || got.Rank != w.Rank {
					t.Errorf("match %s, move %d = %+v, want %+v", m.ID, k, got, w)
				}
			}
		}
	})
}

func TestRoundsLeftToTheSameWinnerCeaseToCount(t *testing.T) {
	left := func(id, winner, loser string, began time.Time) Match {
		m := duelMatch(id, winner, loser)
		m.Began, m.Ended, m.Lines[1].Left = began, began.Add(time.Minute), true
		return m
	}
	steps := []struct {
		name  string
		match Match
		rated bool
	}{
		{"the first", left("m1", "ada", "bob", noon), true},
		{"the second", left("m2", "ada", "bob", noon.Add(time.Minute)), true},
		{"the third", left("m3", "ada", "bob", noon.Add(2*time.Minute)), true},
		{"one too many", left("m4", "ada", "bob", noon.Add(3*time.Minute)), false},
		{"one that is played to its end", duelMatch("m5", "ada", "bob"), true},
		{"one to another winner", left("m6", "cyd", "bob", noon.Add(4*time.Minute)), true},
		{"one of another leaver", left("m7", "ada", "dan", noon.Add(5*time.Minute)), true},
		{"one of the next day", left("m8", "ada", "bob", noon.Add(25*time.Hour)), true},
	}
	onBoth(t, func(t *testing.T, s *Store) {
		for _, step := range steps {
			a, err := s.ApplyMatch(t.Context(), step.match, winnersGain)
			if err != nil {
				t.Fatal(err)
			}
			if rated := len(a.RankChanges) > 0; rated != step.rated {
				t.Errorf("%s: rated %v, want %v", step.name, rated, step.rated)
			}
		}
	})
}

func TestWhatCountsForWhat(t *testing.T) {
	bots := duelMatch("x", "ada", "")
	bots.Lines[1].Bot, bots.Lines[1].Name = true, "Vega"
	unrated := duelMatch("x", "ada", "bob")
	unrated.Rated = false
	aborted := duelMatch("x", "ada", "bob")
	aborted.Aborted = true
	left := duelMatch("x", "ada", "bob")
	left.Lines[0].Left = true
	twice := duelMatch("x", "ada", "bob")
	twice.Lines = append(twice.Lines, MatchLine{Player: "ada", Name: "ada", Place: 3, Figures: map[string]int{"kills": 1, "deaths": 1}, Rated: true})
	twice.Lines[0].Left, twice.Lines[0].Rated = true, false
	late := duelMatch("x", "ada", "bob")
	late.Lines[0].Rated = false
	tests := []struct {
		name          string
		match         Match
		matches, wins int
		kills         int
		rated         bool
		place         int // by which ada is rated
	}{
		{"a rated match counts for all", duelMatch("x", "ada", "bob"), 1, 1, 7, true, 1},
		{"against bots nobody is rated", bots, 1, 1, 7, false, 0},
		{"an unrated match counts for totals", unrated, 1, 1, 7, false, 0},
		{"an aborted one counts for nothing", aborted, 0, 0, 0, false, 0},
		{"whoever left has not won", left, 1, 0, 7, true, 1},
		{"who came back is one person, and rated by one seat", twice, 1, 0, 8, true, 3},
		{"who came late is not rated", late, 1, 1, 7, false, 0},
	}
	onBoth(t, func(t *testing.T, s *Store) {
		for i, tt := range tests {
			t.Run(tt.name, func(t *testing.T) {
				ada := fmt.Sprintf("ada%d", i)
				m := tt.match
				m.ID = fmt.Sprintf("m%d", i)
				m.Mode = m.ID
				for k := range m.Lines {
					if m.Lines[k].Player == "ada" {
						m.Lines[k].Player = ada
					}
				}
				var place int
				_, err := s.ApplyMatch(t.Context(), m, func(participants []Standing) []Rated {
					place = participants[0].Place
					return winnersGain(participants)
				})
				if err != nil {
					t.Fatal(err)
				}
				p, err := s.Player(t.Context(), ada)
				if err != nil || p.Matches != tt.matches || p.Wins != tt.wins || p.Figures["kills"] != tt.kills {
					t.Errorf("player = %+v, %v; want %d matches, %d wins, %d kills", p, err, tt.matches, tt.wins, tt.kills)
				}
				r, err := s.Ratings(t.Context(), ada, 0)
				if err != nil || (len(r) == 1) != tt.rated || place != tt.place {
					t.Errorf("ratings = %+v, %v, by place %d; want rated %v, by place %d", r, err, place, tt.rated, tt.place)
				}
				if got, err := s.Match(t.Context(), m.ID); err != nil || len(got.Lines) != len(m.Lines) {
					t.Errorf("history = %+v, %v; want all %d lines", got, err, len(m.Lines))
				}
			})
		}
	})
}

// TestManyApplyAtOnce applies each of twenty matches four times concurrently, as servers
// that share a database might after a crash: each must count once, and none may be lost
// to a deadlock.
func TestManyApplyAtOnce(t *testing.T) {
	const matches, sides = 20, 4
	onBoth(t, func(t *testing.T, s *Store) {
		var wg sync.WaitGroup
		errs := make([]error, sides)
		for side := range sides {
			wg.Go(func() {
				for i := range matches {
					pair := [2]string{"ada", "bob"}
					_, err := s.ApplyMatch(t.Context(), duelMatch(fmt.Sprintf("m%02d", i), pair[i%2], pair[1-i%2]), winnersGain)
					errs[side] = errors.Join(errs[side], err)
				}
			})
		}
		wg.Wait()
		must(t, errors.Join(errs...))
		for _, id := range []string{"ada", "bob"} {
			p, err := s.Player(t.Context(), id)
			if err != nil || p.Matches != matches || p.Wins != matches/2 || p.Figures["kills"] != matches*5 {
				t.Errorf("%s = %+v, %v; want %d matches", id, p, err, matches)
			}
			r, err := s.Ratings(t.Context(), id, 0)
			if err != nil || r[0].Matches != matches || math.Abs(r[0].Mu-25) > 1e-9 {
				t.Errorf("ratings of %s = %+v, %v; want %d matches and mu 25", id, r, err, matches)
			}
		}
	})
}

func TestHistoryInPages(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		for i := range 7 {
			other := "bob"
			if i == 3 {
				other = "ada" // with herself, which is one match and not two
			}
			_, err := s.ApplyMatch(t.Context(), duelMatch(fmt.Sprintf("m%d", i), "ada", other), winnersGain)
			must(t, err)
		}
		var got []string
		after := ""
		for range 5 {
			page, next, err := s.Matches(t.Context(), "ada", after, 3)
			must(t, err)
			for _, m := range page {
				got = append(got, m.ID)
				if len(m.Lines) != 2 {
					t.Errorf("match %s has %d lines, want 2", m.ID, len(m.Lines))
				}
			}
			if after = next; after == "" {
				break
			}
		}
		if want := "[m6 m5 m4 m3 m2 m1 m0]"; fmt.Sprint(got) != want {
			t.Errorf("history = %v, want %v", got, want)
		}
		if page, next, err := s.Matches(t.Context(), "nobody", "", 3); err != nil || len(page) != 0 || next != "" {
			t.Errorf("history of nobody = %v, %q, %v", page, next, err)
		}
	})
}
