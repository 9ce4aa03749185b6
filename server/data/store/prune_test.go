package store

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"
)

func TestPruneForgetsWhatHasNoUse(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		prune := func(after time.Duration) { must(t, s.prune(ctx, noon.Add(after), Retention{})) }
		for _, id := range []string{"ada", "bob", "idler"} {
			mustPutDevice(t, s, id, id) // tokens are good for an hour
		}
		_, err := s.ApplyMatch(ctx, duelMatch("m1", "ada", "bob"), winnersGain)
		must(t, err)
		must(t, s.PutBan(ctx, Ban{ID: "short", Player: "x", At: noon, Until: noon.Add(time.Hour)}))
		must(t, s.PutBan(ctx, Ban{ID: "for good", Player: "x", At: noon}))
		must(t, s.PutMute(ctx, Mute{Player: "x", At: noon, Until: noon.Add(time.Hour)}))

		prune(59 * time.Minute)
		if _, err := s.PlayerByToken(ctx, Hash("token of idler")); err != nil {
			t.Errorf("a token is gone before its time: %v", err)
		}
		prune(61 * time.Minute)
		for _, id := range []string{"ada", "idler"} {
			if _, err := s.PlayerByToken(ctx, Hash("token of "+id)); !errors.Is(err, ErrNotFound) {
				t.Errorf("expired token of %s: %v, want ErrNotFound", id, err)
			}
		}
		if all, err := s.Bans(ctx, noon); err != nil || len(all) != 1 || all[0].ID != "for good" {
			t.Errorf("bans = %+v, %v; want the one for good", all, err)
		}
		if all, err := s.Mutes(ctx, noon); err != nil || len(all) != 0 {
			t.Errorf("mutes = %+v, %v; want none", all, err)
		}

		prune(unusedGuestAge - time.Minute)
		if _, err := s.Player(ctx, "idler"); err != nil {
			t.Errorf("a guest of less than a month: %v", err)
		}
		prune(unusedGuestAge + time.Minute)
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

// fakeMetrics counts the deleted rows.
type fakeMetrics map[string]int

func (fakeMetrics) StoreOp(string, time.Duration, error)  {}
func (c fakeMetrics) StoreDeleted(table string, rows int) { c[table] += rows }

func rowsOf(t *testing.T, s *Store, table string) (n int) {
	t.Helper()
	must(t, s.readPool.db.QueryRowContext(t.Context(), "SELECT count(*) FROM "+table).Scan(&n))
	return n
}

func TestOldMatchesGoAndBoardsStay(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		const old, young = 2*pruneRows + 7, 5
		ctx, deleted := t.Context(), fakeMetrics{}
		s.metrics = deleted
		apply := func(i int, ended time.Time) (ApplyResult, error) {
			m := duelMatch(fmt.Sprintf("m%05d", i), "ada", "bob")
			m.Ended = ended
			return s.ApplyMatch(ctx, m, winnersGain)
		}
		for i := range old + young {
			ended := noon.Add(time.Duration(i) * time.Second)
			if i >= old {
				ended = ended.Add(48 * time.Hour)
			}
			_, err := apply(i, ended)
			must(t, err)
		}
		before, err := s.Board(ctx, BoardQuery{Mode: "duel"})
		must(t, err)
		totals, err := s.Player(ctx, "ada")
		must(t, err)

		keep := Retention{Matches: 24 * time.Hour}
		must(t, s.prune(ctx, noon.Add(49*time.Hour), keep))
		if m, l := rowsOf(t, s, "matches"), rowsOf(t, s, "match_lines"); m != young || l != 2*young {
			t.Errorf("%d matches of %d lines are left, want %d of %d", m, l, young, 2*young)
		}
		if deleted["matches"] != old {
			t.Errorf("deleted = %v, want %d matches", deleted, old)
		}
		if after, err := s.Board(ctx, BoardQuery{Mode: "duel"}); err != nil || !reflect.DeepEqual(after, before) {
			t.Errorf("board = %+v, %v; want it as it was, %+v", after, err, before)
		}
		if after, err := s.Player(ctx, "ada"); err != nil || !reflect.DeepEqual(after, totals) {
			t.Errorf("player = %+v, %v; want them as they were, %+v", after, err, totals)
		}
		if page, _, err := s.Matches(ctx, "ada", "", 100); err != nil || len(page) != young {
			t.Errorf("%d matches in the history, %v; want %d", len(page), err, young)
		}

		for what, ended := range map[string]time.Time{"a match that was deleted": noon, "an unknown one as old": noon.Add(time.Second)} {
			if a, err := apply(map[bool]int{true: 0, false: 99999}[ended.Equal(noon)], ended); !errors.Is(err, errPruned) {
				t.Errorf("%s = %+v, %v; want ErrPruned, for it might count twice", what, a, err)
			}
		}
		if a, err := apply(old, noon.Add(48*time.Hour)); err != nil || !a.Duplicate {
			t.Errorf("a match that is still known = %+v, %v; want Again", a, err)
		}
		if _, err := apply(99999, noon.Add(49*time.Hour)); err != nil {
			t.Errorf("a new match = %v", err)
		}
	})
}

