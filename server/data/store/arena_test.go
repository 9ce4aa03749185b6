package store

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

var arenaLimits = ArenaLimits{Drafts: 2, Published: 2, Versions: 2, Bytes: 100}

// textOf is a version of an arena of a player, of so many bytes.
func textOf(arena, owner string, bytes int) ArenaVersion {
	return ArenaVersion{Arena: arena, Owner: owner, Title: "Title " + arena, Hash: "hash-" + arena, Text: strings.Repeat("x", bytes), Created: noon}
}

// publishArena has a version of an arena checked, and found good.
func publishArena(t *testing.T, s *Store, v ArenaVersion, at time.Time) {
	t.Helper()
	must(t, s.QueueArenaCheck(t.Context(), v, arenaLimits, 5, at))
	k, err := s.ClaimArenaCheck(t.Context(), "n1", at.Add(time.Minute), at)
	must(t, err)
	must(t, s.FinishArenaCheck(t.Context(), k, `{"good":true}`, true, at))
}

// idsOf are the ids of a list.
func idsOf(t *testing.T, s *Store, q ArenaQuery) (ids []string) {
	t.Helper()
	q.Now = noon
	all, _, err := s.Arenas(t.Context(), q)
	must(t, err)
	for _, a := range all {
		ids = append(ids, a.ID)
	}
	return ids
}

func TestArenasAreKeptWithinTheLimitsOfTheirOwner(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.PutArena(ctx, textOf("a1", "ada", 30), "Ada", ArenaParent{}, arenaLimits))
		must(t, s.PutArena(ctx, textOf("a2", "ada", 30), "Ada", ArenaParent{"a1", 1}, arenaLimits))
		for _, tt := range []struct {
			what string
			err  error
			want error
		}{
			{"a third draft", s.PutArena(ctx, textOf("a3", "ada", 1), "Ada", ArenaParent{}, arenaLimits), ErrTooManyArenas},
			{"of an id that is taken", s.PutArena(ctx, textOf("a1", "bob", 1), "Bob", ArenaParent{}, arenaLimits), ErrConflict},
			{"too many bytes", s.PutArenaVersion(ctx, textOf("a1", "ada", 41), 1, arenaLimits), ErrArenaBytes},
			{"not the newest", s.PutArenaVersion(ctx, textOf("a1", "ada", 1), 2, arenaLimits), ErrArenaChanged},
			{"of another player", s.PutArenaVersion(ctx, textOf("a1", "bob", 1), 1, arenaLimits), ErrNotFound},
			{"the next", s.PutArenaVersion(ctx, textOf("a1", "ada", 10), 1, arenaLimits), nil},
			{"and one more", s.PutArenaVersion(ctx, textOf("a1", "ada", 10), 2, arenaLimits), nil},
			{"deleted by another", s.DeleteArena(ctx, "a2", "bob"), ErrNotFound},
		} {
			if !errors.Is(tt.err, tt.want) || tt.want == nil && tt.err != nil {
				t.Errorf("%s: %v, want %v", tt.what, tt.err, tt.want)
			}
		}
		all, err := s.ArenaVersions(ctx, "a1")
		if must(t, err); len(all) != 2 || all[0].Version != 3 || all[1].Version != 2 || all[0].Text != "" {
			t.Errorf("versions %+v, want 3 and 2", all)
		}
		a, err := s.Arena(ctx, "a1", "ada", noon)
		if must(t, err); a.Forks != 0 || a.Version != 3 || a.Shown.Version != 3 || a.OwnerName != "Ada" || a.State != ArenaDraft {
			t.Errorf("%+v", a)
		}
		must(t, s.DeleteArena(ctx, "a2", "ada"))
		if _, err := s.ArenaVersion(ctx, "a2", 1); !errors.Is(err, ErrNotFound) {
			t.Errorf("a version of a deleted arena: %v", err)
		}
		must(t, s.Erase(ctx, "ada", noon))
		if _, err := s.Arena(ctx, "a1", "ada", noon); !errors.Is(err, ErrNotFound) {
			t.Errorf("an arena of a player who is gone: %v", err)
		}
		if err := s.PutArena(ctx, textOf("a4", "ada", 1), "Ada", ArenaParent{}, arenaLimits); !errors.Is(err, ErrErased) {
			t.Errorf("a new one of theirs: %v", err)
		}
	})
}

