package store

import (
	"context"
	"database/sql"
	"net/netip"
	"time"
)

// Ban keeps a player or a network out.
type Ban struct {
	ID      string
	Player  string       // empty: a network is banned
	Network netip.Prefix // zero: a player is banned
	Reason  string       // shown to the banned player
	At      time.Time
	Until   time.Time // zero: forever
}

// PutBan stores b.
func (s *Store) PutBan(ctx context.Context, b Ban) error {
	network := ""
	if b.Network.IsValid() {
		network = b.Network.Masked().String()
	}
	return s.transact(ctx, "put_ban", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, "INSERT INTO bans (id, player, network, reason, at, until) VALUES ($1, $2, $3, $4, $5, $6)",
			b.ID, b.Player, network, b.Reason, toMillis(b.At), toMillis(b.Until))
		return err
	})
}

// Unban lifts a ban: ErrNotFound.
func (s *Store) Unban(ctx context.Context, id string) error {
	return s.transact(ctx, "unban", func(ctx context.Context, c conn) error {
		return requireRow(c.exec(ctx, "DELETE FROM bans WHERE id = $1", id))
	})
}

// Bans returns the bans in force, newest first.
func (s *Store) Bans(ctx context.Context, now time.Time) (all []Ban, err error) {
	err = s.query(ctx, "bans", func(ctx context.Context, c conn) error {
		all, err = queryAll(ctx, c, scanBan, `SELECT id, player, network, reason, at, until FROM bans
			WHERE until = 0 OR until > $1 ORDER BY at DESC, id`, toMillis(now))
		return err
	})
	return all, err
}

func scanBan(r *sql.Rows) (b Ban, err error) {
	var network string
	var at, until int64
	if err := r.Scan(&b.ID, &b.Player, &network, &b.Reason, &at, &until); err != nil {
		return b, err
	}
	b.At, b.Until = fromMillis(at), fromMillis(until)
	if network != "" {
		b.Network, err = netip.ParsePrefix(network)
	}
	return b, err
}

// Mute keeps a player from the chat.
type Mute struct {
	Player string
	Reason string
	At     time.Time
	Until  time.Time // zero: forever
}

// PutMute stores m and replaces an earlier mute of the player.
func (s *Store) PutMute(ctx context.Context, m Mute) error {
	return s.transact(ctx, "put_mute", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, `INSERT INTO mutes (player, reason, at, until) VALUES ($1, $2, $3, $4)
			ON CONFLICT (player) DO UPDATE SET reason = excluded.reason, at = excluded.at, until = excluded.until`,
			m.Player, m.Reason, toMillis(m.At), toMillis(m.Until))
		return err
	})
}

// Unmute lifts a mute: ErrNotFound.
func (s *Store) Unmute(ctx context.Context, player string) error {
	return s.transact(ctx, "unmute", func(ctx context.Context, c conn) error {
		return requireRow(c.exec(ctx, "DELETE FROM mutes WHERE player = $1", player))
	})
}

// Mutes returns the mutes in force, newest first.
func (s *Store) Mutes(ctx context.Context, now time.Time) (all []Mute, err error) {
	err = s.query(ctx, "mutes", func(ctx context.Context, c conn) error {
		all, err = queryAll(ctx, c, scanMute, "SELECT player, reason, at, until FROM mutes WHERE until = 0 OR until > $1 ORDER BY at DESC, player", toMillis(now))
		return err
	})
	return all, err
}

func scanMute(r *sql.Rows) (m Mute, err error) {
	var at, until int64
	err = r.Scan(&m.Player, &m.Reason, &at, &until)
	m.At, m.Until = fromMillis(at), fromMillis(until)
	return m, err
}

// Report is a complaint of a player about another, for the operator.
type Report struct {
	ID       string // a UUID of version 7: reports sort by it as by time
	At       time.Time
	Reporter string
	Accused  string // empty: unknown, or has deleted their data
	Name     string // of the accused, at that time
	Room     string
	Reason   string // abuse, name, cheating or other
	Text     string
	Context  string        // the chat around it, one message per line
	Match    string        // that was played; empty: none
	Moment   time.Duration // of it, from the beginning of its log
	Closed   time.Time     // zero: still open
}

// PutReport stores r.
func (s *Store) PutReport(ctx context.Context, r Report) error {
	return s.transact(ctx, "put_report", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, `INSERT INTO reports (id, at, reporter, accused, name, room, reason, text, context, match, moment, closed)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			r.ID, toMillis(r.At), r.Reporter, r.Accused, r.Name, r.Room, r.Reason, r.Text, r.Context, r.Match, r.Moment.Milliseconds(), toMillis(r.Closed))
		return err
	})
}

// Reports returns the open reports, newest first.
func (s *Store) Reports(ctx context.Context, limit int) (all []Report, err error) {
	err = s.query(ctx, "reports", func(ctx context.Context, c conn) error {
		all, err = queryAll(ctx, c, func(row *sql.Rows) (r Report, err error) {
			var at, moment, closed int64
			err = row.Scan(&r.ID, &at, &r.Reporter, &r.Accused, &r.Name, &r.Room, &r.Reason, &r.Text, &r.Context, &r.Match, &moment, &closed)
			r.At, r.Moment, r.Closed = fromMillis(at), time.Duration(moment)*time.Millisecond, fromMillis(closed)
			return r, err
		}, `SELECT id, at, reporter, accused, name, room, reason, text, context, match, moment, closed
			FROM reports WHERE closed = 0 ORDER BY id DESC LIMIT $1`, limit)
		return err
	})
	return all, err
}

// CloseReport closes a report: ErrNotFound.
func (s *Store) CloseReport(ctx context.Context, id string, now time.Time) error {
	return s.transact(ctx, "close_report", func(ctx context.Context, c conn) error {
		return requireRow(c.exec(ctx, "UPDATE reports SET closed = CASE WHEN at > $2 THEN at ELSE $2 END WHERE id = $1 AND closed = 0", id, toMillis(now)))
	})
}
