package store

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

func replayOf(match string, stored time.Time) Replay {
	return Replay{
		Match: match, Private: true, Game: "toy", Rules: 2, Ticks: 600, Rate: 60, Whole: true,
		Size: 1000, Bytes: 5 << 32, Stored: stored,
	}
}

func TestReplaysArePutAndFound(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, r := t.Context(), replayOf("m1", noon)
		if _, err := s.Replay(ctx, "m1"); !errors.Is(err, ErrNotFound) {
			t.Errorf("a replay that is not there: %v", err)
		}
		for range 2 { // the second time because the first could not be confirmed
			must(t, s.PutReplay(ctx, r, []string{"bob", "ada"}))
		}
		if got, err := s.Replay(ctx, "m1"); err != nil || !got.Stored.Equal(r.Stored) {
			t.Errorf("replay = %+v, %v", got, err)
		} else if got.Stored = r.Stored; got != r {
			t.Errorf("replay = %+v, want %+v", got, r)
		}
		must(t, s.DeleteReplay(ctx, "m1"))
		if _, err := s.Replay(ctx, "m1"); !errors.Is(err, ErrNotFound) {
			t.Errorf("a deleted replay: %v", err)
		}
	})
}

// A player may delete their data before or after a log of them is stored. It cannot be
// had until they are no longer in it.
func TestWhoIsErasedMustGetOutOfReplays(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for _, id := range []string{"m1", "m2"} {
			_, err := s.ApplyMatch(ctx, duelMatch(id, "ada", "bob"), winnersGain)
			must(t, err)
		}
		must(t, s.PutReplay(ctx, replayOf("m1", noon), []string{"ada", "bob"}))
		must(t, s.Erase(ctx, "ada", noon))
		must(t, s.PutReplay(ctx, replayOf("m2", noon), []string{"ada", "bob"}))
		todo, err := s.ReplayErasures(ctx, 10)
		if want := []ReplayErasure{{"m1", "ada"}, {"m2", "ada"}}; err != nil || !slices.Equal(todo, want) {
			t.Fatalf("to do: %v, %v, want %v", todo, err, want)
		}
		if _, err := s.Replay(ctx, "m1"); !errors.Is(err, ErrNotFound) {
			t.Errorf("the replay with somebody who is gone: %v", err)
		}
		must(t, s.FinishErasure(ctx, todo[0], 900, 4000))
		if r, err := s.Replay(ctx, "m1"); err != nil || r.Size != 900 || r.Bytes != 4000 {
			t.Errorf("the replay without them: %+v, %v", r, err)
		}
		if todo, err = s.ReplayErasures(ctx, 10); err != nil || len(todo) != 1 || todo[0].Match != "m2" {
			t.Errorf("still to do: %v, %v", todo, err)
		}
		must(t, s.DeleteReplay(ctx, "m2"))
		if todo, err = s.ReplayErasures(ctx, 10); err != nil || len(todo) > 0 {
			t.Errorf("to do for a replay that is no more: %v, %v", todo, err)
		}
	})
}

func TestOldReplaysAndTooManyExpire(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for i := range 5 {
			must(t, s.PutReplay(ctx, replayOf(fmt.Sprint("m", i), noon.Add(time.Duration(i)*time.Hour)), nil))
		}
		for _, tt := range []struct {
			keep ReplayRetention
			want []string
		}{
			{ReplayRetention{}, nil},
			{ReplayRetention{Age: 8*time.Hour + 30*time.Minute}, []string{"m0", "m1"}},
			{ReplayRetention{Bytes: 2500}, []string{"m0", "m1", "m2"}},
			{ReplayRetention{Bytes: 9 << 32}, nil},
			{ReplayRetention{Age: time.Minute, Bytes: 2500}, []string{"m0", "m1", "m2"}}, // three at a time
		} {
			if got, err := s.ExpiredReplays(ctx, noon.Add(10*time.Hour), tt.keep, 3); err != nil || !slices.Equal(got, tt.want) {
				t.Errorf("of %+v expire %v, %v, want %v", tt.keep, got, err, tt.want)
			}
		}
	})
}
