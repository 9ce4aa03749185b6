package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"
)

const (
	unusedGuestAge = 30 * 24 * time.Hour  // of guests without a match; their token creates them again if they come back
	lostRoomAge    = 24 * time.Hour       // of rows of a server that does not come back
	weekAge        = 60 * 24 * time.Hour  // of what was done in a week; the sum of all stays
	tombstoneAge   = 731 * 24 * time.Hour // longer than any token is valid, so that none creates the player again

	pruneAfter = time.Minute // after the start: results left in the spool are applied first
	pruneEvery = time.Hour

	pruneRows  = 200                   // at a time; a match has some sixteen lines
	prunePause = 50 * time.Millisecond // in between, so that others get the lock
)

// Retention is how long data is kept. 0: forever.
type Retention struct {
	Matches time.Duration // after their end
	Reports time.Duration // after they were made, open or closed
	Players time.Duration // after they were last seen; must be longer than tokens are valid
	Daily   time.Duration // runs of a day, after they were sent
}

// unusedGuest is the condition on a player who was last seen before $1 and has nothing to lose.
const unusedGuest = `matches = 0 AND seen < $1 AND NOT EXISTS (SELECT 1 FROM match_lines l WHERE l.player = players.id)
	AND NOT EXISTS (SELECT 1 FROM daily_runs d WHERE d.player = players.id) AND NOT EXISTS (SELECT 1 FROM deeds e WHERE e.player = players.id)
	AND NOT EXISTS (SELECT 1 FROM arenas a WHERE a.owner = players.id)`

// pruneRule deletes some rows that are no longer needed, and returns how many.
type pruneRule struct {
	table  string // for the metric
	delete func(context.Context, conn) (int, error)
}

// prune deletes what is no longer needed: data older than keep says, expired tokens and
// codes, bans and mutes that are over, and guests who never played. It works in small steps
// with pauses, so that it does not block others; several servers may run it at the same
// time. On an error, or when ctx ends, the rest is left for the next time.
func (s *Store) prune(ctx context.Context, now time.Time, keep Retention) error {
	for _, r := range pruneRules(now, keep) {
		for {
			var n int
			err := s.transact(ctx, "prune", func(ctx context.Context, c conn) (err error) {
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

// PruneLoop calls prune soon after the start and then every hour, until ctx ends.
func (s *Store) PruneLoop(ctx context.Context, keep Retention) {
	timer := time.NewTimer(pruneAfter)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
		}
		if err := s.prune(ctx, time.Now(), keep); err != nil && ctx.Err() == nil {
			s.log.Warn("old rows not deleted; the next try is in an hour", "err", err)
		}
		timer.Reset(pruneEvery)
	}
}

// PrunedTables are the tables that prune deletes from.
func PrunedTables() (tables []string) {
	for _, r := range pruneRules(time.Time{}, Retention{Matches: 1, Reports: 1, Players: 1, Daily: 1}) {
		if !slices.Contains(tables, r.table) {
			tables = append(tables, r.table)
		}
	}
	return tables
}

func pruneRules(now time.Time, keep Retention) []pruneRule {
	all := []pruneRule{
		deleteOlder("devices", "token_hash", "expires < $1", now),
		deleteOlder("links", "player", "expires < $1", now),
		deleteOlder("bans", "id", "until > 0 AND until < $1", now),
		deleteOlder("mutes", "player", "until > 0 AND until < $1", now),
		deleteOlder("rooms", "id", "seen < $1", now.Add(-lostRoomAge)),
		deleteOlder("deeds", "(player, week, deed)", "week > 0 AND week < $1", now.Add(-weekAge)),
		deleteOlder("tombstones", "player_hash", "at < $1", now.Add(-tombstoneAge)),
	}
	if keep.Reports > 0 {
		all = append(all, deleteOlder("reports", "id", "at < $1", now.Add(-keep.Reports)))
	}
	if keep.Daily > 0 {
		all = append(all, deleteOlder("daily_runs", "id", "sent < $1", now.Add(-keep.Daily)), deleteOlder("daily_inputs", "(game, day, held)", "sent < $1", now.Add(-keep.Daily)))
	}
	if keep.Matches > 0 {
		all = append(all, pruneRule{"matches", func(ctx context.Context, c conn) (int, error) {
			return pruneMatches(ctx, c, now.Add(-keep.Matches))
		}})
	}
	all = append(all, deleteOlder("players", "id", unusedGuest, now.Add(-unusedGuestAge)))
	if keep.Players > 0 {
		all = append(all, pruneRule{"players", func(ctx context.Context, c conn) (int, error) {
			return prunePlayers(ctx, c, now.Add(-keep.Players))
		}})
	}
	return all
}

// deleteOlder deletes the rows of a table that meet a condition on $1, a time. A key of several
// columns is in parentheses.
func deleteOlder(table, key, condition string, than time.Time) pruneRule {
	query := "DELETE FROM " + table + " WHERE " + key + " IN (SELECT " + strings.Trim(key, "()") + " FROM " + table + " WHERE " + condition + " LIMIT $2)"
	return pruneRule{table, func(ctx context.Context, c conn) (int, error) {
		return c.exec(ctx, query, toMillis(than), pruneRows)
	}}
}

// pruneMatches deletes the oldest matches with their lines, and stores how far it has come.
// Totals and ratings are kept with the players and do not change.
func pruneMatches(ctx context.Context, c conn, before time.Time) (int, error) {
	ended, err := queryAll(ctx, c, func(r *sql.Rows) (at int64, err error) { return at, r.Scan(&at) },
		`DELETE FROM matches WHERE id IN (SELECT id FROM matches WHERE ended < $1 ORDER BY ended LIMIT $2) RETURNING ended`,
		toMillis(before), pruneRows)
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

// prunePlayers deletes players like Erase, but stores no hash: their tokens have expired.
func prunePlayers(ctx context.Context, c conn, before time.Time) (int, error) {
	ids, err := queryAll(ctx, c, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) },
		`SELECT id FROM players WHERE seen < $1 ORDER BY seen LIMIT $2`, toMillis(before), pruneRows)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		if err := deletePlayer(ctx, c, id); err != nil && !errors.Is(err, ErrNotFound) { // another server was faster
			return 0, err
		}
	}
	return len(ids), nil
}

// errPruned is the error of a match that is older than deleted ones: it may have been
// applied before.
var errPruned = errors.New("store: matches as old as this one were deleted")

// checkNotPruned is errPruned for such a match.
func checkNotPruned(ctx context.Context, c conn, m *Match) error {
	var until int64
	if err := c.queryRow(ctx, "SELECT matches_ended FROM pruned").Scan(&until); err != nil {
		return err
	}
	if until > 0 && toMillis(m.Ended) <= until {
		return errPruned
	}
	return nil
}