func TestOldReportsAndPlayersGo(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		const year = 365 * 24 * time.Hour
		ctx := t.Context()
		mustPutDevice(t, s, "ada", "Ada")
		mustPutDevice(t, s, "bob", "Bob")
		_, err := s.ApplyMatch(ctx, duelMatch("m1", "ada", "bob"), winnersGain)
		must(t, err)
		for i, at := range []time.Time{noon, noon.Add(year)} {
			must(t, s.PutReport(ctx, Report{ID: fmt.Sprint(i), At: at, Reporter: "ada", Accused: "bob", Name: "Bob"}))
		}
		_, err = s.PutDevice(ctx, Player{ID: "bob"}, Device{TokenHash: "new", Seen: noon.Add(year), Expires: noon.Add(2 * year)})
		must(t, err)
		keep := Retention{Reports: year / 2, Players: 2 * year}

		must(t, s.prune(ctx, noon.Add(year), keep))
		if all, err := s.Reports(ctx, 10); err != nil || len(all) != 1 || all[0].ID != "1" {
			t.Errorf("reports = %+v, %v; want the young one", all, err)
		}
		must(t, s.prune(ctx, noon.Add(2*year+time.Minute), Retention{}))
		if _, err := s.Player(ctx, "ada"); err != nil {
			t.Errorf("ada, kept for good: %v", err)
		}
		must(t, s.prune(ctx, noon.Add(2*year+time.Minute), keep))
		if _, err := s.Player(ctx, "ada"); !errors.Is(err, ErrNotFound) || errors.Is(err, ErrErased) {
			t.Errorf("ada after two years: %v, want ErrNotFound", err)
		}
		if n := rowsOf(t, s, "player_figures"); n != 2 {
			t.Errorf("%d totals are left, want the two of bob", n)
		}
		b, err := s.Board(ctx, BoardQuery{Mode: "duel"})
		if err != nil || b.Total != 1 || b.Lines[0].Player != "bob" {
			t.Errorf("board = %+v, %v; want bob alone, who came back", b, err)
		}
		m, err := s.Match(ctx, "m1")
		if err != nil || m.Lines[0].Player != "" || m.Lines[0].Name != erasedName {
			t.Errorf("match = %+v, %v; want nobody in the place of ada", m, err)
		}
	})
}

// BenchmarkPruneMatches measures how long one step blocks other writers.
func BenchmarkPruneMatches(b *testing.B) {
	s := openFile(b)
	at := 0
	for b.Loop() {
		b.StopTimer()
		for range pruneRows {
			m := Match{ID: fmt.Sprintf("m%09d", at), Mode: "skirmish", Ended: noon}
			for seat := range 16 {
				m.Lines = append(m.Lines, MatchLine{Name: fmt.Sprint(seat), Bot: true, Figures: map[string]int{"kills": 3, "deaths": 2}})
			}
			s.transact(b.Context(), "fill", func(ctx context.Context, c conn) error {
				_, err := insertMatch(ctx, c, &m)
				return errors.Join(err, insertLines(ctx, c, &m))
			})
			at++
		}
		b.StartTimer()
		err := s.transact(b.Context(), "prune", func(ctx context.Context, c conn) error {
			n, err := pruneMatches(ctx, c, noon.Add(time.Hour))
			if n != pruneRows {
				b.Errorf("%d rows deleted", n)
			}
			return err
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
