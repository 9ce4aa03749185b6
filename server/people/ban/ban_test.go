package ban

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"perihelion/server/data/store"
)

// fakeStore is a store that can be unavailable.
type fakeStore struct {
	bans  []store.Ban
	mutes []store.Mute
	away  bool

	erased []string // hashes
}

func (f *fakeStore) errIfAway() error {
	if f.away {
		return store.ErrUnavailable
	}
	return nil
}

func (f *fakeStore) PutBan(_ context.Context, b store.Ban) error {
	if err := f.errIfAway(); err != nil {
		return err
	}
	f.bans = append(f.bans, b)
	return nil
}

func (f *fakeStore) Unban(_ context.Context, id string) error {
	if err := f.errIfAway(); err != nil {
		return err
	}
	i := slices.IndexFunc(f.bans, func(b store.Ban) bool { return b.ID == id })
	if i < 0 {
		return store.ErrNotFound
	}
	f.bans = slices.Delete(f.bans, i, i+1)
	return nil
}

func (f *fakeStore) Bans(context.Context, time.Time) ([]store.Ban, error) {
	return f.bans, f.errIfAway()
}

func (f *fakeStore) PutMute(_ context.Context, m store.Mute) error {
	if err := f.errIfAway(); err != nil {
		return err
	}
	f.mutes = append(f.mutes, m)
	return nil
}

func (f *fakeStore) Unmute(_ context.Context, player string) error {
	if err := f.errIfAway(); err != nil {
		return err
	}
	f.mutes = slices.DeleteFunc(f.mutes, func(m store.Mute) bool { return m.Player == player })
	return nil
}

func (f *fakeStore) Mutes(context.Context, time.Time) ([]store.Mute, error) {
	return f.mutes, f.errIfAway()
}

func (f *fakeStore) ErasedSince(context.Context, time.Time) ([]string, error) {
	return f.erased, f.errIfAway()
}

var noon = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)

func TestBannedAreThoseAndNobodyElse(t *testing.T) {
	l := New(&fakeStore{}, slog.New(slog.DiscardHandler))
	for _, b := range []store.Ban{
		{ID: "1", Player: "ada", Reason: "cheating"},
		{ID: "2", Network: netip.MustParsePrefix("192.0.2.7/32"), Until: noon.Add(time.Hour)},
		{ID: "3", Network: netip.MustParsePrefix("2001:db8::/64")},
	} {
		l.Ban(t.Context(), b)
	}
	tests := []struct {
		name, player, from string
		at                 time.Time
		want               string
	}{
		{"a player, from anywhere", "ada", "198.51.100.1", noon, "you are banned from this server: cheating"},
		{"a player whose address is not known", "ada", "", noon, "you are banned from this server: cheating"},
		{"another player", "bob", "198.51.100.1", noon, ""},
		{"nobody yet, from a good address", "", "198.51.100.1", noon, ""},
		{"anybody from a banned address", "bob", "192.0.2.7", noon, "you are banned from this server until 2026-11-22 13:00 UTC"},
		{"the neighbour of that address", "bob", "192.0.2.8", noon, ""},
		{"that address when its time is over", "bob", "192.0.2.7", noon.Add(time.Hour), ""},
		{"an address of a banned network", "", "2001:db8::1:2:3:4", noon, "you are banned from this server"},
		{"nothing is known", "", "", noon, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from, _ := netip.ParseAddr(tt.from)
			if why, banned := l.Banned(tt.player, from, tt.at); why != tt.want || banned != (tt.want != "") {
				t.Errorf("Banned = %q, %v; want %q", why, banned, tt.want)
			}
		})
	}
}

func TestBansHoldWithoutAStoreAndAreSavedWhenItIsBack(t *testing.T) {
	s := &fakeStore{away: true}
	l := New(s, slog.New(slog.DiscardHandler))
	if l.Ban(t.Context(), store.Ban{ID: "1", Player: "ada"}) || l.Mute(t.Context(), store.Mute{Player: "bob"}) {
		t.Error("saved in a store that is away")
	}
	if err := l.Refresh(t.Context(), noon); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("Refresh = %v", err)
	}
	holds := func(when string) {
		t.Helper()
		if _, banned := l.Banned("ada", netip.Addr{}, noon); !banned || !l.Muted("bob", noon) {
			t.Errorf("%s: ada banned %v, bob muted %v", when, banned, l.Muted("bob", noon))
		}
	}
	holds("while the store is away")
	s.away = false
	for range 2 { // the second must not save them again
		if err := l.Refresh(t.Context(), noon); err != nil {
			t.Fatal(err)
		}
	}
	holds("when it is back")
	if len(s.bans) != 1 || len(s.mutes) != 1 || len(l.Bans(noon)) != 1 || len(l.Mutes(noon)) != 1 {
		t.Errorf("stored %v %v, listed %v %v; want one of each", s.bans, s.mutes, l.Bans(noon), l.Mutes(noon))
	}
	s.away = true
	if err := l.Unban(t.Context(), "1"); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("lifted a saved ban without the store: %v", err)
	}
	holds("after a lift that did not work")
}

