package store

import (
	"context"
	"database/sql"
	"time"
)

// Report is what a player has to say about another, for the operator.
type Report struct {
	ID       string // a UUID of version 7: reports sort by it as by time
	At       time.Time
	Reporter string
	Accused  string // empty: not known, or has deleted their data
	Name     string // of the accused, as it was
	Room     string
	Reason   string // abuse, name, cheating or other
	Text     string
	Context  string    // the chat around it, a line each
	Closed   time.Time // zero: nobody has dealt with it
}

// PutReport keeps r.
func (s *Store) PutReport(ctx context.Context, r Report) error {
	return s.write(ctx, "put_report", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, `INSERT INTO reports (id, at, reporter, accused, name, room, reason, text, context, closed)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
			r.ID, stamp(r.At), r.Reporter, r.Accused, r.Name, r.Room, r.Reason, r.Text, r.Context, stamp(r.Closed))
		return err
	})
}

// Reports are the newest ones that nobody has dealt with.
func (s *Store) Reports(ctx context.Context, limit int) (all []Report, err error) {
	err = s.read(ctx, "reports", func(ctx context.Context, c conn) error {
		all, err = list(ctx, c, func(row *sql.Rows) (r Report, err error) {
			var at, closed int64
			err = row.Scan(&r.ID, &at, &r.Reporter, &r.Accused, &r.Name, &r.Room, &r.Reason, &r.Text, &r.Context, &closed)
			r.At, r.Closed = unstamp(at), unstamp(closed)
			return r, err
		}, `SELECT id, at, reporter, accused, name, room, reason, text, context, closed
			FROM reports WHERE closed = 0 ORDER BY id DESC LIMIT $1`, limit)
		return err
	})
	return all, err
}

// CloseReport notes that a report was dealt with: ErrNotFound.
func (s *Store) CloseReport(ctx context.Context, id string, now time.Time) error {
	return s.write(ctx, "close_report", func(ctx context.Context, c conn) error {
		return found(c.exec(ctx, "UPDATE reports SET closed = CASE WHEN at > $2 THEN at ELSE $2 END WHERE id = $1 AND closed = 0", id, stamp(now)))
	})
}
