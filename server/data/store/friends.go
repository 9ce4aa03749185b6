package store

import (
	"context"
	"database/sql"
	"time"
)

// Friend is another player whom a player wants for a friend, or by whom they are wanted; both: they
// are friends.
type Friend struct {
	Player, Name string
	Wanted       time.Time // since when the player wants them; zero: not
	Wants        time.Time // since when they want the player; zero: not
}

// FriendLimits are how many rows of friends there may be.
type FriendLimits struct {
	Wanted   int           // of a player
	Requests int           // for a player who has not answered them
	Age      time.Duration // after which a request that was not answered is forgotten
}

// WantFriend says that a player wants another for a friend, which is the answer to a request of
// theirs too. Wanting them again changes nothing. ErrNotFound, ErrErased: there is no such friend;
// ErrTooManyFriends, ErrTooManyRequests: a limit.
func (s *Store) WantFriend(ctx context.Context, player, friend string, limits FriendLimits, now time.Time) error {
	return s.transact(ctx, "want_friend", func(ctx context.Context, c conn) error {
		if err := requireRow(c.exec(ctx, "UPDATE players SET seen = seen WHERE id = $1", player)); err != nil {
			return err // else it locks the row: two requests of one player are counted one after the other
		}
		if _, err := c.exec(ctx, `DELETE FROM friends WHERE friend = $1 AND since < $2 AND player <> $3 AND NOT EXISTS
			(SELECT 1 FROM friends b WHERE b.player = $1 AND b.friend = friends.player)`, friend, toMillis(now.Add(-limits.Age)), player); err != nil {
			return err
		}
		var known, wanted, open, answers int
		err := c.queryRow(ctx, `SELECT (SELECT count(*) FROM players WHERE id = $2),
			(SELECT count(*) FROM friends WHERE player = $1 AND friend <> $2),
			(SELECT count(*) FROM friends f WHERE f.friend = $2 AND f.player <> $1 AND NOT EXISTS (SELECT 1 FROM friends b WHERE b.player = $2 AND b.friend = f.player)),
			(SELECT count(*) FROM friends WHERE player = $2 AND friend = $1)`, player, friend).Scan(&known, &wanted, &open, &answers)
		switch {
		case err != nil:
			return err
		case known == 0:
			if err := checkNotErased(ctx, c, friend); err != nil {
				return err
			}
			return ErrNotFound
		case wanted >= limits.Wanted:
			return ErrTooManyFriends
		case answers == 0 && open >= limits.Requests:
			return ErrTooManyRequests
		}
		_, err = c.exec(ctx, "INSERT INTO friends (player, friend, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", player, friend, toMillis(now))
		return err
	})
}

// ForgetFriend ends a friendship, or a request of either: ErrNotFound.
func (s *Store) ForgetFriend(ctx context.Context, player, friend string) error {
	return s.transact(ctx, "forget_friend", func(ctx context.Context, c conn) error {
		return requireRow(c.exec(ctx, "DELETE FROM friends WHERE player = $1 AND friend = $2 OR player = $2 AND friend = $1", player, friend))
	})
}

// Friends returns the friends of a player and all requests, by name.
func (s *Store) Friends(ctx context.Context, player string) (list []Friend, err error) {
	err = s.query(ctx, "friends", func(ctx context.Context, c conn) error {
		list, err = queryAll(ctx, c, scanFriend, `SELECT p.id, p.name, coalesce(mine.since, 0), coalesce(theirs.since, 0)
			FROM (SELECT friend AS id FROM friends WHERE player = $1 UNION SELECT player FROM friends WHERE friend = $1) o
			JOIN players p ON p.id = o.id
			LEFT JOIN friends mine ON mine.player = $1 AND mine.friend = o.id
			LEFT JOIN friends theirs ON theirs.player = o.id AND theirs.friend = $1
			ORDER BY p.name, p.id`, player)
		return err
	})
	return list, err
}

func scanFriend(r *sql.Rows) (f Friend, err error) {
	var wanted, wants int64
	err = r.Scan(&f.Player, &f.Name, &wanted, &wants)
	f.Wanted, f.Wants = optionalMillis(wanted), optionalMillis(wants)
	return f, err
}

// optionalMillis is the zero time for 0.
func optionalMillis(ms int64) (t time.Time) {
	if ms != 0 {
		t = fromMillis(ms)
	}
	return t
}

// AreFriends reports whether two players are friends.
func (s *Store) AreFriends(ctx context.Context, player, friend string) (are bool, err error) {
	err = s.query(ctx, "are_friends", func(ctx context.Context, c conn) error {
		var rows int
		err := c.queryRow(ctx, "SELECT count(*) FROM friends WHERE player = $1 AND friend = $2 OR player = $2 AND friend = $1", player, friend).Scan(&rows)
		are = rows == 2
		return err
	})
	return are, err
}

// PlayersNamed returns the ids of players of exactly that name, as many as limit at most.
func (s *Store) PlayersNamed(ctx context.Context, name string, limit int) (ids []string, err error) {
	err = s.query(ctx, "players_named", func(ctx context.Context, c conn) error {
		ids, err = queryAll(ctx, c, func(r *sql.Rows) (id string, err error) { return id, r.Scan(&id) },
			"SELECT id FROM players WHERE name = $1 ORDER BY id LIMIT $2", name, limit)
		return err
	})
	return ids, err
}

// readFriends reads whom the player wants for friends, without their names: those are the others' data.
func (data *PlayerData) readFriends(ctx context.Context, c conn) (err error) {
	data.Friends, err = queryAll(ctx, c, func(r *sql.Rows) (f Friend, err error) {
		var since int64
		err = r.Scan(&f.Player, &since)
		f.Wanted = fromMillis(since)
		return f, err
	}, "SELECT friend, since FROM friends WHERE player = $1 ORDER BY since, friend", data.ID)
	return err
}
