// Package ban keeps the list of banned and muted players and banned networks. It is asked
// at every connection, so it answers from memory. The list is saved in the store, and works
// while the store is unavailable. A List is safe for concurrent use.
package ban

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"slices"
	"sync"
	"time"

	"perihelion/server/data/store"
)

// refreshEvery is how soon bans of other servers are known here, and how often unsaved ones
// are saved again.
const refreshEvery = 10 * time.Second

// Store saves the list. It is implemented by *store.Store.
type Store interface {
	PutBan(ctx context.Context, b store.Ban) error
	Unban(ctx context.Context, id string) error
	Bans(ctx context.Context, now time.Time) ([]store.Ban, error)
	PutMute(ctx context.Context, m store.Mute) error
	Unmute(ctx context.Context, player string) error
	Mutes(ctx context.Context, now time.Time) ([]store.Mute, error)
	ErasedSince(ctx context.Context, since time.Time) (hashes []string, err error)
}

// List is the list of bans and mutes. Make one with New.
type List struct {
	store Store
	log   *slog.Logger

	onChange func() // see OnChange

	storeMu sync.Mutex // held during store requests, so that a refresh does not undo a change

	mu    sync.RWMutex
	bans  []banEntry // newest first
	mutes []muteEntry

	erased  map[string]time.Time // hashes of the ids of players who have deleted their data, and when that was noticed
	version int                  // see Version
}

// banEntry and muteEntry may not be saved yet.
type banEntry struct {
	store.Ban
	saved bool
}

type muteEntry struct {
	store.Mute
	saved bool
}

// New returns an empty list; Run loads it from the store.
func New(s Store, log *slog.Logger) *List {
	return &List{store: s, log: log, onChange: func() {}, erased: map[string]time.Time{}}
}

// OnChange lets f be called after each change that was made here, so that other servers can
// Refresh theirs. Call it before the list is used; f must not wait.
func (l *List) OnChange(f func()) { l.onChange = f }

// Run synchronizes the list with the store until ctx ends, and calls changed after each
// time.
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

// Refresh saves unsaved entries and reads those of other servers.
func (l *List) Refresh(ctx context.Context, now time.Time) error {
	l.storeMu.Lock()
	defer l.storeMu.Unlock()
	bans, mutes := l.current(now)
	for i := range bans {
		if b := &bans[i]; !b.saved {
			b.saved = l.saveBan(ctx, b.Ban) == nil
		}
	}
	for i := range mutes {
		if m := &mutes[i]; !m.saved {
			m.saved = l.store.PutMute(ctx, m.Mute) == nil
		}
	}
	storedBans, err := l.store.Bans(ctx, now)
	storedMutes, err2 := l.store.Mutes(ctx, now)
	erased, err3 := l.store.ErasedSince(ctx, now.Add(-erasedFor))
	if err := errors.Join(err, err2, err3); err != nil {
		return err
	}
	l.barErased(now, erased...)
	bans = slices.DeleteFunc(bans, func(b banEntry) bool { return b.saved })
	for _, b := range storedBans {
		bans = append(bans, banEntry{b, true})
	}
	mutes = slices.DeleteFunc(mutes, func(m muteEntry) bool { return m.saved })
	for _, m := range storedMutes {
		mutes = append(mutes, muteEntry{m, true})
	}
	l.replaceAll(bans, mutes)
	return nil
}

// saveBan saves b. It is no error if it is saved already.
func (l *List) saveBan(ctx context.Context, b store.Ban) error {
	if err := l.store.PutBan(ctx, b); !errors.Is(err, store.ErrConflict) {
		return err
	}
	return nil
}

// current returns copies of the entries in force.
func (l *List) current(now time.Time) ([]banEntry, []muteEntry) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	bans := slices.DeleteFunc(slices.Clone(l.bans), func(b banEntry) bool { return expired(b.Until, now) })
	mutes := slices.DeleteFunc(slices.Clone(l.mutes), func(m muteEntry) bool { return expired(m.Until, now) })
	return bans, mutes
}

func (l *List) replaceAll(bans []banEntry, mutes []muteEntry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	old := make(map[string]bool, len(l.bans))
	for i := range l.bans {
		old[l.bans[i].ID] = true
	}
	for i := range bans {
		if !old[bans[i].ID] {
			l.version++
		}
	}
	l.bans, l.mutes = bans, mutes
}

// Version increases when entries are added: while it stays the same, nobody new is banned.
func (l *List) Version() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.version
}

// expired reports whether something has ended; a zero until never ends.
func expired(until, now time.Time) bool { return !until.IsZero() && !now.Before(until) }

// Banned reports whether a player or an address is banned, and why, in words for the
// player. Either may be unknown.
func (l *List) Banned(player string, from netip.Addr, now time.Time) (why string, banned bool) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	if l.hasErased(player) {
		return erasedText, true
	}
	for i := range l.bans {
		if b := &l.bans[i]; !expired(b.Until, now) && appliesTo(&b.Ban, player, from) {
			return banText(&b.Ban), true
		}
	}
	return "", false
}

func appliesTo(b *store.Ban, player string, from netip.Addr) bool {
	if b.Player != "" && b.Player == player {
		return true
	}
	return from.IsValid() && b.Network.IsValid() && b.Network.Contains(from)
}

// banText tells the banned player why and for how long.
func banText(b *store.Ban) string {
	text := "you are banned from this server"
	if !b.Until.IsZero() {
		text += " until " + b.Until.UTC().Format("2006-01-02 15:04 UTC")
	}
	if b.Reason != "" {
		text += ": " + b.Reason
	}
	return text
}

// Muted reports whether a player is muted.
func (l *List) Muted(player string, now time.Time) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.ContainsFunc(l.mutes, func(m muteEntry) bool { return m.Player == player && !expired(m.Until, now) })
}

// Bans returns the bans in force.
func (l *List) Bans(now time.Time) []store.Ban {
	bans, _ := l.current(now)
	all := make([]store.Ban, len(bans))
	for i := range bans {
		all[i] = bans[i].Ban
	}
	return all
}

// Mutes returns the mutes in force.
func (l *List) Mutes(now time.Time) []store.Mute {
	_, mutes := l.current(now)
	all := make([]store.Mute, len(mutes))
	for i := range mutes {
		all[i] = mutes[i].Mute
	}
	return all
}
