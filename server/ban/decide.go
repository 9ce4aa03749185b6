package ban

import (
	"context"
	"errors"
	"slices"

	"perihelion/server/store"
)

// Ban holds from now on, whatever becomes of the store; saved tells whether it
// outlives this server.
func (l *List) Ban(ctx context.Context, b store.Ban) (saved bool) {
	l.saving.Lock()
	defer l.saving.Unlock()
	l.mu.Lock()
	l.bans = slices.Insert(l.bans, 0, ban{Ban: b})
	l.news++
	l.mu.Unlock()
	if err := l.put(ctx, b); err != nil {
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

// Lift ends a ban: store.ErrNotFound. While the store is away one that is saved
// there cannot be lifted, or it would be back soon.
func (l *List) Lift(ctx context.Context, id string) error {
	l.saving.Lock()
	defer l.saving.Unlock()
	err := l.store.Unban(ctx, id)
	if err != nil && !errors.Is(err, store.ErrNotFound) && !l.unsaved(id) {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	before := len(l.bans)
	l.bans = slices.DeleteFunc(l.bans, func(b ban) bool { return b.ID == id })
	if len(l.bans) == before {
		return err
	}
	return nil
}

func (l *List) unsaved(id string) bool {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return slices.ContainsFunc(l.bans, func(b ban) bool { return b.ID == id && !b.saved })
}

// Mute takes the place of the mute before.
func (l *List) Mute(ctx context.Context, m store.Mute) (saved bool) {
	l.saving.Lock()
	defer l.saving.Unlock()
	err := l.store.PutMute(ctx, m)
	if err != nil {
		l.log.Warn("mute is in memory only", "player", m.Player, "err", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mutes = slices.DeleteFunc(l.mutes, func(old mute) bool { return old.Player == m.Player })
	l.mutes = slices.Insert(l.mutes, 0, mute{m, err == nil})
	return err == nil
}

// Unmute lets a player speak again: store.ErrNotFound.
func (l *List) Unmute(ctx context.Context, player string) error {
	l.saving.Lock()
	defer l.saving.Unlock()
	err := l.store.Unmute(ctx, player)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	before := len(l.mutes)
	l.mutes = slices.DeleteFunc(l.mutes, func(m mute) bool { return m.Player == player })
	if len(l.mutes) == before {
		return err
	}
	return nil
}
