package account

import (
	"context"
	"crypto/ed25519"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/people/auth"
)

var noon = time.Date(2030, 1, 2, 12, 0, 0, 0, time.UTC)

// testFilter forbids one word.
type testFilter struct{}

func (testFilter) Clean(text string) (string, bool) { return text, !strings.Contains(text, "darn") }

// flakyStore is a store that can be unavailable.
type flakyStore struct {
	*store.Store
	gone  bool
	asked int
}

func (f *flakyStore) failIfGone() error {
	f.asked++
	if f.gone {
		return store.ErrUnavailable
	}
	return nil
}

func (f *flakyStore) PutDevice(ctx context.Context, p store.Player, d store.Device) (store.Player, error) {
	if err := f.failIfGone(); err != nil {
		return store.Player{}, err
	}
	return f.Store.PutDevice(ctx, p, d)
}

func (f *flakyStore) PlayerByToken(ctx context.Context, hash string) (store.Player, error) {
	if err := f.failIfGone(); err != nil {
		return store.Player{}, err
	}
	return f.Store.PlayerByToken(ctx, hash)
}

func (f *flakyStore) PutBan(ctx context.Context, b store.Ban) error {
	if err := f.failIfGone(); err != nil {
		return err
	}
	return f.Store.PutBan(ctx, b)
}

func (f *flakyStore) Erase(ctx context.Context, id string, now time.Time) error {
	if err := f.failIfGone(); err != nil {
		return err
	}
	return f.Store.Erase(ctx, id, now)
}

// newTestService also returns a function that makes another service on the same store, as
// after a restart: with the same key and an empty cache.
func newTestService(t testing.TB) (b *Service, f *flakyStore, restart func() *Service) {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	s, err := store.Open(t.Context(), store.Config{URL: store.FileURL(filepath.Join(t.TempDir(), "test.db"))}, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { must(t, s.Close()) })
	_, key, err := ed25519.GenerateKey(nil)
	must(t, err)
	f = &flakyStore{Store: s}
	restart = func() *Service { return New(f, auth.New(auth.NewKeyRing(key), "n1", time.Minute), testFilter{}, log) }
	return restart(), f, restart
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func mustRegister(t testing.TB, b *Service, name string) Guest {
	t.Helper()
	g, err := b.Register(t.Context(), name, noon)
	must(t, err)
	return g
}

func TestAGuestIsTheSameAfterARestart(t *testing.T) {
	b, _, restart := newTestService(t)
	g := mustRegister(t, b, "  Ada   Lovelace ")
	if want := noon.Add(365 * 24 * time.Hour); g.Name != "Ada Lovelace" || !g.Expires.Equal(want) {
		t.Errorf("guest = %+v, want Ada Lovelace until %v", g, want)
	}
	for _, b := range []*Service{b, restart()} {
		if p, err := b.Verify(t.Context(), g.Token, noon.Add(time.Hour)); err != nil || p != g.Player {
			t.Errorf("Verify = %+v, %v; want %+v", p, err, g.Player)
		}
	}
	if _, err := b.Verify(t.Context(), g.Token, noon.Add(366*24*time.Hour)); !errors.Is(err, auth.ErrExpired) {
		t.Errorf("after more than a year: %v, want ErrExpired", err)
	}
	if _, err := b.Verify(t.Context(), g.Token+"x", noon); !errors.Is(err, auth.ErrForged) {
		t.Errorf("a forged one: %v, want ErrForged", err)
	}
}

func TestTheDatabaseHoldsNoToken(t *testing.T) {
	b, f, _ := newTestService(t)
	g := mustRegister(t, b, "Ada")
	if _, err := f.PlayerByToken(t.Context(), g.Token); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("found by the token itself: %v", err)
	}
	if _, err := f.PlayerByToken(t.Context(), store.Hash(g.Token)); err != nil {
		t.Errorf("by its hash: %v", err)
	}
}

func TestVerifyAsksTheStoreOnceAMinute(t *testing.T) {
	b, f, _ := newTestService(t)
	g := mustRegister(t, b, "Ada")
	before := f.asked
	for i := range 61 {
		_, err := b.Verify(t.Context(), g.Token, noon.Add(time.Duration(i)*time.Second))
		must(t, err)
	}
	if f.asked != before {
		t.Errorf("asked %d times in a minute, want never", f.asked-before)
	}
	_, err := b.Verify(t.Context(), g.Token, noon.Add(61*time.Second))
	must(t, err)
	if f.asked != before+1 {
		t.Errorf("asked %d times after a minute, want once", f.asked-before)
	}
}

