// Package replays keeps the logs of rounds that have ended. The journal of a room hands one
// over, and the Archive compresses it into a spool on the disk; from there it goes to the
// blob store, and what is known of it to the database, as soon as both can be reached. The
// lobby opens logs here. An Archive is safe for concurrent use.
package replays

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/klauspost/compress/zstd"

	"perihelion/server/data/blob"
	"perihelion/server/data/journal"
	"perihelion/server/data/store"
	"perihelion/sim"
)

// Store is what is known of logs: *store.Store.
type Store interface {
	PutReplay(ctx context.Context, r store.Replay, accounts []string) error
	Replay(ctx context.Context, match string) (store.Replay, error)
	ReplayErasures(ctx context.Context, limit int) ([]store.ReplayErasure, error)
	FinishErasure(ctx context.Context, e store.ReplayErasure, size, bytes int64) error
	ExpiredReplays(ctx context.Context, now time.Time, keep store.ReplayRetention, limit int) ([]string, error)
	DeleteReplay(ctx context.Context, match string) error
}

// Config says what an Archive works with.
type Config struct {
	Dir       string // of the spool
	Blobs     blob.Store
	Store     Store
	Games     sim.Games // whose logs can be read
	Retention store.ReplayRetention
	Log       *slog.Logger
}

// Archive is all logs that are kept. Make one with New and drive it with Run.
type Archive struct {
	cfg  Config
	log  *slog.Logger
	wake chan struct{} // there is something in the spool

	stored, refused, waiting atomic.Int64
}

// New returns an archive, which begins with what an earlier process has left in the spool.
func New(cfg Config) (*Archive, error) {
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for replays: %w", err)
	}
	return &Archive{cfg: cfg, log: cfg.Log, wake: make(chan struct{}, 1)}, nil
}

// Stored is how many logs have come to the blob store since the start.
func (a *Archive) Stored() int { return int(a.stored.Load()) }

// Refused is how many logs since the start were put aside because they cannot be read.
func (a *Archive) Refused() int { return int(a.refused.Load()) }

// Waiting is how many logs were in the spool when it could last be emptied.
func (a *Archive) Waiting() int { return int(a.waiting.Load()) }

// A log in the spool is a file named after its match.
const (
	suffix        = ".zst"
	partialSuffix = ".partial"
	refusedSuffix = ".refused"
)

// BlobName is the name under which the log of a match is kept.
func BlobName(match string) string { return match + suffix }

// Keep compresses a log into the spool. Journals call it.
func (a *Archive) Keep(l journal.Log) error {
	path := filepath.Join(a.cfg.Dir, l.Match+suffix)
	if err := compressFile(path+partialSuffix, &l); err != nil {
		return errors.Join(err, os.Remove(path+partialSuffix))
	}
	if err := os.Rename(path+partialSuffix, path); err != nil {
		return err
	}
	a.wakeRun()
	return nil
}

// wakeRun lets Run look for what there is to do.
func (a *Archive) wakeRun() {
	select {
	case a.wake <- struct{}{}:
	default: // awake already
	}
}

// PutLog stores a log that is of no match, under a name of its own. OpenPacked and OpenPlain
// read it by that.
func (a *Archive) PutLog(ctx context.Context, name string, log []byte) (size int64, err error) {
	var out bytes.Buffer
	c := newEncoder(&out, zstd.SpeedBetterCompression)
	if _, err := c.Write(log); err != nil {
		return 0, err
	}
	if err := c.Close(); err != nil {
		return 0, err
	}
	size = int64(out.Len())
	if err := a.cfg.Blobs.Put(ctx, BlobName(name), &out, size); err != nil {
		return 0, fmt.Errorf("%w: the blob store: %v", store.ErrUnavailable, err)
	}
	return size, nil
}

// DeleteLog deletes a log that PutLog has stored, if it is there.
func (a *Archive) DeleteLog(ctx context.Context, name string) error {
	return a.cfg.Blobs.Delete(ctx, BlobName(name))
}

// Describe returns what is known of the log of a match: store.ErrNotFound.
func (a *Archive) Describe(ctx context.Context, match string) (store.Replay, error) {
	return a.cfg.Store.Replay(ctx, match)
}

// OpenPacked reads the log of a match as it is stored, in zstd: store.ErrNotFound, or
// store.ErrUnavailable if the blob store cannot be reached. The caller closes it.
func (a *Archive) OpenPacked(ctx context.Context, match string) (log io.ReadCloser, size int64, err error) {
	log, size, err = a.cfg.Blobs.Get(ctx, BlobName(match))
	switch {
	case errors.Is(err, blob.ErrNotFound):
		return nil, 0, store.ErrNotFound
	case err != nil && ctx.Err() == nil:
		a.log.Warn("replay cannot be read", "match", match, "err", err)
		return nil, 0, fmt.Errorf("%w: the blob store", store.ErrUnavailable)
	}
	return log, size, err
}

// OpenPlain reads it uncompressed.
func (a *Archive) OpenPlain(ctx context.Context, match string) (io.ReadCloser, error) {
	stored, _, err := a.OpenPacked(ctx, match)
	if err != nil {
		return nil, err
	}
	plain, err := Decompress(stored)
	if err != nil {
		return nil, errors.Join(err, stored.Close())
	}
	return bothClosed{plain, stored}, nil
}

// bothClosed closes what it reads from, and the source of that.
type bothClosed struct {
	io.ReadCloser
	source io.Closer
}

func (b bothClosed) Close() error { return errors.Join(b.ReadCloser.Close(), b.source.Close()) }
