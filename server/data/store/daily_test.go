package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

var aDay = DailyOf{Game: "toy", Day: "2030-01-02", Rules: 3, Version: 1}

func runOf(id, player string, score int) DailyRun {
	return DailyRun{DailyOf: aDay, ID: id, Player: player, Name: "name of " + player, Score: score, Ticks: 1400, Size: 100, Bytes: 4000, Sent: noon}
}

// board are the lines of a board, as "rank player score".
func dailyText(t *testing.T, s *Store, q DailyQuery) (lines []string, b DailyBoard) {
	t.Helper()
	if q.Game == "" {
		q.DailyOf = aDay
	}
	q.Now = noon
	b, err := s.DailyBoard(t.Context(), q)
	must(t, err)
	for _, l := range b.Lines {
		lines = append(lines, fmt.Sprintf("%d %s %d", l.Rank, l.Player, l.Score))
	}
	return lines, b
}

func TestTheBoardOfADayHasTheBestRunOfEach(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for i, r := range []struct {
			player string
			score  int
			best   bool
		}{
			{"ada", 10, true}, {"bob", 12, true}, {"ada", 9, false}, {"ada", 10, false}, {"cyd", 10, true}, {"dan", -2, true}, {"ada", 12, true}, {"eve", 30, true},
		} {
			run := runOf(fmt.Sprint("run", i), r.player, r.score)
			run.Sent = noon.Add(time.Duration(i) * time.Second)
			if best, err := s.PutDailyRun(ctx, run, fmt.Sprint("held", i)); best != r.best || err != nil {
				t.Errorf("run %d: best %v, %v, want %v", i, best, err, r.best)
			}
		}
		must(t, s.PutBan(ctx, Ban{ID: "b1", Player: "eve", At: noon, Until: noon.Add(time.Hour)}))
		must(t, s.PutBan(ctx, Ban{ID: "b2", Player: "dan", At: noon.Add(-2 * time.Hour), Until: noon.Add(-time.Hour)})) // it is over
		lines, b := dailyText(t, s, DailyQuery{})
		if want := []string{"1 bob 12", "1 ada 12", "3 cyd 10", "4 dan -2"}; !slices.Equal(lines, want) || b.Total != 4 || b.Next != "" {
			t.Errorf("board %v of %d, next %q, want %v", lines, b.Total, b.Next, want)
		}
		if l := b.Lines[1]; l.ID != "run6" || l.Name != "name of ada" || l.Ticks != 1400 || l.Size != 100 || l.Bytes != 4000 || l.DailyOf != aDay {
			t.Errorf("line %+v", l)
		}
		lines, b = dailyText(t, s, DailyQuery{Limit: 3})
		rest, last := dailyText(t, s, DailyQuery{Limit: 3, After: b.Next})
		if len(lines) != 3 || !slices.Equal(rest, []string{"4 dan -2"}) || last.Next != "" {
			t.Errorf("pages %v and %v", lines, rest)
		}
		if around, _ := dailyText(t, s, DailyQuery{Around: "cyd", Limit: 2}); !slices.Equal(around, []string{"1 ada 12", "3 cyd 10"}) {
			t.Errorf("around cyd are %v", around)
		}
		if one, _ := dailyText(t, s, DailyQuery{Around: "cyd", Limit: 1}); !slices.Equal(one, []string{"3 cyd 10"}) {
			t.Errorf("cyd alone is %v", one)
		}
		if none, b := dailyText(t, s, DailyQuery{Around: "eve"}); len(none) > 0 || b.Total != 4 || b.Next != "" {
			t.Errorf("around somebody who is banned are %v of %d", none, b.Total)
		}
		if _, err := s.DailyBoard(ctx, DailyQuery{DailyOf: aDay, After: "-1"}); !errors.Is(err, ErrBadCursor) {
			t.Errorf("a cursor of nobody: %v", err)
		}
		if _, err := s.DailyRun(ctx, "run7", noon); !errors.Is(err, ErrNotFound) {
			t.Errorf("the run of somebody who is banned: %v", err)
		}
		must(t, s.DeleteDailyRun(ctx, "run6"))
		if lines, _ := dailyText(t, s, DailyQuery{Limit: 1, Around: "ada"}); len(lines) > 0 {
			t.Errorf("a run that was deleted is %v", lines)
		}
	})
}

