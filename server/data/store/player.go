package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"time"
)

// Player is a player with totals of finished matches. Only Store.Player and Store.Export
// read Figures; elsewhere it is nil.
type Player struct {
	ID            string
	Name          string
	Created, Seen time.Time
	Matches, Wins int
	Experience    int // from all rounds and goals
	Looks         Looks
	Figures       map[string]int // totals by name, as games have them
}

const playerColumns = "id, name, created, seen, matches, wins, experience, title, trail, hull_lines, kill_sound"

// scanner is a *sql.Row or *sql.Rows.
type scanner interface{ Scan(...any) error }

// scanPlayer reads playerColumns, and further columns into more.
func scanPlayer(r scanner, more ...any) (p Player, err error) {
	var created, seen int64
	err = r.Scan(append([]any{&p.ID, &p.Name, &created, &seen, &p.Matches, &p.Wins, &p.Experience, &p.Looks.Title, &p.Looks.Trail, &p.Looks.Lines, &p.Looks.KillSound}, more...)...)
	p.Created, p.Seen = fromMillis(created), fromMillis(seen)
	return p, err
}

// Player returns a player: ErrNotFound, ErrErased.
func (s *Store) Player(ctx context.Context, id string) (p Player, err error) {
	err = s.query(ctx, "player", func(ctx context.Context, c conn) error {
		if p, err = readPlayer(ctx, c, id); errors.Is(err, sql.ErrNoRows) {
			return errors.Join(checkNotErased(ctx, c, id), err)
		}
		return err
	})
	return p, err
}

// readPlayer reads a player with Figures: sql.ErrNoRows. It is one query, so that all totals
// are of the same moment.
func readPlayer(ctx context.Context, c conn, id string) (p Player, err error) {
	figures := map[string]int{}
	rows, err := queryAll(ctx, c, func(r *sql.Rows) (row Player, err error) {
		var figure sql.NullString
		var total sql.NullInt64
		if row, err = scanPlayer(r, &figure, &total); figure.Valid {
			figures[figure.String] = int(total.Int64)
		}
		return row, err
	}, "SELECT "+playerColumns+", figure, total FROM players LEFT JOIN player_figures ON player = id WHERE id = $1", id)
	switch {
	case err != nil:
		return Player{}, err
	case len(rows) == 0:
		return Player{}, sql.ErrNoRows
	}
	p = rows[0]
	p.Figures = figures
	return p, nil
}

// Rename changes the name of a player.
func (s *Store) Rename(ctx context.Context, id, name string) error {
	return s.transact(ctx, "rename", func(ctx context.Context, c conn) error {
		return requireRow(c.exec(ctx, "UPDATE players SET name = $2 WHERE id = $1", id, name))
	})
}

// Erase deletes a player. Matches stay, for the other players, with anonymous lines. Only a
// hash of the id is kept, so that old tokens can be refused.
func (s *Store) Erase(ctx context.Context, id string, now time.Time) error {
	return s.transact(ctx, "erase", func(ctx context.Context, c conn) error {
		if err := deletePlayer(ctx, c, id); err != nil {
			return err
		}
		_, err := c.exec(ctx, "INSERT INTO tombstones (player_hash, at) VALUES ($1, $2)", Hash(id), toMillis(now))
		return err
	})
}

// deletePlayer deletes a player and makes what remains anonymous: ErrNotFound.
func deletePlayer(ctx context.Context, c conn, id string) error {
	if err := requireRow(c.exec(ctx, "DELETE FROM players WHERE id = $1", id)); err != nil {
		return err // devices, links and ratings are deleted with it
	}
	for _, q := range []string{
		"INSERT INTO replay_erasures (match, player) SELECT DISTINCT l.match, l.player FROM match_lines l JOIN replays r ON r.match = l.match WHERE l.player = $1 ON CONFLICT DO NOTHING",
		"UPDATE match_lines SET player = NULL, name = '" + erasedName + "' WHERE player = $1",
		"UPDATE reports SET accused = '', name = '' WHERE accused = $1",
		"UPDATE reports SET reporter = '' WHERE reporter = $1",
		"DELETE FROM mutes WHERE player = $1",
		"DELETE FROM bans WHERE player = $1",
		"DELETE FROM arena_reporters WHERE reporter = $1",
	} {
		if _, err := c.exec(ctx, q, id); err != nil {
			return err
		}
	}
	return nil
}

