package account

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

// reloadEvery is how soon a ban by one server holds on the others.
const reloadEvery = 10 * time.Second

// BanStore is where bans are kept.
type BanStore interface {
	Bans(ctx context.Context, now time.Time) ([]store.Ban, error)
	PutBan(context.Context, store.Ban) error
	Unban(ctx context.Context, id string) error
}

// Bans says who is kept out. It answers from memory, so it can be asked at every
// request, and holds whether there is a database or not. Make one with NewBans,
// and keep it up to date with Run.
type Bans struct {
	store  BanStore
	log    *slog.Logger
	change sync.Mutex // one at a time, so that what is read is never older than what is known

	mu      sync.RWMutex
	all     []store.Ban
	pending []store.Ban // not written down yet
}

// NewBans returns those kept in s; Run reads them.
func NewBans(s BanStore, log *slog.Logger) *Bans { return &Bans{store: s, log: log} }

// Banned finds the ban that keeps a player or an address out, if there is one.
// Either may be unknown.
func (b *Bans) Banned(player string, from netip.Addr, now time.Time) (store.Ban, bool) {
	from = from.Unmap().WithZone("")
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, ban := range b.all {
		over := !ban.Until.IsZero() && !now.Before(ban.Until)
		if !over && (ban.Player != "" && ban.Player == player || ban.Network.IsValid() && ban.Network.Contains(from)) {
			return ban, true
		}
	}
	return store.Ban{}, false
}

// List is every ban that is known, the newest first.
func (b *Bans) List() []store.Ban {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return slices.Clone(b.all)
}

// Put bans at once. If the store is away the ban holds all the same, and is
// written down later.
func (b *Bans) Put(ctx context.Context, ban store.Ban) error {
	b.change.Lock()
	defer b.change.Unlock()
	b.mu.Lock()
	b.all = append([]store.Ban{ban}, b.all...)
	b.mu.Unlock()
	err := b.store.PutBan(ctx, ban)
	if errors.Is(err, store.ErrUnavailable) {
		b.log.Warn("a ban holds, and is not written down yet", "ban", ban.ID, "err", err)
		b.mu.Lock()
		b.pending = append(b.pending, ban)
		b.mu.Unlock()
		return nil
	}
	return err
}

// Lift ends a ban: store.ErrNotFound.
func (b *Bans) Lift(ctx context.Context, id string) error {
	b.change.Lock()
	defer b.change.Unlock()
	if b.withdraw(id) {
		return nil
	}
	err := b.store.Unban(ctx, id)
	if err == nil {
		b.mu.Lock()
		b.all = without(b.all, id)
		b.mu.Unlock()
	}
	return err
}

// withdraw takes back a ban that was never written down.
func (b *Bans) withdraw(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	left := without(b.pending, id)
	if len(left) == len(b.pending) {
		return false
	}
	b.pending, b.all = left, without(b.all, id)
	return true
}

func without(bans []store.Ban, id string) []store.Ban {
	return slices.DeleteFunc(slices.Clone(bans), func(b store.Ban) bool { return b.ID == id })
}

// Run keeps b up to date until ctx ends.
func (b *Bans) Run(ctx context.Context) {
	tick := time.NewTicker(reloadEvery)
	defer tick.Stop()
	for {
		if err := b.Reload(ctx, time.Now()); err != nil && ctx.Err() == nil && !errors.Is(err, store.ErrUnavailable) {
			b.log.Error("bans cannot be read", "err", err) // a database that is away is told of elsewhere
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// Reload writes down what was not, and reads what others have written.
func (b *Bans) Reload(ctx context.Context, now time.Time) error {
	b.change.Lock()
	defer b.change.Unlock()
	b.mu.RLock()
	pending := slices.Clone(b.pending)
	b.mu.RUnlock()
	for _, ban := range pending {
		if err := b.store.PutBan(ctx, ban); err != nil && !errors.Is(err, store.ErrConflict) {
			return err
		}
		b.mu.Lock()
		b.pending = without(b.pending, ban.ID)
		b.mu.Unlock()
	}
	all, err := b.store.Bans(ctx, now)
	if err != nil {
		return err
	}
	b.mu.Lock()
	b.all = append(slices.Clone(b.pending), all...)
	b.mu.Unlock()
	return nil
}
