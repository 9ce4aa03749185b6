package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// settings is what every connection is told. A commit that was answered survives
// the loss of power: results are deleted from their spool after it.
const settings = "_pragma=busy_timeout(2000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"

// FileURL is the URL of the SQLite database in the file at path.
func FileURL(path string) string {
	u := url.URL{Scheme: "sqlite", Path: path}
	if !strings.HasPrefix(path, "/") { // relative, or with the letter of a drive
		u = url.URL{Scheme: "sqlite", Opaque: url.PathEscape(path)}
	}
	return u.String()
}

// fileOf is the path in a URL of any of the forms sqlite:///absolute,
// sqlite:relative and, for it is meant like that, sqlite://relative.
func fileOf(u *url.URL) string {
	if u.Opaque != "" {
		if path, err := url.PathUnescape(u.Opaque); err == nil {
			return filepath.FromSlash(path)
		}
	}
	return filepath.FromSlash(u.Host + u.Path)
}

// openSQLite opens the file at path with one connection that writes, for SQLite
// has one writer anyway, and readers that only read.
func (s *Store) openSQLite(ctx context.Context, path string, readers int) error {
	if path == "" {
		return errors.New("sqlite: needs the path of a file, like sqlite:///var/lib/perihelion/perihelion.db")
	}
	path, err := home(path)
	if err != nil {
		return err
	}
	if err := ours(ctx, path); err != nil {
		return err
	}
	if err := s.lock(ctx, path); err != nil {
		return err
	}
	aside, err := finishReplacing(path)
	if err != nil {
		return err
	}
	if aside != "" {
		s.log.Warn("a restore or migration that was interrupted is finished now; the database of before is kept", "file", aside)
	}
	dirty, err := unclean(path)
	if err != nil {
		return err
	}
	s.dialect, s.file, s.readers = sqliteDB, path, readers
	trusted := false
	s.close = append(s.close, func() error {
		if !trusted {
			return nil // the next one shall look again
		}
		return removeIfThere(path + running)
	})
	if dirty { // SQLite deletes the WAL when it has read it: this says so until the check is done
		if err := touch(path + running); err != nil {
			return err
		}
	}
	if err := s.openFile(ctx); err != nil {
		return err
	}
	if dirty {
		s.log.Warn("the server did not end well last time: the database is checked before it is used", "file", path)
		if err := sound(ctx, s.writes.db); err != nil {
			return damaged(path, err)
		}
	}
	trusted = true
	return explain(path, mark(ctx, path, s.writes.db))
}

// openFile opens the SQLite file to write and to read.
func (s *Store) openFile(ctx context.Context) error {
	writer, err := s.pool(dsn(s.file, "mode=rwc", "_txlock=immediate", settings), 1)
	if err != nil {
		return err
	}
	if err := writer.PingContext(ctx); err != nil {
		return explain(s.file, err)
	}
	reader, err := s.pool(dsn(s.file, "mode=rw", "_pragma=query_only(1)", settings), s.readers)
	if err != nil {
		return err
	}
	s.writes, s.reads = newSide(writer), newSide(reader)
	s.reads.shares = shares(s.readers)
	return nil
}

// home makes the folder of the file, and the path one that is the same for
// everyone who means this file.
func home(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("the folder of %s cannot be made: %w", path, err)
	}
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real, nil
	}
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return "", err
	}
	return filepath.Join(dir, filepath.Base(path)), nil
}

// lock keeps other servers out for as long as this one lives, however it ends:
// two of them would each believe what they remember of players. It is a lock of
// SQLite's own, on an empty database beside the real one, so that backups and
// curious operators can still read that.
func (s *Store) lock(ctx context.Context, path string) error {
	db, err := s.pool(dsn(path+".lock", "mode=rwc"), 1)
	if err != nil {
		return err
	}
	held, err := db.Conn(ctx)
	if err != nil {
		return explain(path+".lock", err)
	}
	s.close = append(s.close, held.Close)
	_, err = held.ExecContext(ctx, "BEGIN EXCLUSIVE")
	if code(err) == sqlite3.SQLITE_BUSY {
		return fmt.Errorf("%s is in use by another server; stop that one, or give this one a PERIHELION_DATA_DIR or PERIHELION_DATABASE_URL of its own (servers can share a postgres:// database)", path)
	}
	return explain(path+".lock", err)
}

// pool is closed with the Store.
func (s *Store) pool(dsn string, size int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size) // a connection is opened once: later the file may have been moved
	s.close = append(s.close, db.Close)
	return db, nil
}

// dsn is what the driver wants to hear of a file.
func dsn(path string, query ...string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // before the letter of a drive
	}
	file := url.URL{Scheme: "file", Path: path}
	return file.String() + "?" + strings.Join(query, "&")
}

// ours refuses a file that is no database, and a database that something else
// keeps its tables in, and leaves both as they are. It looks past a WAL: whether
// that belongs to the file is not known yet.
func ours(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return nil // whatever is wrong with it shows when it is made
	}
	db, err := sql.Open("sqlite", dsn(path, "mode=ro&immutable=1"))
	if err != nil {
		return err
	}
	defer db.Close()
	var tables, own int
	err = db.QueryRowContext(ctx, "SELECT count(*), count(*) FILTER (WHERE name = '"+versions+"') FROM sqlite_master WHERE type = 'table'").Scan(&tables, &own)
	switch code(err) {
	case 0:
	case sqlite3.SQLITE_CORRUPT:
		return nil // perhaps a server is about to write it: whoever has the lock finds out
	default:
		return explain(path, err)
	}
	if tables > 0 && own == 0 {
		return fmt.Errorf("%s is a SQLite database of another program; set PERIHELION_DATABASE_URL to a file of our own", path)
	}
	return nil
}

// explain says what to do about an error of SQLite's at the start.
func explain(path string, err error) error {
	switch code(err) {
	case 0:
		return err
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%s is not a SQLite database; move it away, or set PERIHELION_DATABASE_URL to another file: %w", path, err)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%s cannot be written by this user; make its folder writable, or set PERIHELION_DATABASE_URL to another place: %w", path, err)
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		return fmt.Errorf("%s cannot be written; is the disk full? %w", path, err)
	case sqlite3.SQLITE_CORRUPT:
		return damaged(path, err)
	}
	return fmt.Errorf("%s: %w", path, err)
}

func damaged(path string, err error) error {
	return fmt.Errorf("%s is damaged; put a backup in its place with `server restore FILE`: %w", path, err)
}

// code is what SQLite says in a number, or 0.
func code(err error) int {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code() & 0xff // without the extension
	}
	return 0
}
