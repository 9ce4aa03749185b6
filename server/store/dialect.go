package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// dialect is which of the two databases this is.
type dialect int

const (
	sqliteDB dialect = iota
	postgresDB
)

// place writes the placeholders $1, $2 of our SQL as the database wants them. No
// other dollar sign occurs in it.
func (d dialect) place(query string) string {
	if d == sqliteDB {
		return strings.ReplaceAll(query, "$", "?")
	}
	return query
}

var errURL = errors.New("the URL cannot be read; it should be like sqlite:///path/to/file or postgres://user:password@host/database")

// open connects to the database at rawURL, at most conns times.
func (s *Store) open(ctx context.Context, rawURL string, conns int) error {
	u, err := url.Parse(rawURL)
	if err != nil {
		return errURL
	}
	switch u.Scheme {
	case "sqlite":
		return s.openSQLite(ctx, fileOf(u), conns)
	case "postgres", "postgresql":
		return s.openPostgres(ctx, rawURL, u.Redacted(), conns)
	}
	return fmt.Errorf("there is no database of the kind %q; use sqlite:///path/to/file or postgres://user:password@host/database", u.Scheme)
}

// classify turns what a driver says into our sentinels. ctx is the caller's: an
// end of that is no fault of the database.
func classify(ctx context.Context, err error) error {
	switch {
	case err == nil, errors.Is(err, ErrNotFound), errors.Is(err, ErrConflict), errors.Is(err, ErrErased):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	case ctx.Err() != nil:
		return ctx.Err()
	case slow(err):
		return fmt.Errorf("%w: %v", ErrSlow, err)
	case lost(err):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	case orphaned(err):
		return fmt.Errorf("%w: %w", ErrNotFound, err)
	case taken(err):
		return fmt.Errorf("%w: %w", ErrConflict, err)
	}
	return err
}

// slow reports whether the database is there and something else was in the way of
// the request for too long: a lock, other transactions, or its own size.
func slow(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &lite):
		switch lite.Code() & 0xff { // without the extension
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT:
			return true
		}
		return false
	case errors.As(err, &pg):
		return raceCodes[pg.Code] || pg.Code == "57014" || pg.Code == "55P03" // raced too often; canceled; a lock was not to be had
	}
	return errors.Is(err, context.DeadlineExceeded)
}

// lost reports whether the database, and not the request, is at fault.
func lost(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	var network net.Error
	var connect *pgconn.ConnectError
	switch {
	case errors.As(err, &lite):
		switch lite.Code() & 0xff { // without the extension
		case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
			sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM:
			return true
		}
		return false
	case errors.As(err, &pg):
		return pgLost(pg.Code)
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.As(err, &connect) || errors.As(err, &network) || pgconn.Timeout(err) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) ||
		strings.HasSuffix(err.Error(), "conn closed") || strings.HasSuffix(err.Error(), "database is closed") // they have no name
}

// pgLost knows the classes of PostgreSQL's codes that are about the server.
func pgLost(code string) bool {
	switch code[:2] {
	case "08", "53", "57", "58", "F0", "XX": // connection, resources, intervention, system, configuration, internal
		return true
	}
	return code == "25006" // a standby that is read-only
}

var raceCodes = map[string]bool{"40001": true, "40P01": true} // serialization failure, deadlock

// raced reports whether a transaction failed for another's sake.
func raced(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && raceCodes[pg.Code]
}

// taken reports whether err is about a key that exists.
func taken(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	if errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return errors.As(err, &pg) && pg.Code == "23505"
}

// orphaned reports whether err is about a player who does not exist.
func orphaned(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	if errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
	}
	return errors.As(err, &pg) && pg.Code == "23503"
}

// later is b, or a if b is before that: nothing that is kept ends before it began,
// whatever the clock did in between.
func later(a, b time.Time) time.Time {
	if b.Before(a) {
		return a
	}
	return b
}

// Times are kept as milliseconds since 1970: both databases sort and compare
// those alike. The zero time is 0.
func stamp(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func unstamp(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
