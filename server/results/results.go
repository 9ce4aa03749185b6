// Package results carries what rounds came to from the rooms to the store. Rooms
// hand it over and fly on; the Spool writes each result into a file at once, and
// deletes that when the store has it. Whatever ends the process or the database
// in between, a result that was written down is applied, and once.
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

	"perihelion/server/panics"
	"perihelion/server/room"
	"perihelion/server/store"
)

const (
	maxFresh   = 256  // results that nobody has looked at yet: rounds of as many rooms end at once
	maxUnsaved = 1024 // results kept in memory because the disk takes none

	pingEvery = 10 * time.Second // when there is nothing to apply
	retryMin  = time.Second      // after the store was out of reach; doubles
	retryMax  = 30 * time.Second
	lastWait  = 3 * time.Second // for the store, at the end
)

// Store keeps matches.
type Store interface {
	ApplyMatch(ctx context.Context, m store.Match, rate store.RateFunc) (store.ApplyResult, error)
	Ping(ctx context.Context) error
}

// Config is where results wait, and who is told when one is kept.
type Config struct {
	Dir     string                               // of the spool
	Applied func(store.Match, store.ApplyResult) // nil: nobody
	Panics  panics.Guard
	Kept    func(room.Result) // told of each result once it is on disk, or cannot be; must not block; nil: nobody
}

// Spool is results on their way. Make one with New and drive it with Run; Ended
// may be called from any goroutine, and never waits.
type Spool struct {
	cfg   Config
	store Store
	log   *slog.Logger

	fresh chan fresh
	kick  chan struct{} // there is something to apply
	lost  atomic.Int64
	aside atomic.Int64

	mu      sync.Mutex
	files   []string // in the spool, oldest first
	unsaved []store.Match
	lastErr error // why results wait
}

// fresh is a result that a room has handed over.
type fresh struct {
	round room.Result
	kept  chan struct{} // closed by done
}

func (s *Spool) done(f *fresh) {
	close(f.kept)
	if s.cfg.Kept != nil {
		s.cfg.Kept(f.round)
	}
}

// New returns a spool in front of s that begins with what an earlier one left.
func New(cfg Config, s Store, log *slog.Logger) (*Spool, error) {
	if err := os.MkdirAll(cfg.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder for results: %w", err)
	}
	sp := &Spool{cfg: cfg, store: s, log: log, fresh: make(chan fresh, maxFresh), kick: make(chan struct{}, 1)}
	if err := sweep(cfg.Dir); err != nil {
		return nil, fmt.Errorf("read the folder of results: %w", err)
	}
	left, err := filepath.Glob(filepath.Join(cfg.Dir, "*"+extension))
	if err != nil {
		return nil, fmt.Errorf("read the folder of results: %w", err)
	}
	if len(left) > 0 {
		log.Info("results of before are still to be applied", "results", len(left))
	}
	sp.files = left // sorted, as ids are by time
	return sp, nil
}

// Ended takes a result from a room. If hundreds wait already the disk must have
// stood still for long: this one is lost, counted and logged. kept is closed when
// the result is on disk, whatever becomes of the process, or when it cannot be.
func (s *Spool) Ended(r room.Result) (kept <-chan struct{}) {
	f := fresh{r, make(chan struct{})}
	select {
	case s.fresh <- f:
	default:
		m := matchOf(r)
		s.lose(&m, "too many results wait for the disk")
		s.done(&f)
	}
	return f.kept
}

func (s *Spool) lose(m *store.Match, why string) {
	s.lost.Add(1)
	s.log.Error("result lost", "match", m.ID, "room", m.Room, "why", why)
}

// Lost is how many results could be kept nowhere.
func (s *Spool) Lost() int { return int(s.lost.Load()) }

// Refused is how many results were put aside since the start, for the database will
// never take them.
func (s *Spool) Refused() int { return int(s.aside.Load()) }

// Depth is how many results wait for the store.
func (s *Spool) Depth() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.files) + len(s.unsaved) + len(s.fresh)
}

// LastError is why results wait, or what they would run into; nil: they do not.
func (s *Spool) LastError() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lastErr
}

// Run writes results down and applies them until ctx ends, and then those that
// are still on their way. The two have goroutines of their own: a database that
// does not answer must not keep a result from the disk.
func (s *Spool) Run(ctx context.Context) {
	written := make(chan struct{})
	go func() {
		defer close(written)
		s.cfg.Panics.Loop(ctx, s.log, s.write)
	}()
	s.cfg.Panics.Loop(ctx, s.log, s.apply)
	<-written
	last, cancel := context.WithTimeout(context.WithoutCancel(ctx), lastWait)
	defer cancel()
	s.round(last)
	if left := s.Depth(); left > 0 {
		s.log.Warn("results are left for the next start", "results", left)
	}
}

