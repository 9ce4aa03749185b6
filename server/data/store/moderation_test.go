package store

import (
	"errors"
	"net/netip"
	"testing"
	"time"
)

func TestBansLastAsLongAsTheyShould(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		forGood := Ban{ID: "b1", Player: "ada", Reason: "cheating", At: noon}
		network := Ban{ID: "b2", Network: netip.MustParsePrefix("2001:db8::/64"), Reason: "flood", At: noon.Add(time.Second), Until: noon.Add(time.Hour)}
		must(t, s.PutBan(ctx, forGood))
		must(t, s.PutBan(ctx, network))
		if err := s.PutBan(ctx, network); !errors.Is(err, ErrConflict) {
			t.Errorf("the same ban twice = %v, want ErrConflict", err)
		}
		all, err := s.Bans(ctx, noon.Add(59*time.Minute))
		if err != nil || len(all) != 2 || all[0] != network || all[1] != forGood {
			t.Errorf("bans = %+v, %v; want both, the newest first", all, err)
		}
		if all, err = s.Bans(ctx, noon.Add(time.Hour)); err != nil || len(all) != 1 || all[0] != forGood {
			t.Errorf("an hour later = %+v, %v; want the one for good", all, err)
		}
		must(t, s.Unban(ctx, "b1"))
		if err := s.Unban(ctx, "b1"); !errors.Is(err, ErrNotFound) {
			t.Errorf("lifted twice = %v, want ErrNotFound", err)
		}
	})
}

func TestMutesReplaceEachOther(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.PutMute(ctx, Mute{Player: "ada", Reason: "spam", At: noon, Until: noon.Add(time.Minute)}))
		longer := Mute{Player: "ada", Reason: "more spam", At: noon, Until: noon.Add(time.Hour)}
		must(t, s.PutMute(ctx, longer))
		if all, err := s.Mutes(ctx, noon.Add(30*time.Minute)); err != nil || len(all) != 1 || all[0] != longer {
			t.Errorf("mutes = %+v, %v; want the later one", all, err)
		}
		if all, err := s.Mutes(ctx, noon.Add(time.Hour)); err != nil || len(all) != 0 {
			t.Errorf("mutes after their end = %+v, %v", all, err)
		}
		must(t, s.Unmute(ctx, "ada"))
		if err := s.Unmute(ctx, "ada"); !errors.Is(err, ErrNotFound) {
			t.Errorf("unmuted twice = %v, want ErrNotFound", err)
		}
	})
}

func TestReportsStayUntilSomebodyDealsWithThem(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		first := Report{ID: "r1", At: noon, Reporter: "ada", Accused: "bob", Name: "Bob", Room: "x", Reason: "abuse", Text: "he said …", Context: "Bob: …\nAda: no", Match: "m1", Moment: 83500 * time.Millisecond}
		must(t, s.PutReport(ctx, first))
		must(t, s.PutReport(ctx, Report{ID: "r2", At: noon}))
		must(t, s.CloseReport(ctx, "r2", noon))
		if all, err := s.Reports(ctx, 10); err != nil || len(all) != 1 || all[0] != first {
			t.Errorf("reports = %+v, %v; want the open one", all, err)
		}
		if err := s.CloseReport(ctx, "r2", noon); !errors.Is(err, ErrNotFound) {
			t.Errorf("closed twice = %v, want ErrNotFound", err)
		}
	})
}
