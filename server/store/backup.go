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

// errPostgres is what an operator hears who wants us to back up PostgreSQL.
var errPostgres = errors.New("the database is PostgreSQL, which has tools of its own: pg_dump --format=custom --file=FILE URL makes a backup while servers run, pg_restore --clean --if-exists --dbname=URL FILE puts it back while none runs")

// Backup writes the SQLite database at rawURL into a new file, whole and checked. A
// server may work on it meanwhile.
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
	if _, err := unclean(path); err != nil {
		return err
	}
	if err := copyDatabase(ctx, path, to+partial); err != nil {
		return errors.Join(err, removeDatabase(to+partial))
	}
	if err := os.Rename(to+partial, to); err != nil {
		return err
	}
	return syncDir(to)
}

// Restored is what Restore has done.
type Restored struct {
	Path  string // of the database
	Aside string // where the one before is now; empty: there was none
}

// Restore puts a copy of the backup in the file from into the place of the SQLite
// database at rawURL: all of it or nothing, whenever it is interrupted. No server
// may work on that. The backup is checked first, and left as it is; the database of
// before is put aside, with what a killed server left beside it.
func Restore(ctx context.Context, rawURL, from string, log *slog.Logger) (done Restored, err error) {
	path, err := sqlitePath(rawURL)
	if err != nil {
		return done, err
	}
	if from, err = filepath.EvalSymlinks(from); err != nil {
		return done, fmt.Errorf("the backup cannot be read: %w", err)
	}
	if path, err = home(path); err != nil {
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
	if err := s.lock(ctx, path); err != nil {
		return done, err
	}
	if _, err := finishReplacing(path); err != nil {
		return done, err
	}
	err = copyDatabase(ctx, from, path+partial)
	if err == nil {
		err = usable(ctx, path+partial)
	}
	if err != nil {
		return done, errors.Join(fmt.Errorf("the database is as it was: %w", err), removeDatabase(path+partial))
	}
	done.Aside, err = replace(path, path+partial, nameOf("before-restore", time.Now()))
	return done, err
}

// usable refuses a copy that this server could not work with.
func usable(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(path, "mode=ro"))
	if err != nil {
		return err
	}
	defer db.Close()
	have, err := schemaOf(ctx, sqliteDB, db)
	if err != nil {
		return err
	}
	known, err := newest(migrations)
	if err != nil {
		return err
	}
	return have.refuse(known)
}

// copyDatabase writes a copy of the database in the file from, with what its WAL
// holds, into a new file. It checks both, and changes nothing about the first.
func copyDatabase(ctx context.Context, from, to string) error {
	if err := ours(ctx, from); err != nil {
		return err
	}
	if err := removeDatabase(to); err != nil {
		return err
	}
	how := "mode=ro"
	if info, err := os.Stat(from + wal); err != nil || info.Size() == 0 {
		how = "mode=ro&immutable=1" // it can be on a disk that takes nothing
		if _, err := os.Stat(from + running); err == nil {
			how = "mode=ro" // a server may write to it at any time
		}
	}
	source, err := sql.Open("sqlite", dsn(from, how, "_pragma=busy_timeout(2000)"))
	if err != nil {
		return err
	}
	defer source.Close()
	if err := sound(ctx, source); err != nil {
		return fmt.Errorf("%s is damaged: %w", from, err)
	}
	if _, err := source.ExecContext(ctx, "VACUUM INTO ?", to); err != nil {
		return explain(to, err)
	}
	if err := os.Chmod(to, 0o600); err != nil {
		return err
	}
	return settle(ctx, to)
}

// settle makes the database at path one file that no server has marked, checks it,
// and sees it onto the disk.
func settle(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", dsn(path, "mode=rw"))
	if err != nil {
		return err
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for _, pragma := range []string{"PRAGMA wal_checkpoint(TRUNCATE)", "PRAGMA journal_mode = DELETE", "PRAGMA user_version = 0"} {
		if _, err := db.ExecContext(ctx, pragma); err != nil {
			return explain(path, err)
		}
	}
	if err := sound(ctx, db); err != nil {
		return fmt.Errorf("the copy %s is damaged: %w", path, err)
	}
	if err := db.Close(); err != nil {
		return err
	}
	return syncFile(path)
}

// sqlitePath is the file of a SQLite database.
func sqlitePath(rawURL string) (string, error) {
	u, err := url.Parse(rawURL)
	switch {
	case err != nil:
		return "", errURL
	case u.Scheme == "postgres" || u.Scheme == "postgresql":
		return "", errPostgres
	case u.Scheme != "sqlite" || fileOf(u) == "":
		return "", errURL
	}
	return fileOf(u), nil
}
