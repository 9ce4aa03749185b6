package store

import (
	"context"
	"errors"
	"time"
)

// ArenaCheck is a version of an arena that waits to be tried by bots before it is published.
type ArenaCheck struct {
	Arena   string
	Version int
	Queued  time.Time
	Tries   int // this one among them
}

// mostChecks is how many versions of one player may wait to be checked.
const mostChecks = 3

// QueueArenaCheck queues a version of an arena of a player, at most so many versions of all waiting, and
// mostChecks of a player: of an arena one waits at a time, and another takes its place. Queued again it waits
// as before.
// ErrNotFound; ErrArenaHidden, or one of the same content; ErrTooManyArenas: of those that are published or wait for it;
// ErrConflict: another version is being checked just now; ErrQueueFull.
func (s *Store) QueueArenaCheck(ctx context.Context, v ArenaVersion, limits ArenaLimits, waiting int, now time.Time) error {
	return s.transact(ctx, "queue_arena_check", func(ctx context.Context, c conn) error {
		if _, err := c.exec(ctx, "UPDATE players SET seen = seen WHERE id = $1", v.Owner); err != nil {
			return err // it locks the row
		}
		var state string
		var there, others, queue, own, hidden int
		err := c.queryRow(ctx, `SELECT a.state, (SELECT count(*) FROM arena_versions v WHERE v.arena = a.id AND v.version = $3),
			(SELECT count(*) FROM arenas o WHERE o.owner = a.owner AND o.id <> a.id AND (o.published > 0 OR EXISTS (SELECT 1 FROM arena_checks k WHERE k.arena = o.id))),
			(SELECT count(*) FROM arena_checks k WHERE k.arena <> a.id),
			(SELECT count(*) FROM arena_checks k JOIN arenas o ON o.id = k.arena WHERE k.arena <> a.id AND o.owner = a.owner),
			(SELECT count(*) FROM arena_versions v JOIN hidden_arenas h ON h.content = v.content WHERE v.arena = a.id AND v.version = $3)
			FROM arenas a WHERE a.id = $1 AND a.owner = $2`, v.Arena, v.Owner, v.Version).Scan(&state, &there, &others, &queue, &own, &hidden)
		switch {
		case err != nil:
			return err
		case there == 0:
			return ErrNotFound
		case state == ArenaHidden || hidden > 0:
			return ErrArenaHidden
		case others >= limits.Published:
			return ErrTooManyArenas
		case queue >= waiting || own >= mostChecks:
			return ErrQueueFull
		}
		n, err := c.exec(ctx, `INSERT INTO arena_checks (arena, version, queued, node, until, tries) VALUES ($1, $2, $3, '', 0, 0)
			ON CONFLICT (arena) DO UPDATE SET version = excluded.version, tries = CASE WHEN arena_checks.version = excluded.version THEN arena_checks.tries ELSE 0 END
			WHERE arena_checks.until <= excluded.queued OR arena_checks.version = excluded.version`, v.Arena, v.Version, toMillis(now))
		if err == nil && n == 0 {
			return ErrConflict
		}
		return err
	})
}

// ErrQueueFull is the error of a check for which there is no place in the queue.
var ErrQueueFull = errors.New("store: too many arenas wait to be checked")

// firstCheck is the check that is next: before the second of an owner comes the first of everybody who waits
// by then. What was checked since one was queued counts as one before it.
const firstCheck = `SELECT k.arena FROM arena_checks k JOIN arenas a ON a.id = k.arena ORDER BY
	(SELECT count(*) FROM arena_checks e JOIN arenas o ON o.id = e.arena WHERE o.owner = a.owner AND (e.queued < k.queued OR e.queued = k.queued AND e.arena < k.arena))
	+ (SELECT count(*) FROM arena_versions v WHERE v.owner = a.owner AND v.checked > k.queued),
	k.queued, k.arena LIMIT 1`

