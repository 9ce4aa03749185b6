package ban

import (
	"context"
	"errors"
	"slices"

	"perihelion/server/data/store"
)

// Ban adds a ban, which holds at once, even if the store is unavailable. saved tells
// whether it survives a restart.
func (l *List) Ban(ctx context.Context, b store.Ban) (saved bool) {
	defer l.onChange()
	l.storeMu.Lock()
	defer l.storeMu.Unlock()
	l.mu.Lock()
	l.bans = slices.Insert(l.bans, 0, banEntry{Ban: b})
	l.version++
	l.mu.Unlock()
	if err := l.saveBan(ctx, b); err != nil {
		l.log.Warn("ban is in memory only", "ban", b.ID, "player", b.Player, "err", err)
		return false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.bans {
		l.bans[i].saved = l.bans[i].saved || l.bans[i].ID == b.ID
	}
	return true
}

// Unban lifts a ban: store.ErrNotFound. While the store is unavailable, saved bans cannot
// be lifted: they would come back with the next refresh.
func (l *List) Unban(ctx context.Context, id string) error {
	defer l.onChange()
	l.storeMu.Lock()
	defer l.storeMu.Unlock()
	err := l.store.Unban(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) && !l.isUnsaved(id) {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	before := len(l.bans)
	l.bans = slices.DeleteFunc(l.bans, func(b banEntry) bool { return b.ID == id })
	if len(l.bans) == before {
		return err
	}
	return nil
}

// isUnsaved reports whether the ban is in memory only.
func (l *List) isUnsaved(id string) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.ContainsFunc(l.bans, func(b banEntry) bool { return b.ID == id && !b.saved })
}

// Mute adds a mute and replaces an earlier one of the player.
func (l *List) Mute(ctx context.Context, m store.Mute) (saved bool) {
	defer l.onChange()
	l.storeMu.Lock()
	defer l.storeMu.Unlock()
	err := l.store.PutMute(ctx, m)
	if err != nil {
		l.log.Warn("mute is in memory only", "player", m.Player, "err", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mutes = slices.DeleteFunc(l.mutes, func(old muteEntry) bool { return old.Player == m.Player })
	l.mutes = slices.Insert(l.mutes, 0, muteEntry{m, err == nil})
	return err == nil
}

// Unmute lifts a mute: store.ErrNotFound.
func (l *List) Unmute(ctx context.Context, player string) error {
	defer l.onChange()
	l.storeMu.Lock()
	defer l.storeMu.Unlock()
	err := l.store.Unmute(ctx, player)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	before := len(l.mutes)
	l.mutes = slices.DeleteFunc(l.mutes, func(m muteEntry) bool { return m.Player == player })
	if len(l.mutes) == before {
		return err
	}
	return nil
}
