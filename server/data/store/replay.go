package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

// Replay is what is known of the log of a match that is kept. The log itself is in the blob
// store.
type Replay struct {
	Match   string
	Private bool // of a room that only those with its code could enter
	Game    string
	Rules   int   // the version that it can be played with
	Ticks   int   //
	Rate    int   // ticks per second
	Whole   bool  // it holds the round from its beginning to its end
	Size    int64 // bytes in the blob store
	Bytes   int64 // of the log
	Stored  time.Time
}

// PutReplay stores what is known of a log, after the log. accounts are those of the players
// in it: those who have deleted their data meanwhile become ReplayErasures.
func (s *Store) PutReplay(ctx context.Context, r Replay, accounts []string) error {
	accounts = slices.Sorted(slices.Values(accounts)) // rows are locked in this order everywhere
	return s.transact(ctx, "put_replay", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, `INSERT INTO replays (match, private, game, rules, ticks, rate, whole, size, bytes, stored)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
			ON CONFLICT (match) DO UPDATE SET size = excluded.size, bytes = excluded.bytes, whole = excluded.whole`,
			r.Match, r.Private, r.Game, r.Rules, r.Ticks, r.Rate, r.Whole, r.Size, r.Bytes, toMillis(r.Stored))
		for i := 0; i < len(accounts) && err == nil; i++ {
			err = noteIfErased(ctx, c, r.Match, accounts[i])
		}
		return err
	})
}

// noteIfErased makes a ReplayErasure if a player has deleted their data.
func noteIfErased(ctx context.Context, c conn, match, player string) error {
	if _, err := c.exec(ctx, "UPDATE players SET seen = seen WHERE id = $1", player); err != nil {
		return err // the row is locked: they may be deleting it
	}
	err := checkNotErased(ctx, c, player)
	if !errors.Is(err, ErrErased) {
		return err
	}
	_, err = c.exec(ctx, "INSERT INTO replay_erasures (match, player) VALUES ($1, $2) ON CONFLICT DO NOTHING", match, player)
	return err
}

// Replay returns what is known of the log of a match: ErrNotFound, also while somebody has
// still to be taken out of it.
func (s *Store) Replay(ctx context.Context, match string) (r Replay, err error) {
	err = s.query(ctx, "replay", func(ctx context.Context, c conn) error {
		var stored int64
		err := c.queryRow(ctx, `SELECT match, private, game, rules, ticks, rate, whole, size, bytes, stored FROM replays r
			WHERE match = $1 AND NOT EXISTS (SELECT 1 FROM replay_erasures e WHERE e.match = r.match)`, match).
			Scan(&r.Match, &r.Private, &r.Game, &r.Rules, &r.Ticks, &r.Rate, &r.Whole, &r.Size, &r.Bytes, &stored)
		r.Stored = fromMillis(stored)
		return err
	})
	return r, err
}

// ReplayErasure is a player who must be taken out of the log of a match.
type ReplayErasure struct{ Match, Player string }

// ReplayErasures returns some of what is still to be done.
func (s *Store) ReplayErasures(ctx context.Context, limit int) (all []ReplayErasure, err error) {
	err = s.query(ctx, "replay_erasures", func(ctx context.Context, c conn) error {
		all, err = queryAll(ctx, c, func(r *sql.Rows) (e ReplayErasure, err error) { return e, r.Scan(&e.Match, &e.Player) },
			"SELECT match, player FROM replay_erasures ORDER BY match, player LIMIT $1", limit)
		return err
	})
	return all, err
}

// FinishErasure notes that it is done; the log has another size now, in the blob store and by itself.
func (s *Store) FinishErasure(ctx context.Context, e ReplayErasure, size, bytes int64) error {
	return s.transact(ctx, "finish_erasure", func(ctx context.Context, c conn) error {
		if _, err := c.exec(ctx, "UPDATE replays SET size = $2, bytes = $3 WHERE match = $1", e.Match, size, bytes); err != nil {
			return err
		}
		_, err := c.exec(ctx, "DELETE FROM replay_erasures WHERE match = $1 AND player = $2", e.Match, e.Player)
		return err
	})
}

// ReplayRetention is how many logs are kept. 0: no limit.
type ReplayRetention struct {
	Age   time.Duration // since they were stored
	Bytes int64         // in the blob store; the oldest go first
}

// ExpiredReplays returns the matches of some logs that are no longer kept, oldest first.
func (s *Store) ExpiredReplays(ctx context.Context, now time.Time, keep ReplayRetention, limit int) (matches []string, err error) {
	var before int64
	if keep.Age > 0 {
		before = toMillis(now.Add(-keep.Age))
	}
	err = s.query(ctx, "expired_replays", func(ctx context.Context, c conn) error {
		matches, err = queryAll(ctx, c, func(r *sql.Rows) (match string, err error) { return match, r.Scan(&match) },
			`SELECT match FROM (SELECT match, stored, sum(size) OVER (ORDER BY stored DESC, match DESC) AS total FROM replays) AS r
			WHERE stored < $1 OR CAST($2 AS BIGINT) > 0 AND total > CAST($2 AS BIGINT) ORDER BY stored, match LIMIT $3`, before, keep.Bytes, limit)
		return err
	})
	return matches, err
}

// DeleteReplay forgets a log that is no longer in the blob store.
func (s *Store) DeleteReplay(ctx context.Context, match string) error {
	return s.transact(ctx, "delete_replay", func(ctx context.Context, c conn) error {
		if _, err := c.exec(ctx, "DELETE FROM replay_erasures WHERE match = $1", match); err != nil {
			return err
		}
		n, err := c.exec(ctx, "DELETE FROM replays WHERE match = $1", match)
		if err == nil {
			s.metrics.StoreDeleted("replays", n)
		}
		return err
	})
}
