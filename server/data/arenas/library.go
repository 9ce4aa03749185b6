package arenas

import (
	"context"
	"crypto/rand"
	"strconv"
	"strings"
	"time"

	"perihelion/server/data/store"
)

// Limits are what one player may keep.
func (s *Service) Limits() store.ArenaLimits { return s.cfg.Limits }

// Create keeps a new arena of a player: Bad, ErrNone, store.ErrArenaHidden.
func (s *Service) Create(ctx context.Context, by Player, text string) (store.Arena, error) {
	return s.create(ctx, by, text, store.ArenaParent{})
}

// Fork keeps a copy of an arena that the player may see, as their own: store.ErrArenaHidden.
func (s *Service) Fork(ctx context.Context, by Player, of string) (store.Arena, error) {
	v, err := s.Version(ctx, by.ID, of)
	if err != nil {
		return store.Arena{}, err
	}
	return s.create(ctx, by, v.Text, store.ArenaParent{Arena: v.Arena, Version: v.Version})
}

func (s *Service) create(ctx context.Context, by Player, text string, parent store.ArenaParent) (store.Arena, error) {
	id := strings.ToLower(rand.Text()[:idLength])
	v, err := s.read(id, by.ID, text)
	if err != nil {
		return store.Arena{}, err
	}
	if err := s.cfg.Store.PutArena(ctx, v, by.Name, parent, s.cfg.Limits); err != nil {
		return store.Arena{}, err
	}
	return s.Arena(ctx, by.ID, id)
}

const idLength = 16

// Edit keeps the version of an arena after version before: Bad, store.ErrArenaChanged.
func (s *Service) Edit(ctx context.Context, by Player, id string, before int, text string) (store.ArenaVersion, error) {
	if _, err := s.owned(ctx, by.ID, id); err != nil {
		return store.ArenaVersion{}, err
	}
	v, err := s.read(id, by.ID, text)
	if err == nil {
		err = s.cfg.Store.PutArenaVersion(ctx, v, before, s.cfg.Limits)
	}
	v.Version = before + 1
	return v, err
}

// Delete deletes an arena of a player.
func (s *Service) Delete(ctx context.Context, player, id string) error {
	a, err := s.owned(ctx, player, id)
	if err != nil {
		return err
	}
	if err := s.cfg.Store.DeleteArena(ctx, id, player); err != nil {
		return err
	}
	if a.Rotation {
		s.readRotation(context.WithoutCancel(ctx), time.Now())
	}
	return nil
}

// owned is an arena of a player: store.ErrNotFound, or ErrNotOwner of one that they may see.
func (s *Service) owned(ctx context.Context, player, id string) (store.Arena, error) {
	a, err := s.Arena(ctx, player, id)
	if err == nil && a.Owner != player {
		err = ErrNotOwner
	}
	return a, err
}

// Arena is an arena that a player may see: store.ErrNotFound.
func (s *Service) Arena(ctx context.Context, player, id string) (store.Arena, error) {
	if s.game.Tools == nil {
		return store.Arena{}, ErrNone
	}
	a, err := s.cfg.Store.Arena(ctx, id, player, time.Now())
	return s.shown(a), err
}

// shown is an arena without words that are not welcome: the list of them may have changed.
func (s *Service) shown(a store.Arena) store.Arena {
	a.Shown.Title = s.clean(a.Shown.Title)
	return a
}

func (s *Service) clean(title string) string {
	shown, _ := s.cfg.Filter.Clean(title)
	return shown
}

// Version is a version of an arena that a player may see: ID@VERSION, or ID for the one that is published,
// or for the newest of their own. Others see the published one only.
func (s *Service) Version(ctx context.Context, player, ref string) (store.ArenaVersion, error) {
	id, number, given := strings.Cut(ref, "@")
	a, err := s.Arena(ctx, player, id)
	if err != nil {
		return store.ArenaVersion{}, err
	}
	version := a.Published
	switch {
	case given:
		if version, err = strconv.Atoi(number); err != nil || version < 1 || a.Owner != player && version != a.Published {
			return store.ArenaVersion{}, store.ErrNotFound
		}
	case a.Owner == player:
		version = a.Version
	}
	v, err := s.cfg.Store.ArenaVersion(ctx, id, version)
	v.Title = s.clean(v.Title)
	return v, err
}

// Versions are those of an arena that a player may see, the newest first.
func (s *Service) Versions(ctx context.Context, player, id string) ([]store.ArenaVersion, error) {
	a, err := s.Arena(ctx, player, id)
	if err != nil {
		return nil, err
	}
	if a.Owner != player {
		v, err := s.Version(ctx, player, id)
		return []store.ArenaVersion{v}, err
	}
	return s.cfg.Store.ArenaVersions(ctx, id)
}

// List is a part of a list, and the cursor of the next part.
func (s *Service) List(ctx context.Context, q store.ArenaQuery) ([]store.Arena, string, error) {
	if s.game.Tools == nil {
		return nil, "", ErrNone
	}
	q.Now = time.Now()
	all, next, err := s.cfg.Store.Arenas(ctx, q)
	for i := range all {
		all[i] = s.shown(all[i])
	}
	return all, next, err
}

// SetState is what the operator does with an arena, see store.SetArenaState. Rooms of this server hear of
// it at once, also if ctx ends meanwhile; those of others within turnsEvery.
func (s *Service) SetState(ctx context.Context, k store.ArenaSetting) error {
	if err := s.cfg.Store.SetArenaState(ctx, k); err != nil {
		return err
	}
	s.readRotation(context.WithoutCancel(ctx), time.Now())
	return nil
}

// Publish queues a version of an arena, 0 the newest, to be tried by bots: if it can be played it is
// published then.
func (s *Service) Publish(ctx context.Context, by Player, id string, version int) (store.Arena, error) {
	a, err := s.owned(ctx, by.ID, id)
	if err != nil {
		return a, err
	}
	if s.cfg.Queue == 0 {
		return a, ErrOff
	}
	if version == 0 {
		version = a.Version
	}
	v := store.ArenaVersion{Arena: id, Owner: by.ID, Version: version}
	if err := s.cfg.Store.QueueArenaCheck(ctx, v, s.cfg.Limits, s.cfg.Queue, time.Now()); err != nil {
		return a, err
	}
	select {
	case s.wake <- struct{}{}:
	default: // it is woken already
	}
	return s.Arena(ctx, by.ID, id)
}

// Played counts that a player has opened a room for an arena, or for a version of it.
func (s *Service) Played(ctx context.Context, player, ref string) error {
	id, _, _ := strings.Cut(ref, "@")
	return s.cfg.Store.CountArenaPlay(ctx, id, player)
}
