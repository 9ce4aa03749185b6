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
	connectWithin = 3 * time.Second
	cancelWithin  = 500 * time.Millisecond // how long PostgreSQL has to end what was given up, before its connection is closed
	startTime     = 30 * time.Second
)

// openPostgres connects to the server at rawURL; shown is that without its password.
func (s *Store) openPostgres(ctx context.Context, rawURL, shown string, conns int) error {
	cfg, err := pgx.ParseConfig(rawURL)
	if err != nil {
		return fmt.Errorf("%s cannot be understood; it should be like postgres://user:password@host:5432/database", shown)
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = connectWithin
	}
	ctx, cancel := context.WithTimeout(ctx, startTime)
	defer cancel()
	cfg.BuildContextWatcherHandler = func(c *pgconn.PgConn) ctxwatch.Handler { // or it would go on with what nobody waits for
		return &pgconn.CancelRequestContextWatcherHandler{Conn: c, DeadlineDelay: cancelWithin}
	}
	db, asker := stdlib.OpenDB(*cfg), stdlib.OpenDB(*cfg)
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	asker.SetMaxIdleConns(-1) // a new connection for each question
	s.close = append(s.close, db.Close, asker.Close)
	if err := db.PingContext(ctx); err != nil {
		return fmt.Errorf("%s: %s (%s)", shown, advice(err), brief(err))
	}
	s.dialect, s.writes, s.reads = postgresDB, newSide(db), newSide(db)
	ask, by := &probe{db: asker}, shares(conns)
	for _, side := range []*side{s.writes, s.reads} {
		side.idle, side.probe, side.shares = conns, ask, by
	}
	return nil
}

// brief is the first of the attempts at connecting that err tells of.
func brief(err error) string {
	lines := strings.Split(err.Error(), "\n")
	return strings.TrimSpace(lines[min(1, len(lines)-1)])
}

// advice is what to do when PostgreSQL does not let us in.
func advice(err error) string {
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
