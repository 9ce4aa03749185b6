package store

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"perihelion/shared/deeds"
)

// aWeek is a week with two goals, with one for the same deed.
func aWeek(began time.Time) deeds.Week {
	return deeds.Week{Began: began, Goals: []deeds.Goal{{Deed: "kills", Target: 5, Reward: 100}, {Deed: "kills", Target: 9, Reward: 10}, {Deed: "daily", Target: 2, Reward: 1000}}}
}

func TestAGoalIsRewardedOnce(t *testing.T) {
	first, second := noon.Add(-72*time.Hour), noon.Add(96*time.Hour)
	match := func(id string, began time.Time, kills ...int) Match {
		m := Match{ID: id, Mode: "duel", Began: noon, Ended: noon, Week: aWeek(began), ExperienceLimit: 1000}
		for _, n := range kills {
			m.Lines = append(m.Lines, MatchLine{Player: "ada", Name: "Ada", Deeds: map[string]int{"kills": n}})
		}
		m.Lines = append(m.Lines, MatchLine{Player: "bob", Name: "Bob", Deeds: map[string]int{"kills": 1}})
		return m
	}
	steps := []struct {
		name        string
		match       Match
		total, week int // kills
		experience  int
	}{
		{"too few", match("m1", first, 4), 4, 4, 0},
		{"enough for the first", match("m2", first, 1), 5, 5, 100},
		{"the same again", match("m2", first, 1), 5, 5, 100},
		{"more, in two lines", match("m3", first, 1, 2), 8, 8, 100},
		{"enough for the second", match("m4", first, 30), 38, 38, 110},
		{"both at once, in another week", match("m5", second, 9), 47, 9, 220},
	}
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, step := range steps {
			if _, err := s.ApplyMatch(ctx, step.match, winnersGain); err != nil {
				t.Fatal(err)
			}
			all, err := s.Deeds(ctx, "ada", time.Time{})
			must(t, err)
			week, err := s.Deeds(ctx, "ada", step.match.Week.Began)
			must(t, err)
			p, err := s.Player(ctx, "ada")
			must(t, err)
			if all["kills"] != step.total || week["kills"] != step.week || p.Experience != step.experience {
				t.Errorf("%s: %v in all, %v in the week, %d experience; want %+v", step.name, all, week, p.Experience, step)
			}
		}
		for i, day := range []string{"2030-01-01", "2030-01-01", "2030-01-02", "2030-01-03"} {
			r := runOf(fmt.Sprint("r", i), "ada", 10+i)
			r.Day, r.Deeds, r.Week = day, map[string]int{"daily": 1}, aWeek(second)
			_, err := s.PutDailyRun(ctx, r, fmt.Sprint(i))
			must(t, err)
		}
		must(t, s.DeleteDailyRun(ctx, "r3")) // and she sends another
		again := runOf("r4", "ada", 5)
		again.Day, again.Deeds, again.Week = "2030-01-03", map[string]int{"daily": 1}, aWeek(second)
		_, err := s.PutDailyRun(ctx, again, "4")
		must(t, err)
		runs, err := s.Deeds(ctx, "ada", second)
		must(t, err)
		if p, err := s.Player(ctx, "ada"); err != nil || p.Experience != 1220 || !maps.Equal(runs, map[string]int{"kills": 9, "daily": 3}) {
			t.Errorf("after three days: %v, %d, %v; want 3 runs, and the goal once", runs, p.Experience, err)
		}
		must(t, s.prune(ctx, second.Add(weekAge-time.Hour), Retention{}))
		old, err := s.Deeds(ctx, "ada", first)
		must(t, err)
		kept, err := s.Deeds(ctx, "ada", second)
		must(t, err)
		all, err := s.Deeds(ctx, "ada", time.Time{})
		if err != nil || len(old) > 0 || len(kept) != 2 || all["kills"] != 47 {
			t.Errorf("later: %v of the first week, %v of the second, %v in all, %v", old, kept, all, err)
		}
	})
}

func TestLooksAreKept(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		mustPutDevice(t, s, "ada", "Ada")
		must(t, s.SetLooks(t.Context(), "ada", Looks{Title: 2, Trail: 3}))
		p, err := s.Player(t.Context(), "ada")
		if err != nil || p.Looks != (Looks{Title: 2, Trail: 3}) {
			t.Errorf("looks = %+v, %v", p.Looks, err)
		}
		if err := s.SetLooks(t.Context(), "nobody", Looks{}); err == nil {
			t.Error("nobody has looks")
		}
	})
}