func TestTheErasedAreBarredHereAndByOtherServers(t *testing.T) {
	s := &fakeStore{erased: []string{store.Hash("bob")}}
	l := New(s, slog.New(slog.DiscardHandler))
	barred := func(player string, now time.Time) bool {
		_, out := l.Banned(player, netip.Addr{}, now)
		return out
	}
	l.BarErased("ada", noon)
	if !barred("ada", noon) || barred("bob", noon) || barred("", noon) {
		t.Error("want ada barred, who has deleted her data here, and nobody else yet")
	}
	if err := l.Refresh(t.Context(), noon.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if !barred("ada", noon) || !barred("bob", noon) {
		t.Error("want bob barred as well, who has done so on another server")
	}
	s.erased = nil
	_ = l.Refresh(t.Context(), noon.Add(erasedFor+2*time.Minute))
	if barred("ada", noon) || barred("bob", noon) {
		t.Error("still barred when no token of theirs can be good any more")
	}
}

func TestDecisionsOfOtherServersAreSeen(t *testing.T) {
	s := &fakeStore{bans: []store.Ban{{ID: "1", Player: "ada"}}}
	l := New(s, slog.New(slog.DiscardHandler))
	sees := func(want bool) {
		t.Helper()
		if err := l.Refresh(t.Context(), noon); err != nil {
			t.Fatal(err)
		}
		if _, banned := l.Banned("ada", netip.Addr{}, noon); banned != want {
			t.Errorf("ada banned = %v, want %v", banned, want)
		}
	}
	sees(true)
	s.bans = nil
	sees(false)
}

func TestLiftedIsLifted(t *testing.T) {
	l := New(&fakeStore{}, slog.New(slog.DiscardHandler))
	l.Ban(t.Context(), store.Ban{ID: "1", Player: "ada"})
	l.Mute(t.Context(), store.Mute{Player: "ada", Until: noon.Add(time.Minute)})
	l.Mute(t.Context(), store.Mute{Player: "ada"})
	if n := len(l.Mutes(noon)); n != 1 {
		t.Errorf("%d mutes of one player, want the last", n)
	}
	if err := errors.Join(l.Unban(t.Context(), "1"), l.Unmute(t.Context(), "ada")); err != nil {
		t.Fatal(err)
	}
	if _, banned := l.Banned("ada", netip.Addr{}, noon); banned || l.Muted("ada", noon) {
		t.Error("still banned or muted")
	}
	if err := l.Unban(t.Context(), "1"); !errors.Is(err, store.ErrNotFound) || !strings.Contains(err.Error(), "not found") {
		t.Errorf("lifted twice: %v", err)
	}
}

// The version increases with every new entry, here or on other servers, and only then.
func TestVersionGrowsWithNewEntriesOnly(t *testing.T) {
	store1 := &fakeStore{}
	l := New(store1, slog.New(slog.DiscardHandler))
	last := l.Version()
	for _, step := range []struct {
		name string
		do   func()
		news bool
	}{
		{"nothing is there", func() {}, false},
		{"a ban here", func() { l.Ban(t.Context(), store.Ban{ID: "1", Player: "ada"}) }, true},
		{"the same is read", func() {}, false},
		{"a ban elsewhere", func() { store1.bans = append(store1.bans, store.Ban{ID: "2", Player: "bob"}) }, true},
		{"one is lifted", func() { _ = l.Unban(t.Context(), "1") }, false},
		{"somebody deletes their data here", func() { l.BarErased("cyd", noon) }, true},
		{"the same is read", func() { store1.erased = []string{store.Hash("cyd")} }, false},
		{"somebody deletes their data elsewhere", func() { store1.erased = append(store1.erased, store.Hash("dan")) }, true},
	} {
		step.do()
		if err := l.Refresh(t.Context(), noon); err != nil {
			t.Fatal(err)
		}
		if got := l.Version() != last; got != step.news {
			t.Errorf("%s: news %v, want %v", step.name, got, step.news)
		}
		last = l.Version()
	}
}
