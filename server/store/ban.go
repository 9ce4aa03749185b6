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
	Reason  string       // fit for whoever is banned
	At      time.Time
	Until   time.Time // zero: for good
}

// PutBan keeps b.
func (s *Store) PutBan(ctx context.Context, b Ban) error {
	network := ""
	if b.Network.IsValid() {
		network = b.Network.Masked().String()
	}
	return s.write(ctx, "put_ban", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, "INSERT INTO bans (id, player, network, reason, at, until) VALUES ($1, $2, $3, $4, $5, $6)",
			b.ID, b.Player, network, b.Reason, stamp(b.At), stamp(b.Until))
		return err
	})
}

// Unban lifts a ban: ErrNotFound.
func (s *Store) Unban(ctx context.Context, id string) error {
	return s.write(ctx, "unban", func(ctx context.Context, c conn) error {
		return found(c.exec(ctx, "DELETE FROM bans WHERE id = $1", id))
	})
}

// Bans are those in force, the newest first.
func (s *Store) Bans(ctx context.Context, now time.Time) (all []Ban, err error) {
	err = s.read(ctx, "bans", func(ctx context.Context, c conn) error {
		all, err = list(ctx, c, scanBan, `SELECT id, player, network, reason, at, until FROM bans
			WHERE until = 0 OR until > $1 ORDER BY at DESC, id`, stamp(now))
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
	b.At, b.Until = unstamp(at), unstamp(until)
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
	Until  time.Time // zero: for good
}

// PutMute keeps m, in the place of the mute before.
func (s *Store) PutMute(ctx context.Context, m Mute) error {
	return s.write(ctx, "put_mute", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, `INSERT INTO mutes (player, reason, at, until) VALUES ($1, $2, $3, $4)
			ON CONFLICT (player) DO UPDATE SET reason = excluded.reason, at = excluded.at, until = excluded.until`,
			m.Player, m.Reason, stamp(m.At), stamp(m.Until))
		return err
	})
}

// Unmute lets a player speak again: ErrNotFound.
func (s *Store) Unmute(ctx context.Context, player string) error {
	return s.write(ctx, "unmute", func(ctx context.Context, c conn) error {
		return found(c.exec(ctx, "DELETE FROM mutes WHERE player = $1", player))
	})
}

// Mutes are those in force, the newest first.
func (s *Store) Mutes(ctx context.Context, now time.Time) (all []Mute, err error) {
	err = s.read(ctx, "mutes", func(ctx context.Context, c conn) error {
		all, err = list(ctx, c, scanMute, "SELECT player, reason, at, until FROM mutes WHERE until = 0 OR until > $1 ORDER BY at DESC, player", stamp(now))
		return err
	})
	return all, err
}

func scanMute(r *sql.Rows) (m Mute, err error) {
	var at, until int64
	err = r.Scan(&m.Player, &m.Reason, &at, &until)
	m.At, m.Until = unstamp(at), unstamp(until)
	return m, err
}