func TestAnArenaIsPublishedWhenItsCheckIsGood(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.PutArena(ctx, textOf("a1", "ada", 1), "Ada", ArenaParent{}, arenaLimits))
		must(t, s.PutArena(ctx, textOf("b1", "bob", 1), "Bob", ArenaParent{}, arenaLimits))
		one, other := ArenaVersion{Arena: "a1", Owner: "ada", Version: 1}, ArenaVersion{Arena: "b1", Owner: "bob", Version: 1}
		must(t, s.QueueArenaCheck(ctx, one, arenaLimits, 5, noon))
		must(t, s.QueueArenaCheck(ctx, one, arenaLimits, 5, noon.Add(time.Second)))
		for what, got := range map[string]struct{ err, want error }{
			"of another":   {s.QueueArenaCheck(ctx, ArenaVersion{Arena: "a1", Owner: "bob", Version: 1}, arenaLimits, 5, noon), ErrNotFound},
			"no version":   {s.QueueArenaCheck(ctx, ArenaVersion{Arena: "a1", Owner: "ada", Version: 2}, arenaLimits, 5, noon), ErrNotFound},
			"a full queue": {s.QueueArenaCheck(ctx, other, arenaLimits, 1, noon), ErrQueueFull},
			"too many":     {s.QueueArenaCheck(ctx, other, ArenaLimits{}, 5, noon), ErrTooManyArenas},
		} {
			if !errors.Is(got.err, got.want) {
				t.Errorf("%s: %v, want %v", what, got.err, got.want)
			}
		}
		must(t, s.QueueArenaCheck(ctx, other, arenaLimits, 5, noon.Add(time.Second)))
		until := noon.Add(time.Minute)
		k, err := s.ClaimArenaCheck(ctx, "n1", until, noon)
		if must(t, err); k.Arena != "a1" || k.Version != 1 || k.Tries != 1 || !k.Queued.Equal(noon) {
			t.Errorf("claimed %+v", k)
		}
		if _, err := s.ClaimArenaCheck(ctx, "n2", until, noon); !errors.Is(err, ErrNotFound) {
			t.Errorf("two at a time: %v", err)
		}
		// An edit while it is checked makes another version, which waits for its turn.
		must(t, s.PutArenaVersion(ctx, textOf("a1", "ada", 2), 1, arenaLimits))
		if err := s.QueueArenaCheck(ctx, ArenaVersion{Arena: "a1", Owner: "ada", Version: 2}, arenaLimits, 5, noon); !errors.Is(err, ErrConflict) {
			t.Errorf("another version meanwhile: %v", err)
		}
		must(t, s.FinishArenaCheck(ctx, k, "{}", true, noon))
		a, err := s.Arena(ctx, "a1", "ada", noon)
		if must(t, err); a.State != ArenaPublished || a.Published != 1 || a.Version != 2 || a.Shown.Report != "{}" || !a.Listed.Equal(noon) || !a.Queued.IsZero() {
			t.Errorf("published %+v", a)
		}
		k, err = s.ClaimArenaCheck(ctx, "n2", until, noon)
		must(t, err)
		must(t, s.RenewArenaCheck(ctx, k, noon.Add(time.Hour)))
		if _, err := s.ClaimArenaCheck(ctx, "n2", noon.Add(2*time.Hour), noon.Add(59*time.Minute)); !errors.Is(err, ErrNotFound) {
			t.Errorf("a check whose claim was renewed is claimed: %v", err)
		}
		must(t, s.ReleaseArenaCheck(ctx, k))
		if err := s.RenewArenaCheck(ctx, k, noon.Add(time.Hour)); !errors.Is(err, ErrConflict) {
			t.Errorf("a check that was given back is renewed: %v", err)
		}
		again, err := s.ClaimArenaCheck(ctx, "n1", until, noon)
		if must(t, err); again != k {
			t.Errorf("given back %+v, then %+v", k, again)
		}
		lost, err := s.ClaimArenaCheck(ctx, "n2", until.Add(time.Hour), until)
		if must(t, err); lost.Tries != 2 {
			t.Errorf("of a server that is gone: %+v", lost)
		}
		must(t, s.FinishArenaCheck(ctx, lost, "{}", false, noon))
		if b, err := s.Arena(ctx, "b1", "bob", noon); err != nil || b.State != ArenaDraft || b.Published != 0 || b.Shown.Report != "{}" {
			t.Errorf("a bad one: %+v, %v", b, err)
		}
		if n, since, err := s.ArenaChecks(ctx); err != nil || n != 0 || !since.IsZero() {
			t.Errorf("%d wait since %v, %v", n, since, err)
		}
	})
}

