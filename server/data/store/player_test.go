package store

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"
)

// mustPutDevice creates a player with one device.
func mustPutDevice(t testing.TB, s *Store, id, name string) Player {
	t.Helper()
	p, err := s.PutDevice(t.Context(), Player{ID: id, Name: name}, Device{TokenHash: Hash("token of " + id), Seen: noon, Expires: noon.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestAPlayerIsKnownByEveryDevice(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		mustPutDevice(t, s, "ada", "Ada")
		_, err := s.PutDevice(t.Context(), Player{ID: "ada", Name: "old name in the token"}, Device{TokenHash: Hash("phone"), Seen: noon.Add(time.Minute), Expires: noon.Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		want := Player{ID: "ada", Name: "Ada", Created: noon, Seen: noon.Add(time.Minute)}
		for _, token := range []string{"token of ada", "phone"} {
			if got, err := s.PlayerByToken(t.Context(), Hash(token)); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("by %s: %+v, %v; want %+v", token, got, err, want)
			}
		}
		if _, err := s.PlayerByToken(t.Context(), Hash("another")); !errors.Is(err, ErrNotFound) {
			t.Errorf("by an unknown token: %v, want ErrNotFound", err)
		}
	})
}

func TestDevicesOfAPlayerAreBounded(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		for i := range maxDevices + 3 {
			d := Device{TokenHash: Hash(fmt.Sprint(i)), Seen: noon.Add(time.Duration(i) * time.Second), Expires: noon.Add(time.Hour)}
			if _, err := s.PutDevice(t.Context(), Player{ID: "ada", Name: "Ada"}, d); err != nil {
				t.Fatal(err)
			}
		}
		known := 0
		for i := range maxDevices + 3 {
			if _, err := s.PlayerByToken(t.Context(), Hash(fmt.Sprint(i))); err == nil {
				known++
			}
		}
		if known != maxDevices {
			t.Errorf("%d devices are known, want the last %d", known, maxDevices)
		}
		if _, err := s.PlayerByToken(t.Context(), Hash("2")); !errors.Is(err, ErrNotFound) {
			t.Errorf("the device seen longest ago: %v, want ErrNotFound", err)
		}
	})
}

func TestRename(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		mustPutDevice(t, s, "ada", "Ada")
		if err := s.Rename(t.Context(), "ada", "Ada Ω"); err != nil {
			t.Fatal(err)
		}
		if p, err := s.Player(t.Context(), "ada"); err != nil || p.Name != "Ada Ω" {
			t.Errorf("player = %+v, %v", p, err)
		}
		if err := s.Rename(t.Context(), "nobody", "x"); !errors.Is(err, ErrNotFound) {
			t.Errorf("rename of nobody = %v, want ErrNotFound", err)
		}
	})
}

func TestALinkIsGoodOnceAndNotForLong(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		if err := s.PutLink(ctx, "nobody", "x", noon); !errors.Is(err, ErrNotFound) {
			t.Errorf("a link to nobody = %v, want ErrNotFound", err)
		}
		mustPutDevice(t, s, "ada", "Ada")
		for _, code := range []string{"first", "second"} {
			if err := s.PutLink(ctx, "ada", code, noon.Add(time.Minute)); err != nil {
				t.Fatal(err)
			}
		}
		tests := []struct {
			name, code string
			at         time.Time
			want       error
		}{
			{"one that was replaced", "first", noon, ErrNotFound},
			{"one that has expired", "second", noon.Add(time.Minute), ErrNotFound},
			{"a good one", "second", noon.Add(59 * time.Second), nil},
			{"one that was used", "second", noon, ErrNotFound},
		}
		for _, tt := range tests {
			if p, err := s.ConsumeLink(ctx, tt.code, tt.at); !errors.Is(err, tt.want) || err == nil && p.Name != "Ada" {
				t.Errorf("%s: %+v, %v; want %v", tt.name, p, err, tt.want)
			}
		}
	})
}

