package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"hash/fnv"
	"time"
)

// Of a server whose machine lost its power PostgreSQL notices by these that it is gone, in
// seconds.
const (
	aliveIdle     = 5
	aliveInterval = 2
	aliveCount    = 3

	nodeLockWait  = (aliveIdle + aliveInterval*aliveCount + 4) * time.Second
	nodeLockEvery = time.Second
)

// nodeLock is the connection that holds a lock for the name of a server, as long as it lives.
// There is none to SQLite: its file is of one server anyway.
type nodeLock struct {
	db   *sql.DB
	wait time.Duration // for another server of the name to be gone
}

// LockNode lets no other server of this name start with the database until Close:
// ErrConflict if there is one. It waits a while for one that has just ended.
func (s *Store) LockNode(ctx context.Context, node string) error {
	if s.nodeLock.db == nil {
		return nil
	}
	c, err := s.nodeLock.db.Conn(ctx)
	if err == nil {
		s.closers = append(s.closers, c.Close)
		_, err = c.ExecContext(ctx, fmt.Sprintf("SET tcp_keepalives_idle = %d; SET tcp_keepalives_interval = %d; SET tcp_keepalives_count = %d", aliveIdle, aliveInterval, aliveCount))
	}
	for deadline := time.Now().Add(s.nodeLock.wait); err == nil; {
		var mine bool
		if err = c.QueryRowContext(ctx, "SELECT pg_try_advisory_lock($1)", nodeLockKey(node)).Scan(&mine); mine {
			return nil
		}
		if err == nil && !time.Now().Before(deadline) {
			return ErrConflict
		}
		select {
		case <-time.After(nodeLockEvery):
		case <-ctx.Done():
			err = errors.Join(err, ctx.Err())
		}
	}
	return fmt.Errorf("lock the name of the server: %w", classify(ctx, err))
}

// nodeLockKey is the number by which PostgreSQL locks a name.
func nodeLockKey(node string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("perihelion node " + node)) // never fails
	return int64(h.Sum64())
}
