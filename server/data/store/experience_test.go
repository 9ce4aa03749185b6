package store

import (
	"testing"
	"time"
)

func TestExperienceIsGivenOnceAndUpToTheLimitOfADay(t *testing.T) {
	match := func(id string, ended time.Time, experience ...int) Match {
		m := Match{ID: id, Mode: "duel", Began: ended.Add(-time.Minute), Ended: ended, ExperienceLimit: 100}
		for _, n := range experience {
			m.Lines = append(m.Lines, MatchLine{Player: "ada", Name: "Ada", Experience: n})
		}
		m.Lines = append(m.Lines, MatchLine{Name: "a bot", Bot: true})
		return m
	}
	steps := []struct {
		name  string
		match Match
		given []int // by line
		total int
	}{
		{"the first", match("m1", noon, 60), []int{60}, 60},
		{"the same again", match("m1", noon, 60), []int{60}, 60},
		{"the limit", match("m2", noon.Add(time.Minute), 60), []int{40}, 100},
		{"above it", match("m3", noon.Add(time.Hour), 60), []int{0}, 100},
		{"the next day, with two lines", match("m4", noon.Add(24*time.Hour), 70, 50), []int{70, 30}, 200},
		{"late, of the day before", match("m5", noon, 50), []int{0}, 200},
		{"nothing", match("m6", noon.Add(72*time.Hour), 0), []int{0}, 200},
		{"the day after that", match("m7", noon.Add(72*time.Hour), 30), []int{30}, 230},
	}
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, step := range steps {
			if _, err := s.ApplyMatch(ctx, step.match, winnersGain); err != nil {
				t.Fatal(err)
			}
			p, err := s.Player(ctx, "ada")
			if err != nil || p.Experience != step.total {
				t.Errorf("%s: %d in all, %v; want %d", step.name, p.Experience, err, step.total)
			}
			m, err := s.Match(ctx, step.match.ID)
			must(t, err)
			for i, want := range step.given {
				if got := m.Lines[i].Experience; got != want {
					t.Errorf("%s: line %d gave %d, want %d", step.name, i, got, want)
				}
			}
		}
		must(t, s.Erase(ctx, "ada", noon))
		if _, err := s.ApplyMatch(ctx, match("m8", noon.Add(96*time.Hour), 60), winnersGain); err != nil {
			t.Error(err)
		}
		if _, err := s.Player(ctx, "ada"); err == nil {
			t.Error("a match gave something to a player who has deleted their data")
		}
	})
}
