package store

import (
	"context"
	"time"
)

// maxDevices is how many tokens of a player are kept: those of the devices they
// use, and of some more that they renewed there.
const maxDevices = 32

// Device is where a player is known, by the hash of the token kept there.
type Device struct {
	TokenHash string
	Seen      time.Time
	Expires   time.Time
}

// PutDevice lets p in by the token of d. A player of this id who is unknown is
// made, with the name of p; one who has deleted their data is not: ErrErased.
// It answers with the player as they are known here.
func (s *Store) PutDevice(ctx context.Context, p Player, d Device) (known Player, err error) {
	err = s.write(ctx, "put_device", func(ctx context.Context, c conn) error {
		known, err = scanPlayer(c.row(ctx, `
			INSERT INTO players (id, name, created, seen) VALUES ($1, $2, $3, $3)
			ON CONFLICT (id) DO UPDATE SET seen = CASE WHEN players.seen > excluded.seen THEN players.seen ELSE excluded.seen END
			RETURNING `+playerColumns, p.ID, p.Name, stamp(d.Seen)))
		if err != nil {
			return err
		}
		if err := alive(ctx, c, p.ID); err != nil {
			return err // asked once their row is ours: they may be deleting it
		}
		_, err := c.exec(ctx, `
			INSERT INTO devices (token_hash, player, created, seen, expires) VALUES ($1, $2, $3, $3, $4)
			ON CONFLICT (token_hash) DO UPDATE SET seen = CASE WHEN devices.seen > excluded.seen THEN devices.seen ELSE excluded.seen END`, d.TokenHash, p.ID, stamp(d.Seen), stamp(d.Expires))
		if err != nil {
			return err
		}
		_, err = c.exec(ctx, `
			DELETE FROM devices WHERE player = $1 AND token_hash NOT IN (
				SELECT token_hash FROM devices WHERE player = $1
				ORDER BY token_hash = $3 DESC, seen DESC, token_hash LIMIT $2)`, p.ID, maxDevices, d.TokenHash)
		return err
	})
	return known, err
}

// ByToken finds the player whom a token stands for.
func (s *Store) ByToken(ctx context.Context, tokenHash string) (p Player, err error) {
	err = s.read(ctx, "by_token", func(ctx context.Context, c conn) error {
		p, err = scanPlayer(c.row(ctx, "SELECT "+playerColumns+" FROM players WHERE id = (SELECT player FROM devices WHERE token_hash = $1)", tokenHash))
		return err
	})
	return p, err
}

// PutLink keeps the hash of a code by which a player moves to another device. It
// replaces the one before.
func (s *Store) PutLink(ctx context.Context, player, codeHash string, expires time.Time) error {
	return s.write(ctx, "put_link", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, `
			INSERT INTO links (player, code_hash, expires) VALUES ($1, $2, $3)
			ON CONFLICT (player) DO UPDATE SET code_hash = excluded.code_hash, expires = excluded.expires`,
			player, codeHash, stamp(expires))
		return err
	})
}

// TakeLink finds the player of a code, once: ErrNotFound.
func (s *Store) TakeLink(ctx context.Context, codeHash string, now time.Time) (p Player, err error) {
	err = s.write(ctx, "take_link", func(ctx context.Context, c conn) error {
		var id string
		err := c.row(ctx, "DELETE FROM links WHERE code_hash = $1 AND expires > $2 RETURNING player", codeHash, stamp(now)).Scan(&id)
		if err != nil {
			return err
		}
		p, err = scanPlayer(c.row(ctx, "SELECT "+playerColumns+" FROM players WHERE id = $1", id))
		return err
	})
	return p, err
}
