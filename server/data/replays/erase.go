package replays

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"perihelion/server/data/blob"
	"perihelion/server/data/store"
	"perihelion/shared/replay"
	"perihelion/sim"
)

// erase takes out of stored logs who has deleted their data. A log that cannot be read, as
// those of earlier rules, is deleted: it must not keep a name, and nobody can play it either.
func (a *Archive) erase(ctx context.Context) error {
	todo, err := a.cfg.Store.ReplayErasures(ctx, batch)
	if err != nil {
		return err
	}
	for _, e := range todo {
		size, plain, err := a.eraseFrom(ctx, e)
		if errors.Is(err, blob.ErrNotFound) {
			continue // another server has it, or will
		}
		switch {
		case isUnreadable(err):
			a.log.Info("a replay is deleted, for a player cannot be taken out of it", "match", e.Match, "err", err)
			err = a.remove(ctx, e.Match)
		case err == nil:
			err = a.cfg.Store.FinishErasure(ctx, e, size, plain)
		}
		if err != nil {
			return fmt.Errorf("take a player out of the replay of match %s: %w", e.Match, err)
		}
	}
	return nil
}

// isUnreadable reports whether err is that of a log of another version, or of none.
func isUnreadable(err error) bool {
	return errors.Is(err, replay.ErrVersion) || errors.Is(err, replay.ErrFormat) || errors.Is(err, sim.ErrRules) || errors.Is(err, sim.ErrGame)
}

// eraseFrom stores the log of a match without a player.
func (a *Archive) eraseFrom(ctx context.Context, e store.ReplayErasure) (size, plainSize int64, err error) {
	stored, _, err := a.cfg.Blobs.Get(ctx, BlobName(e.Match))
	if err != nil {
		return 0, 0, err
	}
	defer stored.Close()
	log, err := Decompress(stored)
	if err != nil {
		return 0, 0, err
	}
	defer log.Close()
	plain, err := os.CreateTemp(a.cfg.Dir, "*"+partialSuffix)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, plain.Close(), os.Remove(plain.Name())) }()
	if err := replay.Anonymize(plain, log, a.cfg.Games, e.Player); err != nil {
		return 0, 0, err
	}
	return a.replace(ctx, e.Match, plain)
}

// replace stores another log for a match.
func (a *Archive) replace(ctx context.Context, match string, plain *os.File) (size, plainSize int64, err error) {
	if _, err := plain.Seek(0, io.SeekStart); err != nil {
		return 0, 0, err
	}
	return a.put(ctx, match, plain)
}