// ClaimArenaCheck gives the check that is next to a server, until then: ErrNotFound if none waits, or any
// other is being done, on whichever server.
func (s *Store) ClaimArenaCheck(ctx context.Context, node string, until, now time.Time) (k ArenaCheck, err error) {
	err = s.transact(ctx, "claim_arena_check", func(ctx context.Context, c conn) error {
		var queued int64
		err := c.queryRow(ctx, `UPDATE arena_checks SET node = $1, until = $2, tries = tries + 1 WHERE until <= $3
			AND arena = (`+firstCheck+`) AND NOT EXISTS (SELECT 1 FROM arena_checks o WHERE o.until > $3)
			RETURNING arena, version, queued, tries`, node, toMillis(until), toMillis(now)).Scan(&k.Arena, &k.Version, &queued, &k.Tries)
		k.Queued = fromMillis(queued)
		return err
	})
	return k, err
}

// RenewArenaCheck lets a server go on with a check that it has claimed, until then: ErrConflict if it is no
// longer its own, or is not to be done any more.
func (s *Store) RenewArenaCheck(ctx context.Context, k ArenaCheck, until time.Time) error {
	return s.transact(ctx, "renew_arena_check", func(ctx context.Context, c conn) error {
		n, err := c.exec(ctx, "UPDATE arena_checks SET until = $4 WHERE arena = $1 AND version = $2 AND tries = $3 AND until > 0", k.Arena, k.Version, k.Tries, toMillis(until))
		if err == nil && n == 0 {
			return ErrConflict
		}
		return err
	})
}

// FinishArenaCheck stores what a check has found, and publishes the version if it is good: the arena is not
// featured any more then, as the operator has not seen that version. The owner may have queued another version
// meanwhile, or deleted the arena, or the operator hidden it: then there is less to do.
func (s *Store) FinishArenaCheck(ctx context.Context, k ArenaCheck, report string, good bool, now time.Time) error {
	return s.transact(ctx, "finish_arena_check", func(ctx context.Context, c conn) error {
		if _, err := c.exec(ctx, "DELETE FROM arena_checks WHERE arena = $1 AND version = $2", k.Arena, k.Version); err != nil {
			return err
		}
		if _, err := c.exec(ctx, "UPDATE arena_versions SET checked = $3, report = $4 WHERE arena = $1 AND version = $2", k.Arena, k.Version, toMillis(now), report); err != nil || !good {
			return err
		}
		_, err := c.exec(ctx, `UPDATE arenas SET published = $2, listed = CASE WHEN listed = 0 THEN $3 ELSE listed END,
			rotation = rotation AND published = $2,
			state = CASE WHEN state = 'draft' OR state = 'featured' AND published <> $2 THEN 'published' ELSE state END
			WHERE id = $1 AND state <> 'hidden' AND EXISTS (SELECT 1 FROM arena_versions v WHERE v.arena = $1 AND v.version = $2
				AND NOT EXISTS (SELECT 1 FROM hidden_arenas h WHERE h.content = v.content))`, k.Arena, k.Version, toMillis(now))
		return err
	})
}

// ReleaseArenaCheck gives a check back that was not done, for this or another server to do.
func (s *Store) ReleaseArenaCheck(ctx context.Context, k ArenaCheck) error {
	return s.transact(ctx, "release_arena_check", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, "UPDATE arena_checks SET node = '', until = 0, tries = tries - 1 WHERE arena = $1 AND version = $2 AND tries = $3", k.Arena, k.Version, k.Tries)
		return err
	})
}

// ArenaChecks returns how many versions wait to be checked, and since when the first does.
func (s *Store) ArenaChecks(ctx context.Context) (waiting int, since time.Time, err error) {
	err = s.query(ctx, "arena_checks", func(ctx context.Context, c conn) error {
		var at int64
		err := c.queryRow(ctx, "SELECT count(*), coalesce(min(queued), 0) FROM arena_checks").Scan(&waiting, &at)
		since = fromMillis(at)
		return err
	})
	return waiting, since, err
}
