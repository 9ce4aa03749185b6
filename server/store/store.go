// Package store remembers players, their devices and ratings, the matches they
// played, and what the operator decided about them: in one SQLite file, or in
// PostgreSQL. Accounts, results, lobby and admin call it; a Store is safe for
// concurrent use, and no tick may wait for one.
//
// Both databases run the same SQL and the same migrations, and behave the same:
// one suite of tests holds both to it.
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

// A request ends in these ways when it does not succeed.
var (
	ErrNotFound    = errors.New("store: not found")
	ErrConflict    = errors.New("store: exists already")
	ErrErased      = errors.New("store: the player has deleted their data")
	ErrUnavailable = errors.New("store: database out of reach") // or its disk is full; worth trying again later

	// ErrSlow is an ErrUnavailable too: the database is there, and this request
	// took longer than its class may.
	ErrSlow = fmt.Errorf("%w in time", ErrUnavailable)
)

const (
	attempts = 3 // at a transaction that lost a race against another
)

// Metrics count what the store does.
type Metrics interface {
	StoreOp(op string, took time.Duration, err error)
	StoreDeleted(table string, rows int) // for their age
}

// Config is how to open a Store.
type Config struct {
	URL       string // sqlite:///path/to/file or postgres://…
	NoMigrate bool   // refuse to start on an older schema instead of bringing it up to date
	Conns     int    // connections: to PostgreSQL all of them, to SQLite those that read; 0: 16
	Metrics   Metrics

	migrations fs.FS // nil: ours
}

const (
	defaultConns = 16 // of the 100 that a PostgreSQL gives to all its users
	minConns     = 4  // or a class would have to do without
)

// Store is an open database. Make one with Open.
type Store struct {
	dialect dialect
	reads   *side
	writes  *side
	metrics Metrics
	budgets [classes]time.Duration
	close   []func() error

	log        *slog.Logger
	file       string // of SQLite
	readers    int    // its connections that only read
	migrations fs.FS
}

// Open opens the database at cfg.URL and brings its schema up to date.
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

// Connect opens the database at cfg.URL and leaves its schema as it is: call
// Migrate before anything else is asked of it. Its error is for the operator: it
// names what is wrong and what to do.
func Connect(ctx context.Context, cfg Config, log *slog.Logger) (*Store, error) {
	s := &Store{metrics: cfg.Metrics, budgets: budgets, log: log, migrations: cfg.migrations}
	if s.metrics == nil {
		s.metrics = unmeasured{}
	}
	if s.migrations == nil {
		s.migrations = migrations
	}
	err := s.open(ctx, cfg.URL, max(cmp.Or(cfg.Conns, defaultConns), minConns))
	if err == nil {
		err = s.admit(ctx, !cfg.NoMigrate)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open database: %w", err), s.Close())
	}
	return s, nil
}

// Close gives the database back.
func (s *Store) Close() error {
	var err error
	for i := len(s.close) - 1; i >= 0; i-- {
		err = errors.Join(err, s.close[i]())
	}
	s.close = nil
	return err
}

// Ping tells whether the database answers, and whether it takes what is written.
func (s *Store) Ping(ctx context.Context) error {
	var beats int
	err := s.read(ctx, "ping", func(ctx context.Context, c conn) error {
		return c.row(ctx, "SELECT beats FROM pulse").Scan(&beats)
	})
	return errors.Join(err, s.write(ctx, "pulse", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, "UPDATE pulse SET beats = beats + 1")
		return err
	}))
}

// Down is what the last request ran into, if the database was out of reach then.
func (s *Store) Down() error {
	if err := s.writes.gone.trouble(); err != nil {
		return err
	}
	return s.reads.gone.trouble()
}

// read asks the database something.
func (s *Store) read(ctx context.Context, op string, ask func(context.Context, conn) error) error {
	return s.do(ctx, op, s.reads, func(ctx context.Context) error {
		return ask(ctx, conn{s.reads.db, s.dialect})
	})
}

// write changes the database in one transaction: all of what change does comes
// about, or nothing. change may be called again when another transaction was in
// the way.
func (s *Store) write(ctx context.Context, op string, change func(context.Context, conn) error) error {
	return s.do(ctx, op, s.writes, func(ctx context.Context) error {
		var err error
		for range attempts {
			if err = s.attempt(ctx, change); !raced(err) {
				return err
			}
		}
		return err
	})
}

func (s *Store) attempt(ctx context.Context, change func(context.Context, conn) error) error {
	tx, err := s.writes.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := change(ctx, conn{tx, s.dialect}); err != nil {
		_ = tx.Rollback() // err says more
		return err
	}
	return tx.Commit()
}

// do is what all requests have in common: a class with its budget, a name, a
// measure, and no queue of callers that wait for a database that is gone.
func (s *Store) do(ctx context.Context, op string, on *side, f func(context.Context) error) error {
	c := classOf[op]
	if err := on.enter(c, time.Now()); err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	began := time.Now()
	err := s.within(ctx, c, on, f)
	s.metrics.StoreOp(op, time.Since(began), err)
	on.leave(c, time.Now(), err)
	if err != nil {
		return fmt.Errorf("%s: %w", op, err)
	}
	return nil
}

// within runs f in the budget and the share of its class.
func (s *Store) within(ctx context.Context, c class, on *side, f func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, s.budgets[c])
	defer cancel()
	release, err := on.acquire(limited, c)
	if err != nil { // the connections of this class are busy, which says nothing of the database
		return classify(ctx, err)
	}
	defer release()
	said := f(limited)
	if err = classify(ctx, said); errors.Is(err, ErrUnavailable) && limited.Err() != nil {
		return on.late(ctx, said)
	}
	return err
}

type unmeasured struct{}

func (unmeasured) StoreOp(string, time.Duration, error) {}
func (unmeasured) StoreDeleted(string, int)             {}

// conn runs SQL, in or out of a transaction.
type conn struct {
	q interface {
		ExecContext(context.Context, string, ...any) (sql.Result, error)
		QueryContext(context.Context, string, ...any) (*sql.Rows, error)
		QueryRowContext(context.Context, string, ...any) *sql.Row
	}
	d dialect
}

// exec reports how many rows it changed.
func (c conn) exec(ctx context.Context, query string, args ...any) (int, error) {
	res, err := c.q.ExecContext(ctx, c.d.place(query), storable(args)...)
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

func (c conn) row(ctx context.Context, query string, args ...any) *sql.Row {
	return c.q.QueryRowContext(ctx, c.d.place(query), storable(args)...)
}

// list collects what scan makes of each row.
func list[T any](ctx context.Context, c conn, scan func(*sql.Rows) (T, error), query string, args ...any) ([]T, error) {
	rows, err := c.q.QueryContext(ctx, c.d.place(query), storable(args)...)
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

// storable makes text of what strangers call text, such as the id in a path.
// PostgreSQL takes neither half a letter nor the letter 0, SQLite both; here
// both find nothing by it.
func storable(args []any) []any {
	for i, a := range args {
		if text, ok := a.(string); ok {
			args[i] = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\x00", "\uFFFD")
		}
	}
	return args
}
