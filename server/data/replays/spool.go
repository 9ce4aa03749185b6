package replays

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"perihelion/server/data/store"
	"perihelion/shared/replay"
	"perihelion/sim"
)

const (
	retryEvery  = 30 * time.Second // while something cannot be reached
	expireEvery = 10 * time.Minute
	batch       = 100 // logs to delete, or players to take out, at a time
)

// Run stores what is in the spool, takes out of logs who has deleted their data, and deletes
// logs that are no longer kept, until ctx ends.
func (a *Archive) Run(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	var expired time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-a.wake:
		case <-timer.C:
			timer.Reset(retryEvery)
		}
		err := errors.Join(a.storeSpool(ctx), a.erase(ctx))
		if now := time.Now(); now.Sub(expired) >= expireEvery {
			expired = now
			err = errors.Join(err, a.expire(ctx, now))
		}
		if err != nil && ctx.Err() == nil {
			a.log.Warn("replays wait; the next try is soon", "err", err)
		}
	}
}

// storeSpool stores all logs in the spool. What was stored by a process that was killed
// before it could say so is stored again.
func (a *Archive) storeSpool(ctx context.Context) error {
	files, err := filepath.Glob(filepath.Join(a.cfg.Dir, "*"+suffix))
	for i := 0; i < len(files) && err == nil; i++ {
		a.waiting.Store(int64(len(files) - i))
		err = a.storeFile(ctx, files[i])
	}
	if err == nil {
		a.waiting.Store(0)
	}
	return err
}

// storeFile stores one log, and puts a file aside that is none.
func (a *Archive) storeFile(ctx context.Context, path string) error {
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	match := strings.TrimSuffix(filepath.Base(path), suffix)
	x, err := scan(f, a.cfg.Games)
	if err != nil || x.Round.Match != match {
		a.refused.Add(1)
		a.log.Error("replay put aside, for it cannot be read", "match", match, "file", path+refusedSuffix, "err", err)
		return os.Rename(path, path+refusedSuffix)
	}
	size, plain, err := a.putFile(ctx, match, f)
	if err != nil {
		return fmt.Errorf("store the replay of match %s: %w", match, err)
	}
	if err := a.cfg.Store.PutReplay(ctx, describe(x, size, plain), accountsIn(x)); err != nil {
		return err
	}
	a.stored.Add(1)
	return os.Remove(path)
}

// putFile stores the log in a file of the spool.
func (a *Archive) putFile(ctx context.Context, match string, f *os.File) (size, plain int64, err error) {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return 0, 0, err
	}
	log, err := Decompress(f)
	if err != nil {
		return 0, 0, err
	}
	defer log.Close()
	return a.put(ctx, match, log)
}

// put packs a log and stores it in the blob store. It tells how long it is there, and how long
// uncompressed.
func (a *Archive) put(ctx context.Context, match string, log io.Reader) (size, plain int64, err error) {
	var out bytes.Buffer
	if plain, err = pack(&out, log, a.cfg.Games); err != nil {
		return 0, 0, err
	}
	size = int64(out.Len())
	return size, plain, a.cfg.Blobs.Put(ctx, BlobName(match), &out, size)
}

// scan lists what a compressed log holds.
func scan(f io.Reader, games sim.Games) (*replay.Index, error) {
	log, err := Decompress(f)
	if err != nil {
		return nil, err
	}
	defer log.Close()
	return replay.Scan(log, games)
}

// describe is what is known of a log, of which so many bytes are stored.
func describe(x *replay.Index, size, plain int64) store.Replay {
	r := &x.Round
	return store.Replay{
		Match: r.Match, Private: x.Private, Game: x.Match.Game, Rules: x.Match.Rules,
		Ticks: int(x.Last - x.First), Rate: x.Match.Rate, Whole: x.First == r.Tick && r.Phase != replay.RoundLive,
		Size: size, Bytes: plain, Stored: time.Now(),
	}
}

// accountsIn are the players in a log.
func accountsIn(x *replay.Index) (accounts []string) {
	for _, p := range x.People {
		if p.Account != "" {
			accounts = append(accounts, p.Account)
		}
	}
	return accounts
}

// expire deletes logs that are no longer kept.
func (a *Archive) expire(ctx context.Context, now time.Time) error {
	for {
		matches, err := a.cfg.Store.ExpiredReplays(ctx, now, a.cfg.Retention, batch)
		if err != nil {
			return err
		}
		for _, match := range matches {
			if err := a.remove(ctx, match); err != nil {
				return err
			}
		}
		if len(matches) < batch {
			return nil
		}
	}
}

// remove deletes the log of a match.
func (a *Archive) remove(ctx context.Context, match string) error {
	if err := a.cfg.Blobs.Delete(ctx, BlobName(match)); err != nil {
		return fmt.Errorf("delete the replay of match %s: %w", match, err)
	}
	return a.cfg.Store.DeleteReplay(ctx, match)
}
