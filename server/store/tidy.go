package store

import (
	"context"
	"time"
)

const (
	idleAfter  = 30 * 24 * time.Hour // without a single match: whoever comes back later is made anew, by their token
	tidyAtOnce = 5000                // rows; more would keep others waiting
)

// Tidy forgets what has no use any more: tokens and codes that have expired, bans
// and mutes that are over, and guests who came once and never played.
func (s *Store) Tidy(ctx context.Context, now time.Time) error {
	return s.write(ctx, "tidy", func(ctx context.Context, c conn) error {
		for _, table := range []string{"devices", "links"} {
			if _, err := c.exec(ctx, "DELETE FROM "+table+" WHERE expires < $1", stamp(now)); err != nil {
				return err
			}
		}
		for _, table := range []string{"bans", "mutes"} {
			if _, err := c.exec(ctx, "DELETE FROM "+table+" WHERE until > 0 AND until < $1", stamp(now)); err != nil {
				return err
			}
		}
		_, err := c.exec(ctx, `DELETE FROM players WHERE id IN (
			SELECT p.id FROM players p WHERE p.matches = 0 AND p.seen < $1
				AND NOT EXISTS (SELECT 1 FROM match_lines l WHERE l.player = p.id) LIMIT $2)`,
			stamp(now.Add(-idleAfter)), tidyAtOnce)
		return err
	})
}
