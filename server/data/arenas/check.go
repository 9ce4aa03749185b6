package arenas

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime/debug"
	"time"

	"perihelion/server/data/store"
	"perihelion/shared/api"
	"perihelion/sim"
)

const (
	lookEvery  = 5 * time.Second  // for checks that wait
	turnsEvery = 30 * time.Second // for arenas in which public rooms play

	claimTime = time.Minute      // after which another server tries, if this one is gone
	renewTime = 15 * time.Second // how often one that works says that it is not
	mostTries = 3                // of servers that were gone
)

// The fates of checks, for metrics.
const (
	fateGood       = "published"
	fateUnplayable = "unplayable"
)

// Fates are all of them.
func Fates() []string { return []string{fateGood, fateUnplayable, api.CheckSlow, api.CheckBroken} }

// Queue is how many versions wait to be checked, and since when the first does.
type Queue struct {
	Waiting int
	Since   time.Time // zero: none waits
}

// Queue is how it was when it was looked at last.
func (s *Service) Queue() Queue { return *s.queue.Load() }

// Rotation are the arenas in which public rooms play besides the operator's.
func (s *Service) Rotation() sim.Arenas { return *s.rotation.Load() }

// Run checks versions, one at a time on all servers, and follows which arenas are in rotation, until ctx ends.
func (s *Service) Run(ctx context.Context) {
	if s.game.Tools == nil {
		return
	}
	tick := time.NewTicker(lookEvery)
	defer tick.Stop()
	var turns time.Time // when they were looked at last
	for ctx.Err() == nil {
		if now := time.Now(); now.Sub(turns) >= turnsEvery {
			turns = now
			s.readRotation(ctx, now)
		}
		if err := s.checkNext(ctx); err == nil {
			continue
		} else if !errors.Is(err, store.ErrNotFound) && ctx.Err() == nil {
			s.cfg.Log.Warn("arenas not checked; the next try is soon", "err", err)
		}
		select {
		case <-ctx.Done():
		case <-tick.C:
		case <-s.wake:
		}
	}
}

// readRotation reads the arenas in rotation, one call after another, so that no older list comes after a newer
// one. It keeps the last list if the database is away.
func (s *Service) readRotation(ctx context.Context, now time.Time) {
	s.reading <- struct{}{}
	defer func() { <-s.reading }()
	texts, err := s.cfg.Store.RotationArenas(ctx, sim.MaxArenas, now)
	if err != nil {
		if ctx.Err() == nil {
			s.cfg.Log.Warn("featured arenas not read; the next try is soon", "err", err)
		}
		return
	}
	var list sim.Arenas
	for _, text := range texts {
		if a, err := s.game.About().ReadArena([]byte(text)); err == nil { // else it is of other rules
			list = append(list, a)
		}
	}
	s.rotation.Store(&list)
	if s.cfg.OnRotation != nil {
		s.cfg.OnRotation()
	}
}

// checkNext does the check that waits longest: store.ErrNotFound if none waits.
func (s *Service) checkNext(ctx context.Context) error {
	waiting, since, err := s.cfg.Store.ArenaChecks(ctx)
	if err != nil {
		return err
	}
	s.queue.Store(&Queue{waiting, since})
	if waiting == 0 || s.cfg.Queue == 0 {
		return store.ErrNotFound
	}
	now := time.Now()
	k, err := s.cfg.Store.ClaimArenaCheck(ctx, s.cfg.Node, now.Add(claimTime), now)
	if err != nil {
		return err
	}
	report, err := s.tryVersion(ctx, &k)
	if err != nil {
		return errors.Join(err, s.cfg.Store.ReleaseArenaCheck(context.WithoutCancel(ctx), k))
	}
	text, err := json.Marshal(report)
	if err != nil {
		return err
	}
	fate := report.Failed
	switch {
	case report.Good:
		fate = fateGood
	case fate == "":
		fate = fateUnplayable
	}
	s.cfg.Metrics.ArenaChecked(fate, time.Since(now))
	s.cfg.Log.Info("arena checked", "arena", k.Arena, "version", k.Version, "fate", fate, "took", time.Since(now))
	return s.cfg.Store.FinishArenaCheck(ctx, k, string(text), report.Good, time.Now())
}

// tryVersion lets bots try a version. An error means that it was not done.
func (s *Service) tryVersion(ctx context.Context, k *store.ArenaCheck) (r api.ArenaReport, err error) {
	r.Trials, r.Findings = []api.ArenaTrial{}, []api.ArenaFinding{}
	v, err := s.cfg.Store.ArenaVersion(ctx, k.Arena, k.Version)
	if errors.Is(err, store.ErrNotFound) {
		return r, nil // its owner has deleted it
	}
	if err != nil {
		return r, err
	}
	a, err := s.game.About().ReadArena([]byte(v.Text))
	if r.Failed = api.CheckBroken; err != nil || k.Tries > mostTries {
		return r, nil
	}
	p := &pace{ctx: ctx, began: time.Now(), renewed: time.Now(), renew: s.renewal(ctx, k)}
	trials, done, crash := try(s.game, a, p.goOn)
	switch {
	case crash != nil:
		s.cfg.Log.Error("the check of an arena has crashed: it is not published", "arena", k.Arena, "version", k.Version, "err", crash)
		return r, nil
	case ctx.Err() != nil:
		return r, ctx.Err()
	case p.lost:
		return r, store.ErrConflict
	case !done:
		r.Failed = api.CheckSlow
		return r, nil
	}
	r.Failed = ""
	addTrials(&r, trials, int((p.worked+time.Since(p.began)).Microseconds())/max(p.ticks, 1))
	return r, nil
}

// try lets bots play in an arena; crash says where the rules have panicked.
func try(g sim.Game, a *sim.Arena, goOn func() bool) (trials []sim.Trial, done bool, crash error) {
	defer func() {
		if cause := recover(); cause != nil {
			crash = fmt.Errorf("%v\n%s", cause, debug.Stack())
		}
	}()
	trials, done = g.Tools.Try(g, a, goOn)
	return trials, done, nil
}

// renewal is how a check says that it is still being done. It reports whether it is to go on: not if
// another server has it, or its owner has deleted the arena.
func (s *Service) renewal(ctx context.Context, k *store.ArenaCheck) func() bool {
	return func() bool {
		err := s.cfg.Store.RenewArenaCheck(ctx, *k, time.Now().Add(claimTime))
		if err != nil && ctx.Err() == nil {
			s.cfg.Log.Warn("the claim of an arena's check is not renewed", "arena", k.Arena, "version", k.Version, "err", err)
		}
		return !errors.Is(err, store.ErrConflict)
	}
}
