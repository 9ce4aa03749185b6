package store

import (
	"fmt"
	"testing"
	"time"
)

// The clock may be set back between two requests. Nothing that is stored may end before it
// began, be seen before it was created, or be lost because it came last.
func TestAClockThatIsSetBack(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, before := t.Context(), noon.Add(-time.Hour)
		m := duelMatch("m1", "ada", "bob")
		m.Began, m.Ended = noon, before
		_, err := s.ApplyMatch(ctx, m, winnersGain)
		must(t, err)
		if kept, err := s.Match(ctx, "m1"); err != nil || kept.Ended.Before(kept.Began) {
			t.Errorf("match from %v to %v, %v", kept.Began, kept.Ended, err)
		}

		must(t, s.PutReport(ctx, Report{ID: "r1", At: noon, Accused: "bob"}))
		must(t, s.CloseReport(ctx, "r1", before))
		var at, closed int64
		must(t, conn{s.readPool.db, s.dialect}.queryRow(ctx, "SELECT at, closed FROM reports WHERE id = $1", "r1").Scan(&at, &closed))
		if closed < at {
			t.Errorf("a report of %v was closed at %v", fromMillis(at), fromMillis(closed))
		}

		put := func(token string, now time.Time) Player {
			p, err := s.PutDevice(ctx, Player{ID: "cyd", Name: "Cyd"}, Device{TokenHash: Hash(token), Seen: now, Expires: noon.Add(time.Hour)})
			must(t, err)
			return p
		}
		for i := range maxDevices {
			put(fmt.Sprint(i), noon)
		}
		if p := put("after", before); p.Seen.Before(p.Created) {
			t.Errorf("a player made at %v was seen last at %v", p.Created, p.Seen)
		}
		if _, err := s.PlayerByToken(ctx, Hash("after")); err != nil {
			t.Errorf("the device that came after the clock was set back is not known: %v", err)
		}
	})
}