func TestRenewLosesNothing(t *testing.T) {
	b, _, restart := newTestService(t)
	old := mustRegister(t, b, "Ada")
	_, err := b.Rename(t.Context(), old.ID, "Countess")
	must(t, err)
	later := noon.Add(300 * 24 * time.Hour)
	g, err := restart().Renew(t.Context(), old.Token, later)
	if want := (Player{ID: old.ID, Name: "Countess"}); err != nil || g.Player != want || !g.Expires.Equal(later.Add(365*24*time.Hour)) {
		t.Errorf("renewed = %+v, %v; want %+v for another year", g, err, want)
	}
	for _, token := range []string{old.Token, g.Token} { // the answer may have got lost
		if p, err := b.Verify(t.Context(), token, later); err != nil || p != g.Player {
			t.Errorf("Verify = %+v, %v; want %+v by either token", p, err, g.Player)
		}
	}
}

func TestARenameHoldsAtOnce(t *testing.T) {
	b, _, _ := newTestService(t)
	g := mustRegister(t, b, "Ada")
	if name, err := b.Rename(t.Context(), g.ID, " Bob "); err != nil || name != "Bob" {
		t.Fatalf("Rename = %q, %v", name, err)
	}
	if p, err := b.Verify(t.Context(), g.Token, noon); err != nil || p.Name != "Bob" {
		t.Errorf("Verify = %+v, %v; want Bob", p, err)
	}
	var bad BadName
	if _, err := b.Rename(t.Context(), g.ID, "admin"); !errors.As(err, &bad) {
		t.Errorf("to a reserved name: %v, want a BadName", err)
	}
}

func TestALinkMakesAnotherDeviceTheSamePlayer(t *testing.T) {
	b, _, restart := newTestService(t)
	g := mustRegister(t, b, "Ada")
	l, err := b.LinkCode(t.Context(), g.ID, noon)
	must(t, err)
	if len(l.Code) != linkLength+1 || !l.Expires.Equal(noon.Add(10*time.Minute)) {
		t.Errorf("link = %+v, want eight letters for ten minutes", l)
	}
	typed := " " + strings.ToLower(strings.ReplaceAll(l.Code, "-", " ")) + " "
	for _, wrong := range []string{"", "AAAA-AAAA", l.Code[:5], strings.Repeat("A", 1000)} {
		if _, err := b.Link(t.Context(), wrong, noon); !errors.Is(err, ErrBadCode) {
			t.Errorf("code %.20q = %v, want ErrBadCode", wrong, err)
		}
	}
	if _, err := b.Link(t.Context(), typed, noon.Add(10*time.Minute)); !errors.Is(err, ErrBadCode) {
		t.Errorf("after ten minutes: %v, want ErrBadCode", err)
	}
	phone, err := restart().Link(t.Context(), typed, noon.Add(time.Minute))
	if err != nil || phone.Player != g.Player || phone.Token == g.Token {
		t.Fatalf("Link = %+v, %v; want %+v with a token of its own", phone, err, g.Player)
	}
	if _, err := b.Link(t.Context(), typed, noon.Add(time.Minute)); !errors.Is(err, ErrBadCode) {
		t.Errorf("a second time: %v, want ErrBadCode", err)
	}
	if p, err := b.Verify(t.Context(), phone.Token, noon); err != nil || p != g.Player {
		t.Errorf("Verify = %+v, %v; want %+v", p, err, g.Player)
	}
}

func TestLinkCodesAreReadKindly(t *testing.T) {
	for typed, want := range map[string]string{"ab cd-2345": "ABCD2345", "0188": "OIBB", "ä∂9": "", "A\x00B": "AB"} {
		if got := normalizeCode(typed); got != want {
			t.Errorf("readCode(%q) = %q, want %q", typed, got, want)
		}
	}
}

