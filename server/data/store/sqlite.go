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

// pragmas are the settings of every connection. A commit that was acknowledged survives a
// power failure: results are deleted from their spool after it.
const pragmas = "_pragma=busy_timeout(2000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)"

// FileURL is the URL of the SQLite database in the file at path.
func FileURL(path string) string {
	u := url.URL{Scheme: "sqlite", Path: path}
	if !strings.HasPrefix(path, "/") { // relative, or with a drive letter
		u = url.URL{Scheme: "sqlite", Opaque: url.PathEscape(path)}
	}
	return u.String()
}

// filePathOf is the path in a URL of the forms sqlite:///absolute, sqlite:relative and
// sqlite://relative.
func filePathOf(u *url.URL) string {
	if u.Opaque != "" {
		if path, err := url.PathUnescape(u.Opaque); err == nil {
			return filepath.FromSlash(path)
		}
	}
	return filepath.FromSlash(u.Host + u.Path)
}

// openSQLite opens the file at path with one writing connection, because SQLite has one
// writer anyway, and read-only connections.
func (s *Store) openSQLite(ctx context.Context, path string, readers int) error {
	if path == "" {
		return errors.New("sqlite: needs the path of a file, like sqlite:///var/lib/perihelion/perihelion.db")
	}
	path, err := s.claimFile(ctx, path)
	if err != nil {
		return err
	}
	dirty, err := endedUncleanly(path)
	if err != nil {
		return err
	}
	s.dialect, s.file, s.numReaders = sqliteDB, path, readers
	trusted := false
	s.closers = append(s.closers, func() error {
		if !trusted {
			return nil // so that the next start checks the file again
		}
		return removeIfThere(path + runningSuffix)
	})
	if dirty { // SQLite deletes the WAL after reading it: this file replaces it until the check is done
		if err := createIfMissing(path + runningSuffix); err != nil {
			return err
		}
	}
	if err := s.openFile(ctx); err != nil {
		return err
	}
	if dirty {
		s.log.Warn("the server did not end well last time: the database is checked before it is used", "file", path)
		if err := quickCheck(ctx, s.writePool.db); err != nil {
			return damagedError(path, err)
		}
	}
	trusted = true
	return explainSQLiteError(path, markRunning(ctx, path, s.writePool.db))
}

// claimFile makes sure that nobody else uses the file at path, and finishes what replaces it
// if that was interrupted. It returns the file's one name.
func (s *Store) claimFile(ctx context.Context, path string) (string, error) {
	path, err := resolvePath(path)
	if err != nil {
		return "", err
	}
	if err := checkOwnDatabase(ctx, path); err != nil {
		return "", err
	}
	if err := s.lockFile(ctx, path); err != nil {
		return "", err
	}
	aside, err := finishReplace(path)
	if aside != "" {
		s.log.Warn("a restore or migration that was interrupted is finished now; the database of before is kept", "file", aside)
	}
	return path, err
}

// openFile opens the SQLite file for writing and reading.
func (s *Store) openFile(ctx context.Context) error {
	writer, err := s.openPool(dsn(s.file, "mode=rwc", "_txlock=immediate", pragmas), 1)
	if err != nil {
		return err
	}
	if err := writer.PingContext(ctx); err != nil {
		return explainSQLiteError(s.file, err)
	}
	reader, err := s.openPool(dsn(s.file, "mode=rw", "_pragma=query_only(1)", pragmas), s.numReaders)
	if err != nil {
		return err
	}
	s.writePool, s.readPool = newDBPool(writer), newDBPool(reader)
	s.readPool.shares = shares(s.numReaders)
	return nil
}

// resolvePath creates the folder of the file and returns its absolute path without symbolic
// links, so that all processes use the same name for it.
func resolvePath(path string) (string, error) {
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

// lockFile keeps other servers out until this process ends, in whatever way: two servers
// would each trust their own cache of players. It is a lock of SQLite on an empty database
// beside the real one, so that backups and operators can still read the real one.
func (s *Store) lockFile(ctx context.Context, path string) error {
	db, err := s.openPool(dsn(path+".lock", "mode=rwc"), 1)
	if err != nil {
		return err
	}
	held, err := db.Conn(ctx)
	if err != nil {
		return explainSQLiteError(path+".lock", err)
	}
	s.closers = append(s.closers, held.Close)
	_, err = held.ExecContext(ctx, "BEGIN EXCLUSIVE")
	if sqliteCode(err) == sqlite3.SQLITE_BUSY {
		return fmt.Errorf("%s is in use by another server; stop that one, or give this one a PERIHELION_DATA_DIR or PERIHELION_DATABASE_URL of its own (servers can share a postgres:// database)", path)
	}
	return explainSQLiteError(path+".lock", err)
}

// openPool opens a pool that is closed with the Store.
func (s *Store) openPool(dsn string, size int) (*sql.DB, error) {
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(size)
	db.SetMaxIdleConns(size) // connections are never reopened, because the file may have been moved
	s.closers = append(s.closers, db.Close)
	return db, nil
}

// dsn is the data source name of a file for the driver.
func dsn(path string, query ...string) string {
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // before a drive letter
	}
	file := url.URL{Scheme: "file", Path: path}
	return file.String() + "?" + strings.Join(query, "&")
}

// checkOwnDatabase refuses a file that is not a database, and a database of another
// program. It does not change the file, and ignores a WAL: whether that belongs to the file
// is not known yet.
func checkOwnDatabase(ctx context.Context, path string) error {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return nil // opening it will show what is wrong
	}
	db, err := sql.Open("sqlite", dsn(path, "mode=ro&immutable=1"))
	if err != nil {
		return err
	}
	defer db.Close()
	var tables, own int
	err = db.QueryRowContext(ctx, "SELECT count(*), count(*) FILTER (WHERE name = '"+versionTable+"') FROM sqlite_master WHERE type = 'table'").Scan(&tables, &own)
	switch sqliteCode(err) {
	case 0:
	case sqlite3.SQLITE_CORRUPT:
		return nil // maybe a server is writing it; checked again under the lock
	default:
		return explainSQLiteError(path, err)
	}
	if tables > 0 && own == 0 {
		return fmt.Errorf("%s is a SQLite database of another program; set PERIHELION_DATABASE_URL to a file of our own", path)
	}
	return nil
}

// explainSQLiteError adds what the operator can do about an error of SQLite.
func explainSQLiteError(path string, err error) error {
	switch sqliteCode(err) {
	case 0:
		return err
	case sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%s is not a SQLite database; move it away, or set PERIHELION_DATABASE_URL to another file: %w", path, err)
	case sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%s cannot be written by this user; make its folder writable, or set PERIHELION_DATABASE_URL to another place: %w", path, err)
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR:
		return fmt.Errorf("%s cannot be written; is the disk full? %w", path, err)
	case sqlite3.SQLITE_CORRUPT:
		return damagedError(path, err)
	}
	return fmt.Errorf("%s: %w", path, err)
}

func damagedError(path string, err error) error {
	return fmt.Errorf("%s is damaged; put a backup in its place with `server restore FILE`: %w", path, err)
}

// sqliteCode is the error code of SQLite, or 0.
func sqliteCode(err error) int {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code() & 0xff // without the extended code
	}
	return 0
}
