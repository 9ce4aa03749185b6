package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/*.sql
var embedded embed.FS

// migrations are the embedded ones; tests use others.
var migrations, _ = fs.Sub(embedded, "migrations") // cannot fail: the name is valid

// newestVersion is the version of the last migration in files.
func newestVersion(files fs.FS) (version int64, err error) {
	all, err := fs.Glob(files, "*.sql")
	if err != nil || len(all) == 0 {
		return 0, errors.Join(err, errors.New("there are no migrations"))
	}
	return versionOf(all[len(all)-1])
}

// versionOf is the version of the migration in the file of that name.
func versionOf(name string) (int64, error) {
	number, _, _ := strings.Cut(path.Base(name), "_")
	return strconv.ParseInt(number, 10, 64)
}

// gooseProvider runs the migrations in files on db. Each is sent whole, in one transaction:
// goose's parser, which splits them into statements, takes 4 MB a line to do so.
func (s *Store) gooseProvider(db *sql.DB) (*goose.Provider, error) {
	all, err := readMigrations(s.migrations)
	if err != nil {
		return nil, err
	}
	options := []goose.ProviderOption{goose.WithTableName(versionTable), goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()), goose.WithGoMigrations(all...)}
	if s.dialect == sqliteDB {
		return goose.NewProvider(goose.DialectSQLite3, db, nil, options...)
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 30)) // tries every second, for half a minute
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, db, nil, append(options, goose.WithSessionLocker(locker))...)
}

// readMigrations reads files as goose's SQL migrations: two parts, each after a line of its own.
func readMigrations(files fs.FS) (all []*goose.Migration, err error) {
	names, err := fs.Glob(files, "*.sql")
	for _, name := range names {
		text, textErr := fs.ReadFile(files, name)
		version, versionErr := versionOf(name)
		if err := errors.Join(textErr, versionErr); err != nil {
			return nil, fmt.Errorf("read migration %s: %w", name, err)
		}
		_, both, hasUp := strings.Cut(string(text), "-- +goose Up\n")
		up, down, hasDown := strings.Cut(both, "-- +goose Down\n")
		if !hasUp || !hasDown || strings.Contains(up+down, "-- +goose") {
			return nil, fmt.Errorf("migration %s needs a line \"-- +goose Up\" and after it a line \"-- +goose Down\", and may have no other of goose's", name)
		}
		all = append(all, goose.NewGoMigration(version, execMigration(up), execMigration(down)))
	}
	return all, err
}

// execMigration is a migration that runs the statements in text.
func execMigration(text string) *goose.GoFunc {
	return &goose.GoFunc{RunTx: func(ctx context.Context, tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, text)
		return err
	}}
}