// write takes what rooms hand over, until ctx ends and there is no more.
func (s *Spool) write(ctx context.Context) {
	for {
		select {
		case f := <-s.fresh:
			s.persist(matchOf(f.round))
			s.done(&f)
			continue
		default:
		}
		select {
		case f := <-s.fresh:
			s.persist(matchOf(f.round))
			s.done(&f)
		case <-ctx.Done():
			return
		}
	}
}

// persist writes m down, or remembers it if the disk does not take it.
func (s *Spool) persist(m store.Match) {
	path, err := save(s.cfg.Dir, m)
	s.mu.Lock()
	switch {
	case err == nil:
		s.files = append(s.files, path)
	case len(s.unsaved) < maxUnsaved:
		s.unsaved = append(s.unsaved, m)
	default:
		defer s.lose(&m, "the disk takes nothing, and memory is full of results")
	}
	s.mu.Unlock()
	if err != nil {
		s.log.Warn("result kept in memory only", "match", m.ID, "room", m.Room, "err", err)
	}
	select {
	case s.kick <- struct{}{}:
	default: // it is awake
	}
}

// apply moves results into the store until ctx ends.
func (s *Spool) apply(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	retry := retryMin
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.kick:
			if s.LastError() != nil {
				continue // its time will come
			}
		case <-timer.C:
		}
		err := s.round(ctx)
		if ctx.Err() != nil {
			return
		}
		s.tell(err)
		if err == nil {
			retry = retryMin
			timer.Reset(pingEvery)
			continue
		}
		timer.Reset(retry)
		retry = min(2*retry, retryMax)
	}
}

// tell notes how it went, and logs when that has changed.
func (s *Spool) tell(err error) {
	s.mu.Lock()
	before := s.lastErr
	s.lastErr = err
	s.mu.Unlock()
	switch {
	case err != nil && before == nil:
		s.log.Error("results wait for the database; play goes on", "err", err)
	case err == nil && before != nil:
		s.log.Info("the database is back, and all results are applied")
	}
}

// round applies all that waits. Its error is that the store is out of reach, or
// that the disk is and results are in memory only.
func (s *Spool) round(ctx context.Context) error {
	s.mu.Lock()
	files, held := slices.Clone(s.files), slices.Clone(s.unsaved)
	s.mu.Unlock()
	if len(files)+len(held) == 0 {
		return s.store.Ping(ctx)
	}
	for _, path := range files {
		if err := s.applyFile(ctx, path); err != nil {
			return errors.Join(err, s.flushMemory())
		}
		s.mu.Lock()
		s.files = slices.DeleteFunc(s.files, func(f string) bool { return f == path })
		s.mu.Unlock()
	}
	for _, m := range held {
		if err := s.applyMatch(ctx, m); errors.Is(err, store.ErrUnavailable) || ctx.Err() != nil {
			return errors.Join(err, s.flushMemory())
		} else if err != nil {
			s.lose(&m, err.Error())
		}
		s.release(m.ID)
	}
	return nil
}

// applyFile applies the result in a file and deletes that, or puts it aside when
// nothing will ever come of it.
func (s *Spool) applyFile(ctx context.Context, path string) error {
	m, err := load(path)
	if err == nil {
		err = s.applyMatch(ctx, m)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // somebody has cleaned up
	case err == nil:
		return os.Remove(path)
	case errors.Is(err, store.ErrUnavailable), errors.Is(err, errDisk), ctx.Err() != nil:
		return err
	}
	s.aside.Add(1)
	s.log.Error("result put aside, for it cannot be applied", "match", m.ID, "room", m.Room, "file", path+aside, "err", err)
	return os.Rename(path, path+aside)
}

// errPanicked is of a result that cannot even be tried: it must not hold up others.
var errPanicked = errors.New("results: a panic while it was applied")

func (s *Spool) applyMatch(ctx context.Context, m store.Match) (err error) {
	defer s.cfg.Panics.Recover(panics.Background, s.log, func() { err = errPanicked })
	a, err := s.store.ApplyMatch(ctx, m, rate)
	if err == nil && !a.Duplicate && s.cfg.Applied != nil {
		s.tellApplied(m, a)
	}
	return err
}

// tellApplied tells of a result that is kept, whatever those make of it who hear it.
func (s *Spool) tellApplied(m store.Match, a store.ApplyResult) {
	defer s.cfg.Panics.Recover(panics.Background, s.log, nil)
	s.cfg.Applied(m, a)
}

// flushMemory writes down what is in memory only, if the disk takes it by now.
func (s *Spool) flushMemory() error {
	s.mu.Lock()
	held := slices.Clone(s.unsaved)
	s.mu.Unlock()
	for _, m := range held {
		path, err := save(s.cfg.Dir, m)
		if err != nil {
			return err
		}
		s.release(m.ID)
		s.mu.Lock()
		s.files = append(s.files, path)
		s.mu.Unlock()
	}
	return nil
}

func (s *Spool) release(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.unsaved = slices.DeleteFunc(s.unsaved, func(m store.Match) bool { return m.ID == id })
}