func TestListsOfArenas(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		for i, id := range []string{"a1", "a2", "b1", "b2"} {
			owner := map[byte]string{'a': "ada", 'b': "bob"}[id[0]]
			v := textOf(id, owner, 1)
			must(t, s.PutArena(ctx, v, "Name of "+owner, ArenaParent{}, arenaLimits))
			if v.Version = 1; id != "b2" {
				publishArena(t, s, v, noon.Add(time.Duration(i)*time.Second))
			}
		}
		must(t, s.CountArenaPlay(ctx, "a1", "bob"))
		must(t, s.CountArenaReport(ctx, "b1", "ada"))
		must(t, s.SetArenaState(ctx, ArenaSetting{ID: "a2", State: ArenaFeatured, Rotation: true, Version: 1}))
		if err := s.SetArenaState(ctx, ArenaSetting{ID: "b2", State: ArenaFeatured, Rotation: true, Version: 1}); !errors.Is(err, ErrConflict) {
			t.Errorf("a draft is featured: %v", err)
		}
		if err := s.SetArenaState(ctx, ArenaSetting{ID: "a1", State: ArenaFeatured, Version: 2}); !errors.Is(err, ErrArenaChanged) {
			t.Errorf("a version that others do not see is featured: %v", err)
		}
		for _, tt := range []struct {
			q    ArenaQuery
			want string
		}{
			{ArenaQuery{List: ArenasNewest}, "[b1 a2 a1]"},
			{ArenaQuery{List: ArenasPlayed}, "[a1 b1 a2]"},
			{ArenaQuery{List: ArenasFeatured}, "[a2]"},
			{ArenaQuery{List: ArenasMine, Owner: "bob"}, "[b1 b2]"},
			{ArenaQuery{List: ArenasAll}, "[b1 a1 a2 b2]"},
			{ArenaQuery{List: ArenasNewest, Text: "TITLE A"}, "[a2 a1]"},
			{ArenaQuery{List: ArenasNewest, Text: "of bob"}, "[b1]"},
			{ArenaQuery{List: ArenasNewest, Text: "%"}, "[]"},
			{ArenaQuery{List: ArenasAll, Text: "b2"}, "[b2]"},
		} {
			if got := fmt.Sprint(idsOf(t, s, tt.q)); got != tt.want {
				t.Errorf("%+v: %s, want %s", tt.q, got, tt.want)
			}
		}
		first, next, err := s.Arenas(ctx, ArenaQuery{List: ArenasNewest, Limit: 2, Now: noon})
		must(t, err)
		rest, last, err := s.Arenas(ctx, ArenaQuery{List: ArenasNewest, Limit: 2, After: next, Now: noon})
		if must(t, err); len(first) != 2 || len(rest) != 1 || rest[0].ID != "a1" || last != "" {
			t.Errorf("pages %d and %d, %q", len(first), len(rest), last)
		}
		if texts, err := s.RotationArenas(ctx, 5, noon); err != nil || len(texts) != 1 {
			t.Errorf("in rotation are %v, %v", texts, err)
		}
		must(t, s.PutBan(ctx, Ban{ID: "ban", Player: "ada", At: noon}))
		must(t, s.SetArenaState(ctx, ArenaSetting{ID: "b1", State: ArenaHidden}))
		if got := idsOf(t, s, ArenaQuery{List: ArenasNewest}); len(got) > 0 {
			t.Errorf("of a banned player and hidden: %v", got)
		}
		if texts, err := s.RotationArenas(ctx, 5, noon); err != nil || len(texts) != 0 {
			t.Errorf("of a banned player are in rotation %v, %v", texts, err)
		}
		if _, err := s.ArenaText(ctx, "hash-b1", "ada", noon); !errors.Is(err, ErrNotFound) {
			t.Errorf("the text of a hidden arena: %v", err)
		}
		if err := s.QueueArenaCheck(ctx, ArenaVersion{Arena: "b1", Owner: "bob", Version: 1}, arenaLimits, 5, noon); !errors.Is(err, ErrArenaHidden) {
			t.Errorf("a hidden arena is published: %v", err)
		}
		must(t, s.SetArenaState(ctx, ArenaSetting{ID: "b1", State: ArenaPublished, Rotation: true, Version: 1}))
		if got := idsOf(t, s, ArenaQuery{List: ArenasNewest}); !slices.Equal(got, []string{"b1"}) {
			t.Errorf("shown again: %v", got)
		}
	})
}

// Of an arena count the plays, forks and reports of others, and one report of each.
func TestWhatCountsOfAnArena(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		must(t, s.PutArena(ctx, textOf("a1", "ada", 1), "Ada", ArenaParent{}, arenaLimits))
		for i, player := range []string{"ada", "bob", "bob"} {
			must(t, s.CountArenaPlay(ctx, "a1", player))
			must(t, s.PutArena(ctx, textOf(fmt.Sprint("f", i), player, 1), player, ArenaParent{"a1", 1}, ArenaLimits{Drafts: 5, Bytes: 100}))
		}
		for _, player := range []string{"bob", "bob", "eve"} {
			must(t, s.CountArenaReport(ctx, "a1", player))
		}
		must(t, s.CountArenaReport(ctx, "gone", "bob"))
		if a, err := s.Arena(ctx, "a1", "ada", noon); err != nil || a.Plays != 2 || a.Forks != 2 || a.Reports != 2 {
			t.Errorf("%+v, %v", a, err)
		}
	})
}