// ErasedSince returns the hashes of the ids of players who have deleted their data since
// then.
func (s *Store) ErasedSince(ctx context.Context, since time.Time) (hashes []string, err error) {
	err = s.query(ctx, "erased", func(ctx context.Context, c conn) error {
		hashes, err = queryAll(ctx, c, func(r *sql.Rows) (hash string, err error) { return hash, r.Scan(&hash) },
			"SELECT player_hash FROM tombstones WHERE at > $1", toMillis(since))
		return err
	})
	return hashes, err
}

// erasedName is the name of players in histories who have deleted their data.
const erasedName = "[deleted]"

// Hash is what is stored instead of a secret.
func Hash(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// checkNotErased is ErrErased if the player has deleted their data.
func checkNotErased(ctx context.Context, c conn, id string) error {
	var one int
	err := c.queryRow(ctx, "SELECT 1 FROM tombstones WHERE player_hash = $1", Hash(id)).Scan(&one)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil
	case err != nil:
		return err
	}
	return ErrErased
}

// requireRow is ErrNotFound if no row was changed.
func requireRow(rows int, err error) error {
	if err == nil && rows == 0 {
		return ErrNotFound
	}
	return err
}

// maxDevices is how many tokens of a player are kept: one for each device, and some more
// for renewed ones.
const maxDevices = 32

// Device is a device of a player, known by the hash of its token.
type Device struct {
	TokenHash string
	Seen      time.Time
	Expires   time.Time
}

// PutDevice adds a device to a player, and creates the player with the name of p if needed.
// ErrErased: the player has deleted their data. It returns the player as stored.
func (s *Store) PutDevice(ctx context.Context, p Player, d Device) (known Player, err error) {
	err = s.transact(ctx, "put_device", func(ctx context.Context, c conn) error {
		known, err = scanPlayer(c.queryRow(ctx, `
			INSERT INTO players (id, name, created, seen) VALUES ($1, $2, $3, $3)
			ON CONFLICT (id) DO UPDATE SET seen = CASE WHEN players.seen > excluded.seen THEN players.seen ELSE excluded.seen END
			RETURNING `+playerColumns, p.ID, p.Name, toMillis(d.Seen)))
		if err != nil {
			return err
		}
		if err := checkNotErased(ctx, c, p.ID); err != nil {
			return err // only after their row is locked: they may be deleting it
		}
		_, err := c.exec(ctx, `
			INSERT INTO devices (token_hash, player, created, seen, expires) VALUES ($1, $2, $3, $3, $4)
			ON CONFLICT (token_hash) DO UPDATE SET seen = CASE WHEN devices.seen > excluded.seen THEN devices.seen ELSE excluded.seen END`, d.TokenHash, p.ID, toMillis(d.Seen), toMillis(d.Expires))
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

// PlayerByToken returns the player of a token.
func (s *Store) PlayerByToken(ctx context.Context, tokenHash string) (p Player, err error) {
	err = s.query(ctx, "by_token", func(ctx context.Context, c conn) error {
		p, err = scanPlayer(c.queryRow(ctx, "SELECT "+playerColumns+" FROM players WHERE id = (SELECT player FROM devices WHERE token_hash = $1)", tokenHash))
		return err
	})
	return p, err
}

// PutLink stores the hash of a code by which a player links another device. It replaces an
// earlier one.
func (s *Store) PutLink(ctx context.Context, player, codeHash string, expires time.Time) error {
	return s.transact(ctx, "put_link", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, `
			INSERT INTO links (player, code_hash, expires) VALUES ($1, $2, $3)
			ON CONFLICT (player) DO UPDATE SET code_hash = excluded.code_hash, expires = excluded.expires`,
			player, codeHash, toMillis(expires))
		return err
	})
}

// ConsumeLink returns the player of a code and deletes the code: ErrNotFound.
func (s *Store) ConsumeLink(ctx context.Context, codeHash string, now time.Time) (p Player, err error) {
	err = s.transact(ctx, "take_link", func(ctx context.Context, c conn) error {
		var id string
		err := c.queryRow(ctx, "DELETE FROM links WHERE code_hash = $1 AND expires > $2 RETURNING player", codeHash, toMillis(now)).Scan(&id)
		if err != nil {
			return err
		}
		p, err = scanPlayer(c.queryRow(ctx, "SELECT "+playerColumns+" FROM players WHERE id = $1", id))
		return err
	})
	return p, err
}
