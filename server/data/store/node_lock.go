package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"hash/fnv"
	"log/slog"
	"time"
)

// Of a server whose machine lost its power PostgreSQL notices by these that it is gone, in
// seconds.
const (
	aliveIdle     = 5
	aliveInterval = 2
	aliveCount    = 3

	nodeLockWait = (aliveIdle + aliveInterval*aliveCount + 4) * time.Second
	lockEvery    = time.Second     // how often a lock is looked after
	lockTimeout  = 5 * time.Second // for each look
)

// advisoryLock is a lock of PostgreSQL that one server holds at a time, for as long as its
// connection lives. It is not safe for concurrent use.
type advisoryLock struct {
	db   *sql.DB
	key  int64
	conn *sql.Conn // nil: the lock is not held
}

// hold takes the lock unless it is held already, and reports whether it is. A lock is lost with
// its connection, when PostgreSQL restarts: after an error another server may have it.
func (l *advisoryLock) hold(ctx context.Context) (held bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, lockTimeout)
	defer cancel()
	if l.conn != nil {
		if l.conn.PingContext(ctx) == nil {
			return true, nil
		}
		l.release()
	}
	if l.conn, err = l.db.Conn(ctx); err != nil {
		return false, err
	}
	_, err = l.conn.ExecContext(ctx, fmt.Sprintf("SET tcp_keepalives_idle = %d; SET tcp_keepalives_interval = %d; SET tcp_keepalives_count = %d", aliveIdle, aliveInterval, aliveCount))
	if err == nil {
		err = l.conn.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", l.key).Scan(&held)
	}
	if !held {
		l.release()
	}
	return held, err
}

// release gives the lock back with its connection.
func (l *advisoryLock) release() {
	if l.conn == nil {
		return
	}
	_ = l.conn.Raw(func(any) error { return driver.ErrBadConn }) // a connection that goes back to the pool would keep the lock
	_ = l.conn.Close()
	l.conn = nil
}

// newLock is a lock of that name; nil on SQLite, whose file is of one server anyway.
func (s *Store) newLock(name string) *advisoryLock {
	if s.nodeLock.db == nil {
		return nil
	}
	h := fnv.New64a()
	_, _ = h.Write([]byte("perihelion " + name)) // never fails
	return &advisoryLock{db: s.nodeLock.db, key: int64(h.Sum64())}
}

// nodeLock is the lock for the name of a server.
type nodeLock struct {
	db   *sql.DB       // for locks; nil: there are none
	wait time.Duration // for another server of the name to be gone
	lock *advisoryLock
}

// LockNode lets no other server of this name start with the database until Close:
// ErrConflict if there is one. It waits a while for one that has just ended.
func (s *Store) LockNode(ctx context.Context, node string) error {
	l := s.newLock("node " + node)
	if l == nil {
		return nil
	}
	s.nodeLock.lock = l
	s.closers = append(s.closers, func() error {
		l.release()
		return nil
	})
	for deadline := time.Now().Add(s.nodeLock.wait); ; {
		held, err := l.hold(ctx)
		switch {
		case err != nil:
			return fmt.Errorf("lock the name of the server: %w", classify(ctx, err))
		case held:
			return nil
		case !time.Now().Before(deadline):
			return ErrConflict
		}
		select {
		case <-time.After(lockEvery):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// KeepNodeLock takes the lock of LockNode again whenever PostgreSQL has restarted, until ctx
// ends.
func (s *Store) KeepNodeLock(ctx context.Context, log *slog.Logger) {
	if s.nodeLock.lock == nil {
		return
	}
	s.nodeLock.lock.keep(ctx, func(held bool) {
		if held {
			log.Info("the name of this server is locked again")
		} else {
			log.Error("another server has taken the name of this one while the database was away; give each its own NODE_ID")
		}
	})
}

// Lead calls leads with true when this server becomes the one that leads, among all that use
// the database, and with false when it is not any more, until ctx ends. While the database is
// away nothing changes: who leads goes on.
func (s *Store) Lead(ctx context.Context, leads func(bool)) {
	l := s.newLock("leader")
	if l == nil {
		leads(true)
		<-ctx.Done()
		return
	}
	l.keep(ctx, leads)
	leads(false)
}

// keep holds the lock until ctx ends, and calls changed when that has begun, and when another
// server holds it instead.
func (l *advisoryLock) keep(ctx context.Context, changed func(held bool)) {
	had := l.conn != nil
	for ctx.Err() == nil {
		if held, err := l.hold(ctx); err == nil && held != had {
			changed(held)
			had = held
		}
		select {
		case <-time.After(lockEvery):
		case <-ctx.Done():
		}
	}
	l.release()
}
