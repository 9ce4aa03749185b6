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

// dialect is which of the two databases is used.
type dialect int

const (
	sqliteDB dialect = iota
	postgresDB
)

// rewritePlaceholders rewrites the placeholders $1, $2 for the database. Our SQL has no
// other dollar signs.
func (d dialect) rewritePlaceholders(query string) string {
	if d == sqliteDB {
		return strings.ReplaceAll(query, "$", "?")
	}
	return query
}

var errURL = errors.New("the URL cannot be read; it should be like sqlite:///path/to/file or postgres://user:password@host/database")

// openURL connects to the database at rawURL, with conns connections at most.
func (s *Store) openURL(ctx context.Context, rawURL string, conns int) error {
	u, err := url.Parse(rawURL)
	if err != nil {
		return errURL
	}
	switch u.Scheme {
	case "sqlite":
		return s.openSQLite(ctx, filePathOf(u), conns)
	case "postgres", "postgresql":
		return s.openPostgres(ctx, rawURL, u.Redacted(), conns)
	}
	return fmt.Errorf("there is no database of the kind %q; use sqlite:///path/to/file or postgres://user:password@host/database", u.Scheme)
}

// classify converts errors of the drivers to the errors of this package. ctx is the
// caller's: its end is not a failure of the database.
func classify(ctx context.Context, err error) error {
	switch {
	case err == nil, errors.Is(err, ErrNotFound), errors.Is(err, ErrConflict), errors.Is(err, ErrErased):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return ErrNotFound
	case ctx.Err() != nil:
		return ctx.Err()
	case isTimeout(err):
		return fmt.Errorf("%w: %v", ErrSlow, err)
	case isUnavailable(err):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	case isForeignKeyViolation(err):
		return fmt.Errorf("%w: %w", ErrNotFound, err)
	case isUniqueViolation(err):
		return fmt.Errorf("%w: %w", ErrConflict, err)
	}
	return err
}

// isTimeout reports whether the database is there, but something else blocked the request
// for too long: a lock, other transactions, or the amount of data.
func isTimeout(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case errors.As(err, &lite):
		switch lite.Code() & 0xff { // without the extended code
		case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_INTERRUPT:
			return true
		}
		return false
	case errors.As(err, &pg):
		return raceCodes[pg.Code] || pg.Code == "57014" || pg.Code == "55P03" // lost too many races; canceled; lock not available
	}
	return errors.Is(err, context.DeadlineExceeded)
}

// isUnavailable reports whether the database failed, and not the request.
func isUnavailable(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	var network net.Error
	var connect *pgconn.ConnectError
	switch {
	case errors.As(err, &lite):
		switch lite.Code() & 0xff { // without the extended code
		case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN,
			sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM:
			return true
		}
		return false
	case errors.As(err, &pg):
		return pgUnavailable(pg.Code)
	}
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.As(err, &connect) || errors.As(err, &network) || pgconn.Timeout(err) || pgconn.SafeToRetry(err) ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) ||
		strings.HasSuffix(err.Error(), "conn closed") || strings.HasSuffix(err.Error(), "database is closed") // these errors are not exported
}

// pgUnavailable reports whether a PostgreSQL error code is about the server.
func pgUnavailable(code string) bool {
	switch code[:2] {
	case "08", "53", "57", "58", "F0", "XX": // connection, resources, intervention, system, configuration, internal
		return true
	}
	return code == "25006" // a standby that is read-only
}

var raceCodes = map[string]bool{"40001": true, "40P01": true} // serialization failure, deadlock

// isRace reports whether a transaction failed because of a concurrent one, and may be
// retried.
func isRace(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && raceCodes[pg.Code]
}

// isUniqueViolation reports whether a key exists already.
func isUniqueViolation(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	if errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || lite.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	}
	return errors.As(err, &pg) && pg.Code == "23505"
}

// isForeignKeyViolation reports whether err is about a player who does not exist.
func isForeignKeyViolation(err error) bool {
	var lite *sqlite.Error
	var pg *pgconn.PgError
	if errors.As(err, &lite) {
		return lite.Code() == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY
	}
	return errors.As(err, &pg) && pg.Code == "23503"
}

// laterOf is b, or a if b is before a: nothing that is stored may end before it began, even
// if the clock was set back.
func laterOf(a, b time.Time) time.Time {
	if b.Before(a) {
		return a
	}
	return b
}

// toMillis converts a time to what is stored: milliseconds since 1970, which both databases
// sort and compare alike. The zero time is 0.
func toMillis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// fromMillis undoes toMillis.
func fromMillis(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
