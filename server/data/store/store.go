// Package store keeps players, their devices and ratings, the matches they played, and the
// bans, mutes and reports about them, in one SQLite file or in PostgreSQL. Accounts,
// results, lobby and admin call it; a Store is safe for concurrent use, and no simulation
// tick may wait for it.
//
// Both databases run the same SQL and the same migrations, and behave the same: one test
// suite runs on both.
package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"time"
)

// The errors of requests.
var (
	ErrNotFound = errors.New("store: not found")
	ErrConflict = errors.New("store: exists already")
	ErrErased   = errors.New("store: the player has deleted their data")

	ErrTooManyFriends  = errors.New("store: the player wants enough friends")
	ErrTooManyRequests = errors.New("store: too many ask this player")

	ErrUnavailable = errors.New("store: database out of reach") // or its disk is full; worth trying again later

	// ErrSlow is an ErrUnavailable too: the database is there, but this request took longer
	// than its class may.
	ErrSlow = fmt.Errorf("%w in time", ErrUnavailable)
)

const (
	maxTxAttempts = 3 // of a transaction that lost a race against another
)

// Metrics counts what the store does.
type Metrics interface {
	StoreOp(op string, took time.Duration, err error)
	StoreDeleted(table string, rows int) // because of their age
}

// Config says how to open a Store.
type Config struct {
	URL       string // sqlite:///path/to/file or postgres://…
	NoMigrate bool   // refuse to start on an older schema instead of migrating it
	Conns     int    // connections: for PostgreSQL all, for SQLite the readers; 0: 16
	Metrics   Metrics

	migrations fs.FS // nil: the embedded ones
}

const (
	defaultConns = 16 // of the 100 that PostgreSQL allows in all
	minConns     = 4  // fewer would leave a request class without a connection
)

// Store is an open database. Make one with Open.
type Store struct {
	dialect   dialect
	readPool  *dbPool
	writePool *dbPool
	metrics   Metrics
	budgets   [numClasses]time.Duration
	closers   []func() error

	log        *slog.Logger
	nodeLock   nodeLock
	file       string // of SQLite
	numReaders int    // connections to SQLite that only read
	migrations fs.FS
}

// Open opens the database at cfg.URL and migrates its schema.
func Open(ctx context.Context, cfg Config, log *slog.Logger) (*Store, error) {
	s, err := Connect(ctx, cfg, log)
	if err != nil {
		return nil, err
	}
	if err := s.Migrate(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Connect opens the database at cfg.URL without changing its schema: call Migrate before
// anything else. Errors are written for operators: they say what is wrong and what to do.
func Connect(ctx context.Context, cfg Config, log *slog.Logger) (*Store, error) {
	s := &Store{metrics: cfg.Metrics, budgets: budgets, log: log, migrations: cfg.migrations}
	if s.metrics == nil {
		s.metrics = nopMetrics{}
	}
	if s.migrations == nil {
		s.migrations = migrations
	}
	err := s.openURL(ctx, cfg.URL, max(cmp.Or(cfg.Conns, defaultConns), minConns))
	if err == nil {
		err = s.checkSchema(ctx, !cfg.NoMigrate)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), s.Close())
	}
	return s, nil
}

// Close closes all connections.
func (s *Store) Close() error {
	var err error
	for i := len(s.closers) - 1; i >= 0; i-- {
		err = errors.Join(err, s.closers[i]())
	}
	s.closers = nil
	return err
}

// CheckHealth checks that the database answers, and that it can be written.
func (s *Store) CheckHealth(ctx context.Context) error {
	var beats int
	err := s.query(ctx, "ping", func(ctx context.Context, c conn) error {
		return c.queryRow(ctx, "SELECT beats FROM pulse").Scan(&beats)
	})
	return errors.Join(err, s.transact(ctx, "pulse", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, "UPDATE pulse SET beats = beats + 1")
		return err
	}))
}