func TestRunsByOtherRulesAreOfAnotherBoard(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		put := func(r DailyRun, held string) bool {
			best, err := s.PutDailyRun(t.Context(), r, held)
			must(t, err)
			return best
		}
		newer := runOf("r2", "ada", 5)
		newer.Version++
		if put(runOf("r1", "ada", 50), "a"); !put(newer, "b") {
			t.Error("the first run by new rules is not the best by them")
		}
		old, _ := dailyText(t, s, DailyQuery{})
		now, _ := dailyText(t, s, DailyQuery{DailyOf: newer.DailyOf})
		if len(old) > 0 || !slices.Equal(now, []string{"1 ada 5"}) {
			t.Errorf("boards %v and %v", old, now)
		}
	})
}

func TestNobodySendsTheRunOfAnother(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, id := range []string{"r1", "r2"} { // the second time because the answer was lost
			_, err := s.PutDailyRun(ctx, runOf(id, "ada", 10), "held")
			must(t, err)
		}
		if _, err := s.PutDailyRun(ctx, runOf("r3", "bob", 10), "held"); !errors.Is(err, ErrConflict) {
			t.Errorf("the run of another: %v, want ErrConflict", err)
		}
		tomorrow := runOf("r4", "bob", 10)
		tomorrow.Day = "2030-01-03"
		_, err := s.PutDailyRun(ctx, tomorrow, "held")
		must(t, err)
		must(t, s.Erase(ctx, "ada", noon))
		if _, err := s.PutDailyRun(ctx, runOf("r5", "ada", 11), "other"); !errors.Is(err, ErrErased) {
			t.Errorf("a run of somebody who is gone: %v, want ErrErased", err)
		}
		if lines, _ := dailyText(t, s, DailyQuery{}); len(lines) > 0 {
			t.Errorf("on the board are %v", lines)
		}
	})
}

// Who only flies daily runs has played no match, and what was held on a day may be held on
// another: nobody who holds nothing is the first to do so.
func TestOldRunsGoAndWhatTheyHaveEarnedStays(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, later := t.Context(), noon.Add(unusedGuestAge+time.Hour)
		old := runOf("r1", "ada", 10)
		old.Deeds, old.Week = map[string]int{"daily": 1}, aWeek(noon)
		_, err := s.PutDailyRun(ctx, old, "held")
		must(t, err)
		young := runOf("r2", "bob", 10)
		young.Day, young.Sent = "2030-02-01", later
		_, err = s.PutDailyRun(ctx, young, "held")
		must(t, err)
		must(t, s.prune(ctx, later, Retention{Daily: 48 * time.Hour}))
		if done, err := s.Deeds(ctx, "ada", time.Time{}); err != nil || done["daily"] != 1 || rowsOf(t, s, "daily_runs") != 1 {
			t.Errorf("ada has done %v, %v; %d runs are left", done, err, rowsOf(t, s, "daily_runs"))
		}
		young.ID, young.Player = "r3", "eve"
		if _, err := s.PutDailyRun(ctx, young, "held"); !errors.Is(err, ErrConflict) {
			t.Errorf("the run of bob: %v, want ErrConflict", err)
		}
	})
}

func TestLogsWithoutARunAreFound(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for i, id := range []string{"r1", "r2", "r3", "r4"} {
			must(t, s.NoteDailyLog(ctx, id, noon.Add(time.Duration(i)*time.Minute)))
		}
		for i, r := range []DailyRun{runOf("r1", "ada", 1), runOf("r2", "ada", 2), runOf("r3", "bob", 3)} {
			_, err := s.PutDailyRun(ctx, r, fmt.Sprint(i))
			must(t, err)
		}
		must(t, s.Erase(ctx, "bob", noon))
		loose, err := s.LooseDailyLogs(ctx, noon.Add(150*time.Second), 10)
		if want := []string{"r1", "r3"}; err != nil || !slices.Equal(loose, want) {
			t.Errorf("without a run are %v, %v, want %v; r4 may be on its way", loose, err, want)
		}
		must(t, s.ForgetDailyLog(ctx, "r1"))
		must(t, s.prune(ctx, noon.Add(49*time.Hour), Retention{Daily: 48 * time.Hour}))
		if loose, err = s.LooseDailyLogs(ctx, noon.Add(time.Hour), 10); err != nil || !slices.Equal(loose, []string{"r2", "r3", "r4"}) {
			t.Errorf("without a run are %v, %v once runs are too old", loose, err)
		}
	})
}