func TestErasedMeansErased(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		mustPutDevice(t, s, "ada", "Ada")
		mustPutDevice(t, s, "bob", "Bob")
		if _, err := s.ApplyMatch(ctx, duelMatch("m1", "ada", "bob"), winnersGain); err != nil {
			t.Fatal(err)
		}
		must(t, s.PutLink(ctx, "ada", "code", noon.Add(time.Hour)))
		must(t, s.PutMute(ctx, Mute{Player: "ada", At: noon}))
		must(t, s.PutReport(ctx, Report{ID: "r1", Reporter: "bob", Accused: "ada", Name: "Ada"}))
		must(t, s.Erase(ctx, "ada", noon))

		if err := s.Erase(ctx, "ada", noon); !errors.Is(err, ErrNotFound) {
			t.Errorf("erased twice: %v, want ErrNotFound", err)
		}
		if _, err := s.Player(ctx, "ada"); !errors.Is(err, ErrErased) {
			t.Errorf("player = %v, want ErrErased", err)
		}
		if _, err := s.PlayerByToken(ctx, Hash("token of ada")); !errors.Is(err, ErrNotFound) {
			t.Errorf("by the old token: %v, want ErrNotFound", err)
		}
		if _, err := s.PutDevice(ctx, Player{ID: "ada", Name: "Ada"}, Device{TokenHash: "t"}); !errors.Is(err, ErrErased) {
			t.Errorf("to come back by the old token = %v, want ErrErased", err)
		}
		if _, err := s.ConsumeLink(ctx, "code", noon); !errors.Is(err, ErrNotFound) {
			t.Errorf("by a link = %v, want ErrNotFound", err)
		}
		m, err := s.Match(ctx, "m1")
		if err != nil || m.Lines[0].Player != "" || m.Lines[0].Name != erasedName || m.Lines[0].Bot || m.Lines[1].Name != "bob" {
			t.Errorf("history = %+v, %v; want nobody in the place of Ada", m, err)
		}
		if b, err := s.Board(ctx, BoardQuery{Mode: "duel"}); err != nil || b.Total != 1 || b.Lines[0].Name != "Bob" {
			t.Errorf("board = %+v, %v; want Bob alone", b, err)
		}
		if _, err := s.ApplyMatch(ctx, duelMatch("m2", "bob", "ada"), winnersGain); err != nil {
			t.Fatal(err) // they flew when they were erased
		}
		if m, err = s.Match(ctx, "m2"); err != nil || m.Lines[1].Player != "" || m.Lines[1].Name != erasedName {
			t.Errorf("a later match = %+v, %v; want nobody in the place of Ada", m, err)
		}
		if everything := allText(t, s); strings.Contains(strings.ToLower(everything), "ada") {
			t.Errorf("the database still knows Ada:\n%s", everything)
		}
	})
}

// A player who deletes their data while a match of theirs is applied, and while another
// device of theirs requests a token, is deleted in the end.
func TestErasedInTheMiddleOfItAll(t *testing.T) {
	const rounds = 25
	onBoth(t, func(t *testing.T, s *Store) {
		for i := range rounds {
			id := fmt.Sprintf("ghost%d", i)
			mustPutDevice(t, s, id, id)
			var work sync.WaitGroup
			work.Go(func() {
				if err := s.Erase(t.Context(), id, noon); err != nil {
					t.Error(err)
				}
			})
			work.Go(func() {
				_, err := s.ApplyMatch(t.Context(), duelMatch(fmt.Sprintf("m%d", i), id, "bob"), winnersGain)
				if err != nil {
					t.Error(err)
				}
			})
			work.Go(func() {
				_, err := s.PutDevice(t.Context(), Player{ID: id, Name: id}, Device{TokenHash: Hash("another of " + id), Seen: noon, Expires: noon})
				if err != nil && !errors.Is(err, ErrErased) {
					t.Error(err)
				}
			})
			work.Wait()
			if _, err := s.Player(t.Context(), id); !errors.Is(err, ErrErased) {
				t.Errorf("%s: %v, want ErrErased", id, err)
			}
		}
		if everything := allText(t, s); strings.Contains(everything, "ghost") {
			t.Errorf("the database still knows some:\n%s", everything)
		}
		if p, err := s.Player(t.Context(), "bob"); err != nil || p.Matches != rounds {
			t.Errorf("who played with them = %+v, %v; want %d matches", p, err, rounds)
		}
	})
}

// allText is all text in the database.
func allText(t *testing.T, s *Store) string {
	t.Helper()
	var b strings.Builder
	for _, table := range []string{"players", "tombstones", "devices", "links", "ratings", "matches", "match_lines", "bans", "mutes", "reports"} {
		rows, err := s.readPool.db.QueryContext(t.Context(), "SELECT * FROM "+table)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values := make([]any, len(columns))
			for i := range values {
				values[i] = new(any)
			}
			must(t, rows.Scan(values...))
			for _, v := range values {
				fmt.Fprint(&b, *v.(*any), " ")
			}
			fmt.Fprintln(&b, "in", table)
		}
		must(t, errors.Join(rows.Err(), rows.Close()))
	}
	return b.String()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestInvalidTextFindsNothing(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		for _, id := range []string{"", "\x00", "half a letter \xc3", "'; DROP TABLE players; --", "$1", "?1", strings.Repeat("x", 1<<16)} {
			if _, err := s.Player(t.Context(), id); !errors.Is(err, ErrNotFound) {
				t.Errorf("player %.20q = %v, want ErrNotFound", id, err)
			}
			if _, err := s.Match(t.Context(), id); !errors.Is(err, ErrNotFound) {
				t.Errorf("match %.20q = %v, want ErrNotFound", id, err)
			}
		}
	})
}
