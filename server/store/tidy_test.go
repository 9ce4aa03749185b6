package store

import (
	"errors"
	"testing"
	"time"
)

func TestTidyForgetsWhatHasNoUse(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		tidy := func(after time.Duration) { must(t, s.Tidy(ctx, noon.Add(after))) }
		for _, id := range []string{"ada", "bob", "idler"} {
			meet(t, s, id, id) // tokens are good for an hour
		}
		_, err := s.ApplyMatch(ctx, duel("m1", "ada", "bob"), winnersGain)
		must(t, err)
		must(t, s.PutBan(ctx, Ban{ID: "short", Player: "x", At: noon, Until: noon.Add(time.Hour)}))
		must(t, s.PutBan(ctx, Ban{ID: "for good", Player: "x", At: noon}))
		must(t, s.PutMute(ctx, Mute{Player: "x", At: noon, Until: noon.Add(time.Hour)}))

		tidy(59 * time.Minute)
		if _, err := s.ByToken(ctx, Hash("token of idler")); err != nil {
			t.Errorf("a token is gone before its time: %v", err)
		}
		tidy(61 * time.Minute)
		for _, id := range []string{"ada", "idler"} {
			if _, err := s.ByToken(ctx, Hash("token of "+id)); !errors.Is(err, ErrNotFound) {
				t.Errorf("expired token of %s: %v, want ErrNotFound", id, err)
			}
		}
		if all, err := s.Bans(ctx, noon); err != nil || len(all) != 1 || all[0].ID != "for good" {
			t.Errorf("bans = %+v, %v; want the one for good", all, err)
		}
		if all, err := s.Mutes(ctx, noon); err != nil || len(all) != 0 {
			t.Errorf("mutes = %+v, %v; want none", all, err)
		}

		tidy(idleAfter - time.Minute)
		if _, err := s.Player(ctx, "idler"); err != nil {
			t.Errorf("a guest of less than a month: %v", err)
		}
		tidy(idleAfter + time.Minute)
		for id, want := range map[string]error{"idler": ErrNotFound, "ada": nil, "bob": nil} {
			if _, err := s.Player(ctx, id); !errors.Is(err, want) {
				t.Errorf("%s after a month: %v, want %v", id, err, want)
			}
		}
		if p, err := s.PutDevice(ctx, Player{ID: "idler", Name: "Idler"}, Device{TokenHash: "t", Seen: noon}); err != nil || p.Name != "Idler" {
			t.Errorf("who comes back = %+v, %v; want them made anew", p, err)
		}
	})
}
