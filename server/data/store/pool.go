package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// dbPool is the connection pool for reading or for writing. The two fail independently: on
// a full disk writes fail and reads go on. An unavailable database is distinguished from a
// slow request: only the former blocks the whole pool, the latter its request class.
type dbPool struct {
	db          *sql.DB
	maxIdle     int                       // connections kept open; 0: all, never closed
	shares      [numClasses]chan struct{} // of the connections, by class; nil: unlimited
	pinger      *pinger                   // nil: the database is in this process, and cannot stop answering
	unavailable circuitBreaker
	slowClasses [numClasses]circuitBreaker
}

func newDBPool(db *sql.DB) *dbPool {
	s := &dbPool{db: db, unavailable: circuitBreaker{limit: 1}}
	for c := range s.slowClasses {
		s.slowClasses[c].limit = slowLimit
	}
	return s
}

// admitRequest returns an error if the request should not be tried now. After nil, the
// caller must call recordResult.
func (s *dbPool) admitRequest(c requestClass, now time.Time) error {
	if err := s.slowClasses[c].allow(now); err != nil {
		return err
	}
	err := s.unavailable.allow(now)
	if err != nil {
		s.slowClasses[c].recordCanceled()
	}
	return err
}

// recordResult records how a request ended. That the caller gave up says nothing about the
// database.
func (s *dbPool) recordResult(c requestClass, now time.Time, err error) {
	switch {
	case errors.Is(err, ErrSlow):
		s.slowClasses[c].recordFailure(now, err)
		s.unavailable.recordSuccess()
	case errors.Is(err, ErrUnavailable):
		s.slowClasses[c].recordCanceled()
		s.unavailable.recordFailure(now, err)
		s.closeIdle()
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		s.slowClasses[c].recordCanceled()
		s.unavailable.recordCanceled()
	default:
		s.slowClasses[c].recordSuccess()
		s.unavailable.recordSuccess()
	}
}

// closeIdle closes idle connections: if one is dead all are, and requests need not find
// that out one by one.
func (s *dbPool) closeIdle() {
	if s.maxIdle > 0 {
		s.db.SetMaxIdleConns(0)
		s.db.SetMaxIdleConns(s.maxIdle)
	}
}

// timeoutError decides what it means that a request exceeded its budget: ErrSlow if the
// database still answers, ErrUnavailable if not.
func (s *dbPool) timeoutError(ctx context.Context, err error) error {
	if s.pinger != nil {
		if gone := s.pinger.checkAlive(ctx); gone != nil {
			return fmt.Errorf("%w: %w", ErrUnavailable, gone)
		}
	}
	return fmt.Errorf("%w: %v", ErrSlow, err) // %v: the error of the driver must not be matched
}

const (
	pingTimeout  = time.Second
	pingValidFor = time.Second // how long a result is reused
)

// pinger checks whether a database answers, over a connection of its own, because all
// connections of the pool may be busy with slow requests.
type pinger struct {
	db *sql.DB

	mu  sync.Mutex // held during a check: others wait for its result
	at  time.Time
	err error
}

// checkAlive returns an error if the database does not answer.
func (p *pinger) checkAlive(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if time.Since(p.at) < pingValidFor {
		return p.err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), pingTimeout)
	defer cancel()
	p.err, p.at = p.db.PingContext(ctx), time.Now()
	return p.err
}

// retryInterval is how long an open circuit refuses requests before the next try.
const retryInterval = time.Second

// circuitBreaker stops requests from waiting for a database that does not answer: after
// limit failures in a row it is open, and refuses all requests but one a second, which
// checks whether the database is back.
type circuitBreaker struct {
	limit int

	mu       sync.Mutex
	failures int   // in a row
	lastErr  error // of the last failure
	retryAt  time.Time
	probing  bool // one request is trying; all others are refused meanwhile
}

// allow returns the last error if a request should not be tried now. After nil, the caller
// must call one of recordFailure, recordSuccess and recordCanceled.
func (c *circuitBreaker) allow(now time.Time) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.failures < c.limit:
		return nil
	case c.probing || now.Before(c.retryAt):
		return c.lastErr
	}
	c.probing = true
	return nil
}

func (c *circuitBreaker) recordFailure(now time.Time, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.probing = false
	c.failures++
	c.lastErr, c.retryAt = err, now.Add(retryInterval)
}

func (c *circuitBreaker) recordSuccess() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.probing, c.failures, c.lastErr = false, 0, nil
}

// recordCanceled ends a request that says nothing about the database.
func (c *circuitBreaker) recordCanceled() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.probing = false
}

// openError is the last failure if the circuit is open, and nil otherwise.
func (c *circuitBreaker) openError() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.failures < c.limit {
		return nil
	}
	return c.lastErr
}

// requestClass is a kind of requests. Each class has its own time budget, share of
// connections and circuit breaker, so that slow requests of one do not block the others.
type requestClass int

const (
	classAccounts    requestClass = iota // who a player is and whether they may join: no play without it
	classResults                         // results of rounds
	classPages                           // leaderboards, histories and reports
	classMaintenance                     // background work, not urgent
	numClasses
)

// classOf maps the names of requests to classes; all others are classAccounts.
var classOf = map[string]requestClass{
	"apply_match": classResults,
	"board":       classPages, "ratings": classPages, "match": classPages, "matches": classPages, "reports": classPages, "replay": classPages,
	"daily_board": classPages, "daily_run": classPages, "put_daily_run": classResults, "note_daily_log": classResults,
	"loose_daily_logs": classMaintenance, "forget_daily_log": classMaintenance,
	"put_replay": classResults, "finish_erasure": classResults,
	"claim_room": classResults, "release_room": classResults, "rooms": classResults, "touch_rooms": classResults,
	"arenas": classPages, "arena": classPages, "arena_version": classPages, "arena_versions": classPages, "arena_text": classPages,
	"claim_arena_check": classMaintenance, "finish_arena_check": classMaintenance, "release_arena_check": classMaintenance, "arena_checks": classMaintenance, "rotation_arenas": classMaintenance,
	"prune": classMaintenance, "expired_replays": classMaintenance, "replay_erasures": classMaintenance, "delete_replay": classMaintenance, "export": classMaintenance,
}

// budgets are how long a request may take, including the wait for a connection.
var budgets = [numClasses]time.Duration{
	classAccounts:    3 * time.Second, // a player waits for it
	classResults:     5 * time.Second,
	classPages:       3 * time.Second,
	classMaintenance: 10 * time.Second,
}

// slowLimit is how many requests of a class in a row may be too slow before all others of
// it are refused for a while.
const slowLimit = 3

// shares are how many of size connections each class may use at the same time. The sum of
// the others is less than size, so that classAccounts always finds one.
func shares(size int) (s [numClasses]chan struct{}) {
	s[classPages] = make(chan struct{}, max(1, size/3))
	s[classResults] = make(chan struct{}, max(1, size/4))
	s[classMaintenance] = make(chan struct{}, 1)
	return s
}

// acquireShare waits until one more request of this class may run. The caller must call
// release afterwards.
func (s *dbPool) acquireShare(ctx context.Context, c requestClass) (release func(), err error) {
	share := s.shares[c]
	if share == nil {
		return func() {}, nil
	}
	select {
	case share <- struct{}{}:
		return func() { <-share }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