func TestErasedTokensNeverComeBack(t *testing.T) {
	b, f, restart := newTestService(t)
	g := mustRegister(t, b, "Ada")
	renewed, err := b.Renew(t.Context(), g.Token, noon)
	must(t, err)
	f.gone = true
	if err := b.Erase(t.Context(), g.ID, noon); !errors.Is(err, store.ErrUnavailable) {
		t.Errorf("erase without a store = %v: it must not be promised", err)
	}
	f.gone = false
	must(t, b.Erase(t.Context(), g.ID, noon))
	for name, b := range map[string]*Service{"the same server": b, "a restarted one": restart()} {
		for _, token := range []string{g.Token, renewed.Token} {
			for _, at := range []time.Duration{0, time.Hour} {
				if _, err := b.Verify(t.Context(), token, noon.Add(at)); !errors.Is(err, ErrErased) {
					t.Errorf("%s, %v later: %v, want ErrErased", name, at, err)
				}
			}
		}
		f.gone = true // now nothing but memory can tell
		if _, err := b.Verify(t.Context(), g.Token, noon.Add(2*time.Hour)); !errors.Is(err, ErrErased) {
			t.Errorf("%s, without a store: %v, want ErrErased", name, err)
		}
		f.gone = false
	}
}

func TestPlayGoesOnWithoutTheStore(t *testing.T) {
	b, f, restart := newTestService(t)
	old := mustRegister(t, b, "Ada")
	_, err := b.Rename(t.Context(), old.ID, "Countess")
	must(t, err)
	f.gone = true
	if p, err := b.Verify(t.Context(), old.Token, noon.Add(time.Hour)); err != nil || p.Name != "Countess" {
		t.Errorf("whom we remember = %+v, %v; want the name that we knew last", p, err)
	}
	if p, err := restart().Verify(t.Context(), old.Token, noon); err != nil || p != old.Player {
		t.Errorf("whom we do not = %+v, %v; want whom the token names", p, err)
	}
	young := mustRegister(t, b, "Bob")
	if p, err := b.Verify(t.Context(), young.Token, noon); err != nil || p != young.Player {
		t.Errorf("a newcomer = %+v, %v; want %+v", p, err, young.Player)
	}
	if _, err := b.Rename(t.Context(), old.ID, "admin"); err == nil {
		t.Error("a reserved name passes while the store is away")
	}
	f.gone = false
	if _, err := b.Verify(t.Context(), young.Token, noon); err != nil {
		t.Fatal(err)
	}
	if p, err := f.PlayerByToken(t.Context(), store.Hash(young.Token)); err != nil || p.Name != "Bob" {
		t.Errorf("once it is back the newcomer is %+v, %v; want them written down", p, err)
	}
}

func TestTheCacheIsBounded(t *testing.T) {
	c := newCache()
	for i := range maxCached + 10 {
		c.putIfUnchanged(cacheEntry{token: store.Hash(string(rune(i)))}, c.currentVersion())
		c.get(store.Hash(string(rune(0)))) // who plays is not forgotten
	}
	if c.recent.Len() != maxCached || len(c.byToken) != maxCached {
		t.Errorf("%d tokens in a list of %d, want %d", len(c.byToken), c.recent.Len(), maxCached)
	}
	if _, ok := c.get(store.Hash(string(rune(0)))); !ok {
		t.Error("the token in use was forgotten")
	}
	if _, ok := c.get(store.Hash(string(rune(1)))); ok {
		t.Error("the token not used for longest is still there")
	}
}

// delayedStore calls meanwhile before it answers who a token belongs to.
type delayedStore struct {
	*store.Store
	meanwhile func()
}

func (l *delayedStore) PlayerByToken(ctx context.Context, hash string) (store.Player, error) {
	p, err := l.Store.PlayerByToken(ctx, hash)
	if do := l.meanwhile; do != nil {
		l.meanwhile = nil
		do()
	}
	return p, err
}

func TestAnAnswerThatIsOutOfDateIsNotRemembered(t *testing.T) {
	b, f, _ := newTestService(t)
	l := &delayedStore{Store: f.Store}
	b.store = l
	g := mustRegister(t, b, "Ada")
	now := noon.Add(time.Hour)
	l.meanwhile = func() { must(t, b.Erase(t.Context(), g.ID, now)) }
	_, _ = b.Verify(t.Context(), g.Token, now) // it came before the end of Erase: either answer is right
	if _, err := b.Verify(t.Context(), g.Token, now); !errors.Is(err, ErrErased) {
		t.Errorf("after Erase: %v, want ErrErased", err)
	}
}
