package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"time"
)

// errPostgres tells an operator how to back up PostgreSQL.
var errPostgres = errors.New("the database is PostgreSQL, which has tools of its own: pg_dump --format=custom --file=FILE URL makes a backup while servers run, pg_restore --clean --if-exists --dbname=URL FILE puts it back while none runs")

// Backup writes a complete and checked copy of the SQLite database at rawURL into a new
// file. A server may be running.
func Backup(ctx context.Context, rawURL, to string) error {
	path, err := sqlitePath(rawURL)
	if err != nil {
		return err
	}
	if path, err = filepath.Abs(path); err != nil {
		return err
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("there is no database at %s; set PERIHELION_DATA_DIR or PERIHELION_DATABASE_URL as the server has it: %w", path, err)
	}
	if path, err = filepath.EvalSymlinks(path); err != nil { // a WAL lies beside the real file
		return err
	}
	if _, err := os.Lstat(to); err == nil {
		return fmt.Errorf("%s is there already; name a new file", to)
	}
	if _, err := endedUncleanly(path); err != nil {
		return err
	}
	if err := copyDatabase(ctx, path, to+partialSuffix); err != nil {
		return errors.Join(err, removeDatabase(to+partialSuffix))
	}
	if err := os.Rename(to+partialSuffix, to); err != nil {
		return err
	}
	return syncDir(to)
}

// Restored is the result of Restore.
type Restored struct {
	Path  string // of the database
	Aside string // where the previous database is now; empty: there was none
}

// Restore replaces the SQLite database at rawURL by a copy of the backup in the file from:
// completely or not at all, even if it is interrupted. No server may be running. The backup
// is checked first and not changed; the previous database is moved aside, together with the
// files that a killed server left.
func Restore(ctx context.Context, rawURL, from string, log *slog.Logger) (done Restored, err error) {
	path, err := sqlitePath(rawURL)
	if err != nil {
		return done, err
	}
	if from, err = filepath.EvalSymlinks(from); err != nil {
		return done, fmt.Errorf("the backup cannot be read: %w", err)
	}
	if path, err = resolvePath(path); err != nil {
		return done, err
	}
	done.Path = path
	if one, err := os.Stat(path); err == nil {
		if other, err := os.Stat(from); err == nil && os.SameFile(one, other) {
			return done, fmt.Errorf("%s is the database itself, and no backup of it", from)
		}
	}
	s := &Store{log: log}
	defer func() { err = errors.Join(err, s.Close()) }()
	if err := s.lockFile(ctx, path); err != nil {
		return done, err
	}
	if _, err := finishReplace(path); err != nil {
		return done, err
	}
	err = copyDatabase(ctx, from, path+partialSuffix)
	if err == nil {
		err = checkUsable(ctx, path+partialSuffix)
	}
	if err != nil {
		return done, errors.Join(fmt.Errorf("the database is as it was: %w", err), removeDatabase(path+partialSuffix))
	}
	done.Aside, err = replaceDatabase(path, path+partialSuffix, asideSuffix("before-restore", time.Now()))
	return done, err
}

// checkUsable refuses a copy whose schema this server does not know.
func checkUsable(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(path, "mode=ro"))
	if err != nil {
		return err
	}
	defer db.Close()
	have, err := schemaOf(ctx, sqliteDB, db)
	if err != nil {
		return err
	}
	known, err := newestVersion(migrations)
	if err != nil {
		return err
	}
	return have.checkCompatible(known)
}

// copyDatabase writes a copy of the database in the file from, including its WAL, into a
// new file. It checks both, and does not change the first.
func copyDatabase(ctx context.Context, from, to string) error {
	if err := checkOwnDatabase(ctx, from); err != nil {
		return err
	}
	if err := removeDatabase(to); err != nil {
		return err
	}
	how := "mode=ro"
	if info, err := os.Stat(from + walSuffix); err != nil || info.Size() == 0 {
		how = "mode=ro&immutable=1" // it may be on a read-only disk
		if _, err := os.Stat(from + runningSuffix); err == nil {
			how = "mode=ro" // a server may write to it at any time
		}
	}
	source, err := sql.Open("sqlite", dsn(from, how, "_pragma=busy_timeout(2000)"))
	if err != nil {
		return err
	}
	defer source.Close()
	if err := quickCheck(ctx, source); err != nil {
		return fmt.Errorf("%s is damaged: %w", from, err)
	}
	if _, err := source.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return explainSQLiteError(to, err)
	}
	if err := os.Chmod(to, 0o600); err != nil {
		return err
	}
	return finalizeCopy(ctx, to)
}

// finalizeCopy makes the database at path a single file without the mark of a server,
// checks it, and syncs it to the disk.
func finalizeCopy(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(path, "mode=rw"))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, pragma := range []string{"PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA journal_mode = DELETE", "PRAGMA user_version = 0"} {
		if _, err := db.ExecContext(ctx, pragma); err != nil {
			return explainSQLiteError(path, err)
		}
	}
	if err := quickCheck(ctx, db); err != nil {
		return fmt.Errorf("the copy %s is damaged: %w", path, err)
	}
	if err := db.Close(); err != nil {
		return err
	}
	return syncFile(path)
}

// sqlitePath is the file of the SQLite database at rawURL.
func sqlitePath(rawURL string) (string, error) {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil:
		return "", errURL
	case u.Scheme == "postgres" || u.Scheme == "postgresql":
		return "", errPostgres
	case u.Scheme != "sqlite" || filePathOf(u) == "":
		return "", errURL
	}
	return filePathOf(u), nil
}
