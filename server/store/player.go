package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"
)

// Player is somebody who has played, or could. The totals are of matches that
// were played to their end.
type Player struct {
	ID            string
	Name          string
	Created, Seen time.Time
	Matches, Wins int
	Kills, Deaths int
}

const playerColumns = "id, name, created, seen, matches, wins, kills, deaths"

// scanner is a row, or one of several.
type scanner interface{ Scan(...any) error }

func scanPlayer(r scanner) (p Player, err error) {
	var created, seen int64
	err = r.Scan(&p.ID, &p.Name, &created, &seen, &p.Matches, &p.Wins, &p.Kills, &p.Deaths)
	p.Created, p.Seen = unstamp(created), unstamp(seen)
	return p, err
}

// Player finds a player: ErrNotFound, ErrErased.
func (s *Store) Player(ctx context.Context, id string) (p Player, err error) {
	err = s.read(ctx, "player", func(ctx context.Context, c conn) error {
		p, err = scanPlayer(c.row(ctx, "SELECT "+playerColumns+" FROM players WHERE id = $1", id))
		if errors.Is(err, sql.ErrNoRows) {
			return errors.Join(alive(ctx, c, id), err)
		}
		return err
	})
	return p, err
}

// Rename gives a player another name.
func (s *Store) Rename(ctx context.Context, id, name string) error {
	return s.write(ctx, "rename", func(ctx context.Context, c conn) error {
		return found(c.exec(ctx, "UPDATE players SET name = $2 WHERE id = $1", id, name))
	})
}

// Erase forgets a player. Matches stay, for the others who played them, with
// nobody in the place of this one; of the player nothing stays but a hash of the
// id, by which an old token is refused.
func (s *Store) Erase(ctx context.Context, id string, now time.Time) error {
	return s.write(ctx, "erase", func(ctx context.Context, c conn) error {
		if err := forget(ctx, c, id); err != nil {
			return err
		}
		_, err := c.exec(ctx, "INSERT INTO tombstones (player_hash, at) VALUES ($1, $2)", Hash(id), stamp(now))
		return err
	})
}

// forget removes a player, and leaves nobody in their place: ErrNotFound.
func forget(ctx context.Context, c conn, id string) error {
	if err := found(c.exec(ctx, "DELETE FROM players WHERE id = $1", id)); err != nil {
		return err // devices, links and ratings go with it
	}
	for _, q := range []string{
		"UPDATE match_lines SET player = NULL, name = '" + ErasedName + "' WHERE player = $1",
		"UPDATE reports SET accused = '', name = '' WHERE accused = $1",
		"UPDATE reports SET reporter = '' WHERE reporter = $1",
		"DELETE FROM mutes WHERE player = $1",
		"DELETE FROM bans WHERE player = $1",
	} {
		if _, err := c.exec(ctx, q, id); err != nil {
			return err
		}
	}
	return nil
}

// ErasedSince lists the hashes of the ids of those who have deleted their data since
// then.
func (s *Store) ErasedSince(ctx context.Context, since time.Time) (hashes []string, err error) {
	err = s.read(ctx, "erased", func(ctx context.Context, c conn) error {
		hashes, err = list(ctx, c, func(r *sql.Rows) (hash string, err error) { return hash, r.Scan(&hash) },
			"SELECT player_hash FROM tombstones WHERE at > $1", stamp(since))
		return err
	})
	return hashes, err
}

// ErasedName is what history calls those who have deleted their data.
const ErasedName = "[deleted]"

// Hash is what is kept of a secret.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// alive is ErrErased if the player has deleted their data.
func alive(ctx context.Context, c conn, id string) error {
	var one int
	err := c.row(ctx, "SELECT 1 FROM tombstones WHERE player_hash = $1", Hash(id)).Scan(&one)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	return ErrErased
}

// found is ErrNotFound if no row was changed.
func found(rows int, err error) error {
	if err == nil && rows == 0 {
		return ErrNotFound
	}
	return err
}
