package store

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	connectTimeout = 3 * time.Second
	cancelTimeout  = 500 * time.Millisecond // how long PostgreSQL may take to end a canceled request before its connection is closed
	startTimeout   = 30 * time.Second
)

// openPostgres connects to the server at rawURL; shown is the same without the password.
func (s *Store) openPostgres(ctx context.Context, rawURL, shown string, conns int) error {
	cfg, err := pgx.ParseConfig(rawURL)
	if err != nil {
		return fmt.Errorf("%s cannot be understood; it should be like postgres://user:password@host:5432/database", shown)
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = connectTimeout
	}
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	cfg.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler { // otherwise the server would continue canceled requests
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: cancelTimeout}
	}
	db, pingDB, lockDB := stdlib.OpenDB(*cfg), stdlib.OpenDB(*cfg), stdlib.OpenDB(*cfg)
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	pingDB.SetMaxIdleConns(-1) // a new connection for each ping
	s.closers = append(s.closers, db.Close, pingDB.Close, lockDB.Close)
	s.nodeLock = nodeLock{db: lockDB, wait: nodeLockWait}
	if err := db.PingContext(ctx); err != nil {
		return fmt.Errorf("%s: %s (%s)", shown, connectAdvice(err), firstAttempt(err))
	}
	s.dialect, s.writePool, s.readPool = postgresDB, newDBPool(db), newDBPool(db)
	ping, classShares := &pinger{db: pingDB}, shares(conns)
	for _, pool := range []*dbPool{s.writePool, s.readPool} {
		pool.maxIdle, pool.pinger, pool.shares = conns, ping, classShares
	}
	return nil
}

// firstAttempt is the first of the connection attempts that err lists.
func firstAttempt(err error) string {
	lines := strings.Split(err.Error(), "\n")
	return strings.TrimSpace(lines[min(1, len(lines)-1)])
}

// connectAdvice says what to do when PostgreSQL refuses the connection.
func connectAdvice(err error) string {
	var pg *pgconn.PgError
	if !errors.As(err, &pg) {
		return "nobody answers there; is PostgreSQL running, and may this machine reach it?"
	}
	switch pg.Code {
	case "28P01", "28000":
		return "PostgreSQL refuses this user; check the name and password in PERIHELION_DATABASE_URL and pg_hba.conf"
	case "3D000":
		return "there is no such database; make it with createdb"
	case "53300":
		return "PostgreSQL has no connection to spare; raise its max_connections"
	}
	return "PostgreSQL answers, but not as hoped"
}
