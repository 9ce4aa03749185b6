package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"time"
)

const (
	unusedAfter    = 30 * 24 * time.Hour  // a guest without a single match: whoever comes back later is made anew, by their token
	tombstoneAfter = 731 * 24 * time.Hour // more than any token is good for, so that none makes the player anew

	pruneRows  = 200                   // at once; a match brings some sixteen lines with it
	prunePause = 50 * time.Millisecond // between: others get the lock
)

// Retention is how long things are kept. 0: for good.
type Retention struct {
	Matches time.Duration // after their end
	Reports time.Duration // after they were made, whether somebody has dealt with them or not
	Players time.Duration // after they were last seen; must be more than a token is good for
}

// A rule deletes some rows that have no use any more, and reports how many.
type rule struct {
	table  string // for the metric
	delete func(context.Context, conn) (int, error)
}

// Prune forgets what has no use any more: what is older than keep says, tokens and
// codes that have expired, bans and mutes that are over, and guests who came once
// and never played. It works in small steps and rests in between, so that nobody
// waits for it; several servers may do so at the same time. On an error, or when
// ctx ends, the rest is left for the next time.
func (s *Store) Prune(ctx context.Context, now time.Time, keep Retention) error {
	for _, r := range rules(now, keep) {
		for {
			var n int
			err := s.write(ctx, "prune", func(ctx context.Context, c conn) (err error) {
				n, err = r.delete(ctx, c)
				return err
			})
			if err != nil {
				return err
			}
			s.metrics.StoreDeleted(r.table, n)
			if n < pruneRows {
				break
			}
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(prunePause):
			}
		}
	}
	return nil
}

// PrunedTables are those that Prune deletes from.
func PrunedTables() (tables []string) {
	for _, r := range rules(time.Time{}, Retention{Matches: 1, Reports: 1, Players: 1}) {
		if !slices.Contains(tables, r.table) {
			tables = append(tables, r.table)
		}
	}
	return tables
}

func rules(now time.Time, keep Retention) []rule {
	all := []rule{
		older("devices", "token_hash", "expires < $1", now),
		older("links", "player", "expires < $1", now),
		older("bans", "id", "until > 0 AND until < $1", now),
		older("mutes", "player", "until > 0 AND until < $1", now),
		older("tombstones", "player_hash", "at < $1", now.Add(-tombstoneAfter)),
	}
	if keep.Reports > 0 {
		all = append(all, older("reports", "id", "at < $1", now.Add(-keep.Reports)))
	}
	if keep.Matches > 0 {
		all = append(all, rule{"matches", func(ctx context.Context, c conn) (int, error) {
			return pruneMatches(ctx, c, now.Add(-keep.Matches))
		}})
	}
	all = append(all, older("players", "id", "matches = 0 AND seen < $1 AND NOT EXISTS (SELECT 1 FROM match_lines l WHERE l.player = players.id)",
		now.Add(-unusedAfter)))
	if keep.Players > 0 {
		all = append(all, rule{"players", func(ctx context.Context, c conn) (int, error) {
			return prunePlayers(ctx, c, now.Add(-keep.Players))
		}})
	}
	return all
}

// older deletes those rows of a table that meet a condition on $1, a time.
func older(table, key, condition string, than time.Time) rule {
	query := "DELETE FROM " + table + " WHERE " + key + " IN (SELECT " + key + " FROM " + table + " WHERE " + condition + " LIMIT $2)"
	return rule{table, func(ctx context.Context, c conn) (int, error) {
		return c.exec(ctx, query, stamp(than), pruneRows)
	}}
}

// pruneMatches deletes matches with their lines, the oldest first, and notes how
// far it has come. Totals and ratings are kept with the players, and stay.
func pruneMatches(ctx context.Context, c conn, before time.Time) (int, error) {
	ended, err := list(ctx, c, func(r *sql.Rows) (at int64, err error) { return at, r.Scan(&at) },
		`DELETE FROM matches WHERE id IN (SELECT id FROM matches WHERE ended < $1 ORDER BY ended LIMIT $2) RETURNING ended`,
		stamp(before), pruneRows)
	if err != nil || len(ended) == 0 {
		return 0, err
	}
	var last int64
	for _, at := range ended {
		last = max(last, at)
	}
	_, err = c.exec(ctx, "UPDATE pruned SET matches_ended = $1 WHERE matches_ended < $1", last)
	return len(ended), err
}

// prunePlayers forgets players as Erase does, but for the hash: no token of theirs
// is good any more.
func prunePlayers(ctx context.Context, c conn, before time.Time) (int, error) {
	ids, err := list(ctx, c, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) },
		`SELECT id FROM players WHERE seen < $1 ORDER BY seen LIMIT $2`, stamp(before), pruneRows)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if err := forget(ctx, c, id); err != nil && !errors.Is(err, ErrNotFound) { // another server was faster
			return 0, err
		}
	}
	return len(ids), nil
}

// ErrPruned is a match that is older than those that were deleted: whether it has
// counted before cannot be known.
var ErrPruned = errors.New("store: matches as old as this one were deleted")

// countable is ErrPruned for a match of which that holds.
func countable(ctx context.Context, c conn, m *Match) error {
	var until int64
	if err := c.row(ctx, "SELECT matches_ended FROM pruned").Scan(&until); err != nil {
		return err
	}
	if until > 0 && stamp(m.Ended) <= until {
		return ErrPruned
	}
	return nil
}
