package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"time"

	"perihelion/shared/deeds"
)

// DailyOf says which runs can be compared: those of a game and day, by the same rules.
type DailyOf struct {
	Game, Day      string
	Rules, Version int
}

// DailyRun is a run of a day. Its log is in the blob store.
type DailyRun struct {
	DailyOf
	ID     string
	Player string
	Name   string // of the player now
	Score  int
	Ticks  int
	Size   int64 // of the log in the blob store
	Bytes  int64 // of the log
	Sent   time.Time
	Deeds  map[string]int // by name, that the first run of a day adds to those of its player; not stored
	Week   deeds.Week     // in which it was sent; not stored
	Rank   int            // on the board of the day, from 1; equal scores share one. 0: not asked for
}

// NoteDailyLog notes that a log is about to be put into the blob store.
func (s *Store) NoteDailyLog(ctx context.Context, id string, now time.Time) error {
	return s.transact(ctx, "note_daily_log", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, "INSERT INTO daily_logs (id, noted) VALUES ($1, $2)", id, toMillis(now))
		return err
	})
}

// PutDailyRun stores a run if it is the best of its player so far; among equals the first one
// is. path is a fingerprint of the way that the player flew: ErrConflict if another has sent that.
// ErrErased: the player has deleted their data.
func (s *Store) PutDailyRun(ctx context.Context, r DailyRun, path string) (best bool, err error) {
	err = s.transact(ctx, "put_daily_run", func(ctx context.Context, c conn) error {
		if err := lockPlayer(ctx, c, r.Player, r.Name, r.Sent); err != nil {
			return err
		}
		first, err := claimPath(ctx, c, &r, path)
		if err != nil {
			return err
		}
		var before DailyRun
		err = c.queryRow(ctx, "SELECT score, rules, version FROM daily_runs WHERE game = $1 AND day = $2 AND player = $3", r.Game, r.Day, r.Player).
			Scan(&before.Score, &before.Rules, &before.Version)
		same := before.Rules == r.Rules && before.Version == r.Version
		if best = errors.Is(err, sql.ErrNoRows) || err == nil && (!same || before.Score < r.Score); !best {
			return err
		}
		if first {
			if err := addDeeds(ctx, c, r.Player, &r.Week, r.Deeds); err != nil {
				return err
			}
		}
		_, err = c.exec(ctx, `INSERT INTO daily_runs (id, game, day, rules, version, player, score, ticks, size, bytes, sent)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
			ON CONFLICT (game, day, player) DO UPDATE SET id = excluded.id, rules = excluded.rules, version = excluded.version,
				score = excluded.score, ticks = excluded.ticks, size = excluded.size, bytes = excluded.bytes, sent = excluded.sent`,
			r.ID, r.Game, r.Day, r.Rules, r.Version, r.Player, r.Score, r.Ticks, r.Size, r.Bytes, toMillis(r.Sent))
		return err
	})
	return best, err
}

// lockPlayer locks the row of a player, and makes one if there is none: ErrErased.
func lockPlayer(ctx context.Context, c conn, id, name string, now time.Time) error {
	_, err := c.exec(ctx, `INSERT INTO players (id, name, created, seen) VALUES ($1, $2, $3, $3)
		ON CONFLICT (id) DO UPDATE SET seen = players.seen`, id, name, toMillis(now))
	if err != nil {
		return err
	}
	return checkNotErased(ctx, c, id) // only after the row is locked: they may be deleting it
}

// claimPath notes that a player has flown that way first: ErrConflict. It reports whether that is
// their first run of the day, also of one that was taken off the board.
func claimPath(ctx context.Context, c conn, r *DailyRun, path string) (first bool, err error) {
	var sent int
	if err := c.queryRow(ctx, "SELECT count(*) FROM daily_inputs WHERE game = $1 AND day = $2 AND player = $3", r.Game, r.Day, r.Player).Scan(&sent); err != nil {
		return false, err
	}
	_, err = c.exec(ctx, "INSERT INTO daily_inputs (game, day, held, player, sent) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
		r.Game, r.Day, path, r.Player, toMillis(r.Sent))
	if err != nil {
		return false, err
	}
	var owner string
	err = c.queryRow(ctx, "SELECT player FROM daily_inputs WHERE game = $1 AND day = $2 AND held = $3", r.Game, r.Day, path).Scan(&owner)
	if err == nil && owner != r.Player {
		err = ErrConflict
	}
	return sent == 0, err
}

// onBoard are the runs on the board of $1 to $4, without those of players who are banned at $5.
const onBoard = ` FROM daily_runs r WHERE r.game = $1 AND r.day = $2 AND r.rules = $3 AND r.version = $4
	AND NOT EXISTS (SELECT 1 FROM bans b WHERE b.player = r.player AND (b.until = 0 OR b.until > $5)) `

// dailyColumns are those of scanDailyRun, but for the rank.
const dailyColumns = `r.id, r.game, r.day, r.rules, r.version, r.player,
	(SELECT name FROM players p WHERE p.id = r.player), r.score, r.ticks, r.size, r.bytes, r.sent`

func scanDailyRun(r scanner) (d DailyRun, err error) {
	var sent int64
	err = r.Scan(&d.ID, &d.Game, &d.Day, &d.Rules, &d.Version, &d.Player, &d.Name, &d.Score, &d.Ticks, &d.Size, &d.Bytes, &sent, &d.Rank)
	d.Sent = fromMillis(sent)
	return d, err
}