// Down returns the error of the last request if the database was unavailable then, and nil
// otherwise.
func (s *Store) Down() error {
	if err := s.writePool.unavailable.openError(); err != nil {
		return err
	}
	return s.readPool.unavailable.openError()
}

// query runs a read-only request.
func (s *Store) query(ctx context.Context, op string, ask func(context.Context, conn) error) error {
	return s.runRequest(ctx, op, s.readPool, func(ctx context.Context) error {
		return ask(ctx, conn{s.readPool.db, s.dialect})
	})
}

// transact runs change in one transaction. change may be called several times, if another
// transaction was in the way.
func (s *Store) transact(ctx context.Context, op string, change func(context.Context, conn) error) error {
	return s.runRequest(ctx, op, s.writePool, func(ctx context.Context) error {
		var err error
		for range maxTxAttempts {
			if err = s.runTx(ctx, change); !isRace(err) {
				return err
			}
		}
		return err
	})
}

// runTx tries a transaction once.
func (s *Store) runTx(ctx context.Context, change func(context.Context, conn) error) error {
	tx, err := s.writePool.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := change(ctx, conn{tx, s.dialect}); err != nil {
		_ = tx.Rollback() // err is the cause
		return err
	}
	return tx.Commit()
}

// runRequest is the frame of all requests: it applies the budget of the class, measures,
// and refuses at once while the database is known to be unavailable, so that callers do not
// queue up.
func (s *Store) runRequest(ctx context.Context, op string, on *dbPool, f func(context.Context) error) error {
	c := classOf[op]
	if err := on.admitRequest(c, time.Now()); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	began := time.Now()
	err := s.runInBudget(ctx, c, on, f)
	s.metrics.StoreOp(op, time.Since(began), err)
	on.recordResult(c, time.Now(), err)
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}

// runInBudget runs f within the time budget and the connection share of its class.
func (s *Store) runInBudget(ctx context.Context, c requestClass, on *dbPool, f func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, s.budgets[c])
	defer cancel()
	release, err := on.acquireShare(limited, c)
	if err != nil { // all connections of this class are busy; the database may be fine
		return classify(ctx, err)
	}
	defer release()
	cause := f(limited)
	if err = classify(ctx, cause); errors.Is(err, ErrUnavailable) && limited.Err() != nil {
		return on.timeoutError(ctx, cause)
	}
	return err
}

// nopMetrics does nothing.
type nopMetrics struct{}

func (nopMetrics) StoreOp(string, time.Duration, error) {}
func (nopMetrics) StoreDeleted(string, int)             {}

// conn runs SQL, inside or outside of a transaction.
type conn struct {
	q interface {
		ExecContext(context.Context, string, ...any) (sql.Result, error)
		QueryContext(context.Context, string, ...any) (*sql.Rows, error)
		QueryRowContext(context.Context, string, ...any) *sql.Row
	}
	d dialect
}

// exec returns how many rows were changed.
func (c conn) exec(ctx context.Context, query string, args ...any) (int, error) {
	res, err := c.q.ExecContext(ctx, c.d.rewritePlaceholders(query), sanitizeText(args)...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

func (c conn) queryRow(ctx context.Context, query string, args ...any) *sql.Row {
	return c.q.QueryRowContext(ctx, c.d.rewritePlaceholders(query), sanitizeText(args)...)
}

// queryAll calls scan for each row and returns the results.
func queryAll[T any](ctx context.Context, c conn, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := c.q.QueryContext(ctx, c.d.rewritePlaceholders(query), sanitizeText(args)...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}

// sanitizeText replaces what PostgreSQL refuses in text, invalid UTF-8 and NUL bytes, in
// strings from clients such as the id in a path. SQLite accepts both; after the replacement
// neither finds anything.
func sanitizeText(args []any) []any {
	for i, a := range args {
		if text, ok := a.(string); ok {
			args[i] = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
		}
	}
	return args
}
