// Package results moves results of rounds from rooms to the store. Rooms hand a result over
// and go on; the Queue saves it into a file at once, and deletes the file when the store
// has the result. A saved result is applied exactly once, even if the process or the
// database is interrupted.
package results

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"perihelion/server/data/store"
	"perihelion/server/match/season"
	"perihelion/server/ops/panics"
	"perihelion/server/play/room"
)

const (
	maxPending = 256  // results not yet saved: this many rooms may end rounds at the same time
	maxUnsaved = 1024 // results kept in memory because the disk is full or failing

	pingEvery       = 10 * time.Second // when there is nothing to apply
	retryMin        = time.Second      // after the store was unavailable; doubles
	retryMax        = 30 * time.Second
	shutdownTimeout = 3 * time.Second // for the store, at the end
)

// Store applies matches. It is implemented by *store.Store.
type Store interface {
	ApplyMatch(ctx context.Context, m store.Match, rate store.RateFunc) (store.ApplyResult, error)
	CheckHealth(ctx context.Context) error
}

// Config is where results are saved, and who is notified.
type Config struct {
	Node      string                               // id of this server, which is in each result
	Dir       string                               // of the spool
	Seasons   season.Calendar                      // in which results count
	OnApplied func(store.Match, store.ApplyResult) // may be nil
	Panics    panics.Guard
	OnSaved   func(room.Result) // called with each result when it is on disk, or cannot be saved; must not block; may be nil
}

// Queue is the results that the store does not have yet. Make one with New and drive it
// with Run. Enqueue may be called from any goroutine and never blocks.
type Queue struct {
	cfg   Config
	store Store
	log   *slog.Logger

	pending chan pendingResult
	wake    chan struct{} // there is something to apply
	lost    atomic.Int64
	refused atomic.Int64

	mu      sync.Mutex
	files   []string // saved results, oldest first
	unsaved []store.Match
	lastErr error // why results wait
}

// pendingResult is a result that is not saved yet.
type pendingResult struct {
	round room.Result
	saved chan struct{} // closed by finish
}

// finish notifies that f is saved, or cannot be.
func (q *Queue) finish(f *pendingResult) {
	close(f.saved)
	if q.cfg.OnSaved != nil {
		q.cfg.OnSaved(f.round)
	}
}

// New returns a queue that begins with the results left by an earlier process.
func New(cfg Config, s Store, log *slog.Logger) (*Queue, error) {
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for results: %w", err)
	}
	q := &Queue{cfg: cfg, store: s, log: log, pending: make(chan pendingResult, maxPending), wake: make(chan struct{}, 1)}
	if err := removePartial(cfg.Dir); err != nil {
		return nil, fmt.Errorf("read the folder of results: %w", err)
	}
	left, err := filepath.Glob(filepath.Join(cfg.Dir, "*"+resultSuffix))
	if err != nil {
		return nil, fmt.Errorf("read the folder of results: %w", err)
	}
	if len(left) > 0 {
		log.Info("results of before are still to be applied", "results", len(left))
	}
	q.files = left // sorted by name, which is by time
	return q, nil
}

// Enqueue takes a result from a room. If hundreds are waiting already, the disk has been
// blocked for long: the result is lost, counted and logged. kept is closed when the result
// is on disk, or when it cannot be.
func (q *Queue) Enqueue(r room.Result) (kept <-chan struct{}) {
	f := pendingResult{r, make(chan struct{})}
	select {
	case q.pending <- f:
	default:
		m := q.convert(r)
		q.recordLost(&m, "too many results wait for the disk")
		q.finish(&f)
	}
	return f.saved
}

// recordLost counts and logs a lost result.
func (q *Queue) recordLost(m *store.Match, why string) {
	q.lost.Add(1)
	q.log.Error("result lost", "match", m.ID, "room", m.Room, "why", why)
}

// Lost is the number of results that could not be kept.
func (q *Queue) Lost() int { return int(q.lost.Load()) }

// Refused is the number of results since the start that the database refused, and that were
// put aside.
func (q *Queue) Refused() int { return int(q.refused.Load()) }

// Depth is the number of results that wait for the store.
func (q *Queue) Depth() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.files) + len(q.unsaved) + len(q.pending)
}

// LastError is why results wait, or would wait; nil: they do not.
func (q *Queue) LastError() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.lastErr
}

// Run saves and applies results until ctx ends, and then the remaining ones. Saving and
// applying have separate goroutines: a database that does not answer must not keep results
// from the disk.
func (q *Queue) Run(ctx context.Context) {
	written := make(chan struct{})
	go func() {
		defer close(written)
		q.cfg.Panics.Loop(ctx, q.log, q.saveLoop)
	}()
	q.cfg.Panics.Loop(ctx, q.log, q.applyLoop)
	<-written
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTimeout)
	defer cancel()
	q.applyAll(last)
	if left := q.Depth(); left > 0 {
		q.log.Warn("results are left for the next start", "results", left)
	}
}

// saveLoop saves results until ctx ends and none is left.
func (q *Queue) saveLoop(ctx context.Context) {
	for {
		select {
		case f := <-q.pending:
			q.save(&f)
		case <-ctx.Done():
			for len(q.pending) > 0 { // nobody else takes from it
				f := <-q.pending
				q.save(&f)
			}
			return
		}
	}
}

