package store

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

// versions is the table that knows which migrations have run.
const versions = "perihelion_schema"

//go:embed migrations/*.sql
var embedded embed.FS

// migrations are ours; tests have others.
var migrations, _ = fs.Sub(embedded, "migrations") // the name is valid

// schema is what a database has. Both are 0 in an empty one.
type schema struct {
	version int64 // of its newest migration
	floor   int64 // the oldest version that a server must know to work with it
}

// schemaOf reads the schema of db and changes nothing.
func schemaOf(ctx context.Context, d dialect, db *sql.DB) (have schema, err error) {
	for _, part := range []struct {
		table, query string
		into         *int64
	}{
		{versions, "SELECT coalesce(max(version_id), 0) FROM " + versions, &have.version},
		{"schema_floor", "SELECT coalesce(max(version), 0) FROM schema_floor", &have.floor},
	} {
		there := "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '" + part.table + "'"
		if d == postgresDB {
			there = "SELECT count(*) FROM pg_class WHERE oid = to_regclass('" + part.table + "')"
		}
		var n int
		if err = db.QueryRowContext(ctx, there).Scan(&n); err == nil && n > 0 {
			err = db.QueryRowContext(ctx, part.query).Scan(part.into)
		}
		if err != nil {
			return have, fmt.Errorf("read the version of the schema: %w", err)
		}
	}
	return have, nil
}

// refuse is why a server that knows the versions up to known cannot work with a
// database that has this schema; nil: it can, perhaps after a migration.
func (have schema) refuse(known int64) error {
	if have.version <= known || have.floor != 0 && have.floor <= known {
		return nil
	}
	return fmt.Errorf("the database was made by a newer server: its schema has version %d, which needs a server that knows version %d, and this one knows %d; start the newer server, or restore the copy from before its migration, or use a database of its own for this one",
		have.version, cmp.Or(have.floor, have.version), known)
}

// newest is the version of the last migration in files.
func newest(files fs.FS) (version int64, err error) {
	all, err := fs.Glob(files, "*.sql")
	if err != nil || len(all) == 0 {
		return 0, errors.Join(err, errors.New("there are no migrations"))
	}
	number, _, _ := strings.Cut(path.Base(all[len(all)-1]), "_")
	return strconv.ParseInt(number, 10, 64)
}

// admit refuses a database whose schema this server cannot work with.
func (s *Store) admit(ctx context.Context, migrate bool) error {
	have, err := schemaOf(ctx, s.dialect, s.writes.db)
	if err != nil {
		return err
	}
	known, err := newest(s.migrations)
	if err != nil {
		return err
	}
	if err := have.refuse(known); err != nil {
		return err
	}
	switch {
	case have.version > known:
		s.log.Warn("a newer server has expanded the database; this one can work with it", "schema", have.version, "known", known)
	case have.version < known && !migrate:
		return fmt.Errorf("the schema of the database has version %d and this server needs %d; set PERIHELION_MIGRATE_ON_START=true, or start one server that has it set", have.version, known)
	}
	return nil
}

// Migrate brings the schema up to date. Call it once, after everything else that
// can keep a server from starting, and before the first request: what it does to a
// shared database an older server may not like. A SQLite file is migrated as a
// copy, which takes its place when it is whole; the old one stays beside it.
func (s *Store) Migrate(ctx context.Context) error {
	have, err := schemaOf(ctx, s.dialect, s.writes.db)
	if err != nil {
		return err
	}
	known, err := newest(s.migrations)
	if err != nil || have.version >= known {
		return err
	}
	if s.file == "" || have.version == 0 {
		return s.up(ctx, s.writes.db)
	}
	aside, err := s.migrateFile(ctx, have.version)
	if err != nil {
		return fmt.Errorf("%w; the database is as it was", err)
	}
	s.log.Info("the database from before the migration is kept", "file", aside)
	return nil
}

// up runs the migrations that db lacks. Servers that share a PostgreSQL and start
// at once wait for each other.
func (s *Store) up(ctx context.Context, db *sql.DB) error {
	p, err := s.provider(db)
	if err != nil {
		return err
	}
	done, err := p.Up(ctx)
	if err != nil {
		return fmt.Errorf("bring the schema up to date: %w", err)
	}
	for _, m := range done {
		s.log.Info("database schema brought up to date", "version", m.Source.Version, "took", m.Duration)
	}
	return nil
}

// migrateFile migrates a copy of a SQLite file of this version and puts it into the
// place of the file. aside is where that is now.
func (s *Store) migrateFile(ctx context.Context, version int64) (aside string, err error) {
	fresh := s.file + partial
	defer func() {
		if err != nil {
			err = errors.Join(err, removeDatabase(fresh))
		}
	}()
	if err := removeDatabase(fresh); err != nil {
		return "", err
	}
	if _, err := s.writes.db.ExecContext(ctx, "VACUUM INTO ?", fresh); err != nil {
		return "", fmt.Errorf("copy the database before the migration: %w", explain(fresh, err))
	}
	if err := s.upFile(ctx, fresh); err != nil {
		return "", err
	}
	if err := errors.Join(s.reads.db.Close(), s.writes.db.Close()); err != nil {
		return "", err
	}
	aside, err = replace(s.file, fresh, nameOf(fmt.Sprintf("v%d", version), time.Now()))
	if err != nil {
		return "", err
	}
	if err := errors.Join(pruneCopies(s.file), s.openFile(ctx)); err != nil {
		return aside, err
	}
	return aside, mark(ctx, s.file, s.writes.db)
}

// upFile migrates the database at path, which nobody else has open.
func (s *Store) upFile(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(path, "mode=rw", "_txlock=immediate", settings))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := s.up(ctx, db); err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	return settle(ctx, path)
}

func (s *Store) provider(db *sql.DB) (*goose.Provider, error) {
	options := []goose.ProviderOption{goose.WithTableName(versions), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger())}
	if s.dialect == sqliteDB {
		return goose.NewProvider(goose.DialectSQLite3, db, s.migrations, options...)
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 30)) // asks every second, for half a minute
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, s.migrations, append(options, goose.WithSessionLocker(locker))...)
}
