package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// versionTable is the table of the migrations that have run.
const versionTable = "perihelion_schema"

// schema is the schema version of a database. Both fields are 0 in an empty one.
type schema struct {
	version int64 // of the newest migration
	floor   int64 // the oldest version that a server must know to work with the database
}

// schemaOf reads the schema version of db.
func schemaOf(ctx context.Context, d dialect, db *sql.DB) (have schema, err error) {
	for _, part := range []struct {
		table, query string
		into         *int64
	}{
		{versionTable, "SELECT coalesce(max(version_id), 0) FROM " + versionTable, &have.version},
		{"schema_floor", "SELECT coalesce(max(version), 0) FROM schema_floor", &have.floor},
	} {
		var there bool
		if there, err = hasTable(ctx, d, db, part.table); there {
			err = db.QueryRowContext(ctx, part.query).Scan(part.into)
		}
		if err != nil {
			return have, fmt.Errorf("read the version of the schema: %w", err)
		}
	}
	return have, nil
}

// hasTable reports whether there is a table of that name, which is one of ours.
func hasTable(ctx context.Context, d dialect, db *sql.DB, table string) (bool, error) {
	query := "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = '" + table + "'"
	if d == postgresDB {
		query = "SELECT count(*) FROM pg_class WHERE oid = to_regclass('" + table + "')"
	}
	var n int
	err := db.QueryRowContext(ctx, query).Scan(&n)
	return n > 0, err
}

// checkCompatible returns an error if a server that knows the versions up to known cannot
// work with this schema, even after a migration.
func (have schema) checkCompatible(known int64) error {
	if have.version <= known || have.floor != 0 && have.floor <= known {
		return nil
	}
	return fmt.Errorf("the database was made by a newer server: its schema has version %d, which needs a server that knows version %d, and this one knows %d; start the newer server, or restore the copy from before its migration, or use a database of its own for this one",
		have.version, cmp.Or(have.floor, have.version), known)
}

// checkSchema refuses a database whose schema this server cannot work with.
func (s *Store) checkSchema(ctx context.Context, migrate bool) error {
	have, err := schemaOf(ctx, s.dialect, s.writePool.db)
	if err != nil {
		return err
	}
	known, err := newestVersion(s.migrations)
	if err != nil {
		return err
	}
	if err := have.checkCompatible(known); err != nil {
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

// Migrate brings the schema up to date. Call it once, before the first request, but after
// everything else that can make a start fail: an older server that shares the database may
// not be able to use it afterwards. A SQLite file is copied, the copy is migrated and then
// replaces the file; the old file is kept beside it.
func (s *Store) Migrate(ctx context.Context) error {
	have, err := schemaOf(ctx, s.dialect, s.writePool.db)
	if err != nil {
		return err
	}
	known, err := newestVersion(s.migrations)
	if err != nil || have.version >= known {
		return err
	}
	if s.file == "" || have.version == 0 {
		return s.runMigrations(ctx, s.writePool.db)
	}
	aside, err := s.migrateFile(ctx, have.version)
	if err != nil {
		return fmt.Errorf("%w; the database is as it was", err)
	}
	s.log.Info("the database from before the migration is kept", "file", aside)
	return nil
}

// runMigrations runs the migrations that db lacks. Servers that share a PostgreSQL and
// start at the same time wait for each other.
func (s *Store) runMigrations(ctx context.Context, db *sql.DB) error {
	p, err := s.gooseProvider(db)
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

// migrateFile migrates a copy of the SQLite file and replaces the file by it. aside is the
// path of the old file.
func (s *Store) migrateFile(ctx context.Context, version int64) (aside string, err error) {
	fresh := s.file + partialSuffix
	defer func() {
		if err != nil {
			err = errors.Join(err, removeDatabase(fresh))
		}
	}()
	if err := removeDatabase(fresh); err != nil {
		return "", err
	}
	if _, err := s.writePool.db.ExecContext(ctx, "VACUUM INTO ?", fresh); err != nil {
		return "", fmt.Errorf("copy the database before the migration: %w", explainSQLiteError(fresh, err))
	}
	if err := s.migrateCopy(ctx, fresh); err != nil {
		return "", err
	}
	if err := errors.Join(s.readPool.db.Close(), s.writePool.db.Close()); err != nil {
		return "", err
	}
	aside, err = replaceDatabase(s.file, fresh, asideSuffix(fmt.Sprintf("v%d", version), time.Now()))
	if err != nil {
		return "", err
	}
	if err := errors.Join(pruneCopies(s.file), s.openFile(ctx)); err != nil {
		return aside, err
	}
	return aside, markRunning(ctx, s.file, s.writePool.db)
}

// migrateCopy migrates the database at path, which is not open elsewhere.
func (s *Store) migrateCopy(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(path, "mode=rw", "_txlock=immediate", pragmas))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	if err := s.runMigrations(ctx, db); err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	return finalizeCopy(ctx, path)
}
