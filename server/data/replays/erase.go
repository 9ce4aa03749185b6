package replays

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"perihelion/server/data/blob"
	"perihelion/server/data/journal"
	"perihelion/server/data/store"
	"perihelion/server/play/room"
	"perihelion/shared/replay"
)

// erase takes out of stored logs who has deleted their data.
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
		if err == nil {
			err = a.cfg.Store.FinishErasure(ctx, e, size, plain)
		}
		if err != nil {
			return fmt.Errorf("take a player out of the replay of match %s: %w", e.Match, err)
		}
	}
	return nil
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
	x, err := replay.Scan(plain, a.cfg.Games)
	if err != nil {
		return 0, 0, err
	}
	l := journal.Log{Match: match, File: plain, Size: x.Bytes}
	for _, s := range x.Segments {
		l.Starts = append(l.Starts, room.LogSegment{Offset: s.Offset})
	}
	var out bytes.Buffer
	if err := compress(&out, &l); err != nil {
		return 0, 0, err
	}
	size = int64(out.Len())
	return size, x.Bytes, a.cfg.Blobs.Put(ctx, BlobName(match), &out, size)
}
