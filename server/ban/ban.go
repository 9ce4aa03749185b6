// Package ban knows who may not come in and who may not speak. Every connection
// asks it, so it answers from memory; what it knows is kept in the store, and
// holds without one. A List is safe for concurrent use.
package ban

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"slices"
	"sync"
	"time"

	"perihelion/server/store"
)

// refreshEvery is how soon a ban of another server is known here, and how often
// one is tried to be saved that could not be.
const refreshEvery = 10 * time.Second

// Store keeps what a List knows: *store.Store.
type Store interface {
	PutBan(ctx context.Context, b store.Ban) error
	Unban(ctx context.Context, id string) error
	Bans(ctx context.Context, now time.Time) ([]store.Ban, error)
	PutMute(ctx context.Context, m store.Mute) error
	Unmute(ctx context.Context, player string) error
	Mutes(ctx context.Context, now time.Time) ([]store.Mute, error)
	ErasedSince(ctx context.Context, since time.Time) (hashes []string, err error)
}

// List is who may not. Make one with New.
type List struct {
	store Store
	log   *slog.Logger

	saving sync.Mutex // while the store is asked: what is said meanwhile is not forgotten

	mu    sync.RWMutex
	bans  []ban // newest first
	mutes []mute

	erased map[string]time.Time // by hash of the account: when it was heard
	news   int                  // see News
}

// ban and mute are what the store may not know yet.
type ban struct {
	store.Ban
	saved bool
}

type mute struct {
	store.Mute
	saved bool
}

// New returns an empty list over s; Run fills it.
func New(s Store, log *slog.Logger) *List {
	return &List{store: s, log: log, erased: map[string]time.Time{}}
}

// Run keeps the list and the store alike until ctx ends, and calls changed whenever
// others may have been added to it.
func (l *List) Run(ctx context.Context, changed func(now time.Time)) {
	tick := time.NewTicker(refreshEvery)
	defer tick.Stop()
	for well := true; ; {
		err := l.Refresh(ctx, time.Now())
		if err != nil && well && ctx.Err() == nil {
			l.log.Warn("bans are kept in memory only", "err", err)
		}
		if well = err == nil; well {
			changed(time.Now())
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Refresh saves what is not saved yet and reads what others have decided.
func (l *List) Refresh(ctx context.Context, now time.Time) error {
	l.saving.Lock()
	defer l.saving.Unlock()
	bans, mutes := l.known(now)
	for i := range bans {
		if b := &bans[i]; !b.saved {
			b.saved = l.put(ctx, b.Ban) == nil
		}
	}
	for i := range mutes {
		if m := &mutes[i]; !m.saved {
			m.saved = l.store.PutMute(ctx, m.Mute) == nil
		}
	}
	ofBans, err := l.store.Bans(ctx, now)
	ofMutes, err2 := l.store.Mutes(ctx, now)
	erased, err3 := l.store.ErasedSince(ctx, now.Add(-erasedKept))
	if err := errors.Join(err, err2, err3); err != nil {
		return err
	}
	l.erase(now, erased...)
	bans = slices.DeleteFunc(bans, func(b ban) bool { return b.saved })
	for _, b := range ofBans {
		bans = append(bans, ban{b, true})
	}
	mutes = slices.DeleteFunc(mutes, func(m mute) bool { return m.saved })
	for _, m := range ofMutes {
		mutes = append(mutes, mute{m, true})
	}
	l.set(bans, mutes)
	return nil
}

// put keeps b; that it is kept already is as good.
func (l *List) put(ctx context.Context, b store.Ban) error {
	if err := l.store.PutBan(ctx, b); !errors.Is(err, store.ErrConflict) {
		return err
	}
	return nil
}

// known are copies of what holds now.
func (l *List) known(now time.Time) ([]ban, []mute) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	bans := slices.DeleteFunc(slices.Clone(l.bans), func(b ban) bool { return over(b.Until, now) })
	mutes := slices.DeleteFunc(slices.Clone(l.mutes), func(m mute) bool { return over(m.Until, now) })
	return bans, mutes
}

func (l *List) set(bans []ban, mutes []mute) {
	l.mu.Lock()
	defer l.mu.Unlock()
	old := make(map[string]bool, len(l.bans))
	for i := range l.bans {
		old[l.bans[i].ID] = true
	}
	for i := range bans {
		if !old[bans[i].ID] {
			l.news++
		}
	}
	l.bans, l.mutes = bans, mutes
}

// News counts those who were added to the list: while it stays the same, nobody is
// barred who was not.
func (l *List) News() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.news
}

// over tells whether something that lasts until then has ended; zero: it never
// does.
func over(until, now time.Time) bool { return !until.IsZero() && !now.Before(until) }

// Banned reports whether a player who comes from an address may not come in, and
// why, in words for them. Either may be unknown.
func (l *List) Banned(player string, from netip.Addr, now time.Time) (why string, banned bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.hasErased(player) {
		return erasedWords, true
	}
	for i := range l.bans {
		if b := &l.bans[i]; !over(b.Until, now) && hits(&b.Ban, player, from) {
			return words(&b.Ban), true
		}
	}
	return "", false
}

func hits(b *store.Ban, player string, from netip.Addr) bool {
	if b.Player != "" && b.Player == player {
		return true
	}
	return from.IsValid() && b.Network.IsValid() && b.Network.Contains(from)
}

// words tell whoever is banned why and for how long.
func words(b *store.Ban) string {
	text := "you are banned from this server"
	if !b.Until.IsZero() {
		text += " until " + b.Until.UTC().Format("2006-01-02 15:04 UTC")
	}
	if b.Reason != "" {
		text += ": " + b.Reason
	}
	return text
}

// Muted reports whether a player may not speak.
func (l *List) Muted(player string, now time.Time) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.ContainsFunc(l.mutes, func(m mute) bool { return m.Player == player && !over(m.Until, now) })
}

// Bans are those in force.
func (l *List) Bans(now time.Time) []store.Ban {
	bans, _ := l.known(now)
	all := make([]store.Ban, len(bans))
	for i := range bans {
		all[i] = bans[i].Ban
	}
	return all
}

// Mutes are those in force.
func (l *List) Mutes(now time.Time) []store.Mute {
	_, mutes := l.known(now)
	all := make([]store.Mute, len(mutes))
	for i := range mutes {
		all[i] = mutes[i].Mute
	}
	return all
}
