package store

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

const maxConns = 16 // to PostgreSQL, whose default limit for all its users is 100

// openPostgres connects to the server at rawURL; shown is that without its password.
func (s *Store) openPostgres(ctx context.Context, rawURL, shown string) error {
	cfg, err := pgx.ParseConfig(rawURL)
	if err != nil {
		return fmt.Errorf("%s cannot be understood; it should be like postgres://user:password@host:5432/database", shown)
	}
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = opTimeout
	}
	db := stdlib.OpenDB(*cfg)
	db.SetMaxOpenConns(maxConns)
	db.SetMaxIdleConns(maxConns)
	s.close = append(s.close, db.Close)
	if err := db.PingContext(ctx); err != nil {
		return fmt.Errorf("%s: %s (%s)", shown, advice(err), brief(err))
	}
	s.dialect, s.writes, s.reads = postgresDB, &side{db: db, idle: maxConns}, &side{db: db, idle: maxConns}
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