// save saves a result and tells who waits for it.
func (q *Queue) save(f *pendingResult) {
	q.persist(q.convert(f.round))
	q.finish(f)
}

// persist saves m, or keeps it in memory if the disk fails.
func (q *Queue) persist(m store.Match) {
	path, err := saveFile(q.cfg.Dir, m)
	q.mu.Lock()
	switch {
	case err == nil:
		q.files = append(q.files, path)
	case len(q.unsaved) < maxUnsaved:
		q.unsaved = append(q.unsaved, m)
	default:
		defer q.recordLost(&m, "the disk takes nothing, and memory is full of results")
	}
	q.mu.Unlock()
	if err != nil {
		q.log.Warn("result kept in memory only", "match", m.ID, "room", m.Room, "err", err)
	}
	select {
	case q.wake <- struct{}{}:
	default: // awake already
	}
}

// applyLoop applies results until ctx ends.
func (q *Queue) applyLoop(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	retry := retryMin
	for {
		select {
		case <-ctx.Done():
			return
		case <-q.wake:
			if q.LastError() != nil {
				continue // the timer will retry
			}
		case <-timer.C:
		}
		err := q.applyAll(ctx)
		if ctx.Err() != nil {
			return
		}
		q.setLastError(err)
		if err == nil {
			retry = retryMin
			timer.Reset(pingEvery)
			continue
		}
		timer.Reset(retry)
		retry = min(2*retry, retryMax)
	}
}

// setLastError stores the error of the last try, and logs when that has changed.
func (q *Queue) setLastError(err error) {
	q.mu.Lock()
	before := q.lastErr
	q.lastErr = err
	q.mu.Unlock()
	switch {
	case err != nil && before == nil:
		q.log.Error("results wait for the database; play goes on", "err", err)
	case err == nil && before != nil:
		q.log.Info("the database is back, and all results are applied")
	}
}

// applyAll applies all waiting results. It fails if the store is unavailable, or if results
// are in memory only because the disk fails.
func (q *Queue) applyAll(ctx context.Context) error {
	q.mu.Lock()
	files, held := slices.Clone(q.files), slices.Clone(q.unsaved)
	q.mu.Unlock()
	if len(files)+len(held) == 0 {
		return q.store.CheckHealth(ctx)
	}
	for _, path := range files {
		if err := q.applyFile(ctx, path); err != nil {
			return errors.Join(err, q.flushMemory())
		}
		q.mu.Lock()
		q.files = slices.DeleteFunc(q.files, func(f string) bool { return f == path })
		q.mu.Unlock()
	}
	for _, m := range held {
		if err := q.applyMatch(ctx, m); errors.Is(err, store.ErrUnavailable) || ctx.Err() != nil {
			return errors.Join(err, q.flushMemory())
		} else if err != nil {
			q.recordLost(&m, err.Error())
		}
		q.removeUnsaved(m.ID)
	}
	return nil
}

// applyFile applies a saved result and deletes the file, or renames it if the result can
// never be applied.
func (q *Queue) applyFile(ctx context.Context, path string) error {
	m, err := loadFile(path)
	if err == nil {
		err = q.applyMatch(ctx, m)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // deleted by somebody else
	case err == nil:
		return os.Remove(path)
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, errDisk), ctx.Err() != nil:
		return err
	}
	q.refused.Add(1)
	q.log.Error("result put aside, for it cannot be applied", "match", m.ID, "room", m.Room, "file", path+refusedSuffix, "err", err)
	return os.Rename(path, path+refusedSuffix)
}

// errPanicked is the error of a result that causes a panic: it must not block others.
var errPanicked = errors.New("results: a panic while it was applied")

func (q *Queue) applyMatch(ctx context.Context, m store.Match) (err error) {
	defer q.cfg.Panics.Recover(panics.Background, q.log, func() { err = errPanicked })
	a, err := q.store.ApplyMatch(ctx, m, rateMatch)
	if err == nil && !a.Duplicate && q.cfg.OnApplied != nil {
		q.notifyApplied(m, a)
	}
	return err
}

// notifyApplied calls OnApplied; a panic in it is not an error of the result.
func (q *Queue) notifyApplied(m store.Match, a store.ApplyResult) {
	defer q.cfg.Panics.Recover(panics.Background, q.log, nil)
	q.cfg.OnApplied(m, a)
}

// flushMemory saves results that are in memory only, if the disk works again.
func (q *Queue) flushMemory() error {
	q.mu.Lock()
	held := slices.Clone(q.unsaved)
	q.mu.Unlock()
	for _, m := range held {
		path, err := saveFile(q.cfg.Dir, m)
		if err != nil {
			return err
		}
		q.removeUnsaved(m.ID)
		q.mu.Lock()
		q.files = append(q.files, path)
		q.mu.Unlock()
	}
	return nil
}

func (q *Queue) removeUnsaved(id string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.unsaved = slices.DeleteFunc(q.unsaved, func(m store.Match) bool { return m.ID == id })
}