// DailyQuery selects a part of the board of a day: after a cursor, around a player, or the
// top.
type DailyQuery struct {
	DailyOf
	After  string // Next of the previous DailyBoard
	Around string // a player
	Limit  int    // lines; 0: 20
	Now    time.Time
}

// DailyBoard is a part of the board of a day, best first.
type DailyBoard struct {
	Total int // players on the whole board
	Lines []DailyRun
	Next  string // cursor of the next part; empty: this is the last
}

// DailyBoard reads a part of a board. Around a player who is not on it, it is empty.
func (s *Store) DailyBoard(ctx context.Context, q DailyQuery) (b DailyBoard, err error) {
	if q.Limit <= 0 {
		q.Limit = 20
	}
	passed, err := parseLine(q.After)
	if err != nil {
		return b, err
	}
	of := []any{q.Game, q.Day, q.Rules, q.Version, toMillis(q.Now)}
	err = s.query(ctx, "daily_board", func(ctx context.Context, c conn) error {
		b = DailyBoard{}
		if err := c.queryRow(ctx, "SELECT count(*)"+onBoard, of...).Scan(&b.Total); err != nil {
			return err
		}
		if q.Around != "" {
			above, err := linesAbove(ctx, c, of, q.Around)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			} else if err != nil {
				return err
			}
			passed = max(above-q.Limit/2, 0)
		}
		b.Lines, err = queryAll(ctx, c, func(r *sql.Rows) (DailyRun, error) { return scanDailyRun(r) },
			"SELECT "+dailyColumns+", 0"+onBoard+"ORDER BY r.score DESC, r.sent, r.id LIMIT $6 OFFSET $7", append(of, q.Limit, passed)...)
		if err != nil {
			return err
		}
		return assignRanks(b.Lines, passed, func(r *DailyRun) (int, *int) { return r.Score, &r.Rank }, func(score int) (n int, err error) {
			return n, c.queryRow(ctx, "SELECT count(*)"+onBoard+"AND r.score > $6", append(of, score)...).Scan(&n)
		})
	})
	if n := passed + len(b.Lines); n < b.Total && len(b.Lines) > 0 {
		b.Next = strconv.Itoa(n)
	}
	return b, err
}

// linesAbove is how many runs of a board are above that of a player: sql.ErrNoRows.
func linesAbove(ctx context.Context, c conn, of []any, player string) (n int, err error) {
	var score, sent int64
	var id string
	err = c.queryRow(ctx, "SELECT r.score, r.sent, r.id"+onBoard+"AND r.player = $6", append(of, player)...).Scan(&score, &sent, &id)
	if err != nil {
		return 0, err
	}
	err = c.queryRow(ctx, "SELECT count(*)"+onBoard+"AND (r.score > $6 OR r.score = $6 AND (r.sent < $7 OR r.sent = $7 AND r.id < $8))", append(of, score, sent, id)...).Scan(&n)
	return n, err
}

// parseLine reads a cursor: how many lines were passed.
func parseLine(cursor string) (int, error) {
	if cursor == "" {
		return 0, nil
	}
	n, err := strconv.ParseUint(cursor, 10, 31)
	if err != nil {
		return 0, ErrBadCursor
	}
	return int(n), nil
}

// DailyRun returns a run without its rank: ErrNotFound, also if its player is banned.
func (s *Store) DailyRun(ctx context.Context, id string, now time.Time) (d DailyRun, err error) {
	err = s.query(ctx, "daily_run", func(ctx context.Context, c conn) error {
		d, err = scanDailyRun(c.queryRow(ctx, "SELECT "+dailyColumns+`, 0 FROM daily_runs r
			WHERE r.id = $1 AND NOT EXISTS (SELECT 1 FROM bans b WHERE b.player = r.player AND (b.until = 0 OR b.until > $2))`, id, toMillis(now)))
		return err
	})
	return d, err
}

// DeleteDailyRun takes a run off its board: ErrNotFound. The player may send another.
func (s *Store) DeleteDailyRun(ctx context.Context, id string) error {
	return s.transact(ctx, "delete_daily_run", func(ctx context.Context, c conn) error {
		return requireRow(c.exec(ctx, "DELETE FROM daily_runs WHERE id = $1", id))
	})
}

// LooseDailyLogs returns some logs noted before then that are of no run: it was bettered, or
// deleted, or never came.
func (s *Store) LooseDailyLogs(ctx context.Context, before time.Time, limit int) (ids []string, err error) {
	err = s.query(ctx, "loose_daily_logs", func(ctx context.Context, c conn) error {
		ids, err = queryAll(ctx, c, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) },
			"SELECT id FROM daily_logs l WHERE noted < $1 AND NOT EXISTS (SELECT 1 FROM daily_runs r WHERE r.id = l.id) ORDER BY noted, id LIMIT $2", toMillis(before), limit)
		return err
	})
	return ids, err
}

// ForgetDailyLog forgets a log that is no longer in the blob store.
func (s *Store) ForgetDailyLog(ctx context.Context, id string) error {
	return s.transact(ctx, "forget_daily_log", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, "DELETE FROM daily_logs WHERE id = $1", id)
		return err
	})
}
