package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"log/slog"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// versions is the table that knows which migrations have run.
const versions = "perihelion_schema"

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema of db up to date, or tells why it cannot be used.
// Servers that share a PostgreSQL and start at once wait for each other.
func migrate(ctx context.Context, d dialect, db *sql.DB, allowed bool, log *slog.Logger) error {
	p, err := provider(d, db)
	if err != nil {
		return err
	}
	current, target, err := p.GetVersions(ctx)
	switch {
	case err != nil:
		return fmt.Errorf("read the version of the schema: %w", err)
	case current > target:
		return fmt.Errorf("the database was made by a newer server: its schema has version %d, and this server knows %d; start the newer server, or use a database of its own for this one", current, target)
	case current < target && !allowed:
		return fmt.Errorf("the schema of the database has version %d and this server needs %d; set PERIHELION_MIGRATE_ON_START=true, or start one server that has it set", current, target)
	}
	done, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("bring the schema up to date: %w", err)
	}
	for _, m := range done {
		log.Info("database schema brought up to date", "version", m.Source.Version, "took", m.Duration)
	}
	return nil
}

func provider(d dialect, db *sql.DB) (*goose.Provider, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithTableName(versions), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	if d == sqliteDB {
		return goose.NewProvider(goose.DialectSQLite3, db, files, options...)
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 30)) // asks every second, for half a minute
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, files, append(options, goose.WithSessionLocker(locker))...)
}