// What was hidden is not published as another arena, until it is shown again.
func TestHiddenContentStaysHidden(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx := t.Context()
		of := func(arena, owner, content string) ArenaVersion {
			v := textOf(arena, owner, 1)
			v.Version, v.Content = 1, content
			return v
		}
		put := func(v ArenaVersion, parent string) error {
			return s.PutArena(ctx, v, "Name of "+v.Owner, ArenaParent{Arena: parent}, ArenaLimits{Drafts: 9, Bytes: 100})
		}
		must(t, put(of("a1", "ada", "bad"), ""))
		publishArena(t, s, of("a1", "ada", ""), noon)
		must(t, put(of("b1", "bob", "bad"), "a1"))
		must(t, put(of("c1", "eve", "bad"), "a1"))
		must(t, s.QueueArenaCheck(ctx, of("c1", "eve", ""), arenaLimits, 5, noon))
		must(t, s.SetArenaState(ctx, ArenaSetting{ID: "a1", State: ArenaHidden}))
		late, err := s.ClaimArenaCheck(ctx, "n1", noon.Add(time.Minute), noon)
		must(t, err)
		must(t, s.FinishArenaCheck(ctx, late, "{}", true, noon))
		if c, err := s.Arena(ctx, "c1", "eve", noon); err != nil || c.Published != 0 {
			t.Errorf("checked meanwhile: %+v, %v", c, err)
		}
		refused := func(when string) {
			for what, err := range map[string]error{
				"fork": put(of("a2", "ada", "other"), "a1"), "copy": put(of("a3", "ada", "bad"), ""), "another's": s.QueueArenaCheck(ctx, of("b1", "bob", ""), arenaLimits, 5, noon),
			} {
				if !errors.Is(err, ErrArenaHidden) && (what != "fork" || when == "hidden") {
					t.Errorf("%s, %s: %v", when, what, err)
				}
			}
		}
		refused("hidden")
		must(t, s.DeleteArena(ctx, "a1", "ada"))
		refused("deleted")
		must(t, s.SetArenaState(ctx, ArenaSetting{ID: "b1", State: ArenaHidden}))
		must(t, s.SetArenaState(ctx, ArenaSetting{ID: "b1", State: ArenaPublished}))
		if err := put(of("a4", "ada", "bad"), ""); !errors.Is(err, ErrArenaHidden) {
			t.Errorf("another of its content was shown: %v", err)
		}
	})
}

// Who publishes many arenas does not keep others waiting.
func TestOwnersTakeTurnsInTheQueueOfChecks(t *testing.T) {
	onBoth(t, func(t *testing.T, s *Store) {
		ctx, limits := t.Context(), ArenaLimits{Drafts: 9, Published: 9, Bytes: 100}
		for i, id := range []string{"a1", "a2", "a3", "a4", "b1", "b2"} {
			v := textOf(id, map[byte]string{'a': "ada", 'b': "bob"}[id[0]], 1)
			must(t, s.PutArena(ctx, v, "Name of "+v.Owner, ArenaParent{}, limits))
			v.Version = 1
			err := s.QueueArenaCheck(ctx, v, limits, 9, noon.Add(time.Duration(i)*time.Second))
			if full := i == mostChecks; (err != nil) != full || full && !errors.Is(err, ErrQueueFull) {
				t.Errorf("%s: %v", id, err)
			}
		}
		for _, want := range []string{"a1", "b1", "a2", "b2", "a3"} {
			k, err := s.ClaimArenaCheck(ctx, "n1", noon.Add(time.Minute), noon)
			if must(t, err); k.Arena != want {
				t.Errorf("claimed %s, want %s", k.Arena, want)
			}
			if want == "b1" { // another server has to do it: it comes next again
				must(t, s.ReleaseArenaCheck(ctx, k))
				k, err = s.ClaimArenaCheck(ctx, "n2", noon.Add(time.Minute), noon)
				if must(t, err); k.Arena != want {
					t.Errorf("claimed %s, want %s again", k.Arena, want)
				}
			}
			must(t, s.FinishArenaCheck(ctx, k, "{}", false, noon.Add(time.Minute)))
		}
	})
}
