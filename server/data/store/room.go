package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// RoomOwner says which server plays a room, and which copy of the room that is.
type RoomOwner struct {
	Room, Node string // Node "": the room has ended, and was taken over before
	Epoch      int64
}

// outdates reports whether a round that was played in another copy of the room counts for
// nothing beside o. What the same server has played before it went on is good: its result
// has waited for the database.
func (o RoomOwner) outdates(node string, epoch int64) bool {
	return o.Node != node && (o.Epoch > epoch || o.Epoch == epoch && o.Node != "")
}

// ClaimRoom stores who plays a room, if that copy has a higher epoch than the stored one, or
// is the stored one: ErrConflict. until is when the copy before was played last, by the clock of the
// server that played it: what ended there later counts for nothing.
func (s *Store) ClaimRoom(ctx context.Context, o RoomOwner, until, now time.Time) error {
	return s.transact(ctx, "claim_room", func(ctx context.Context, c conn) error {
		n, err := c.exec(ctx, `INSERT INTO rooms (id, node, epoch, seen, claimed) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (id) DO UPDATE SET node = excluded.node, epoch = excluded.epoch, seen = excluded.seen,
				claimed = CASE WHEN rooms.epoch < excluded.epoch THEN excluded.claimed ELSE rooms.claimed END
			WHERE rooms.epoch < excluded.epoch OR rooms.epoch = excluded.epoch AND rooms.node IN (excluded.node, '')`,
			o.Room, o.Node, o.Epoch, toMillis(now), toMillis(until))
		if err == nil && n == 0 {
			return ErrConflict
		}
		return err
	})
}

// ReleaseRoom deletes the row of a room that has ended, if it is of this copy. Of one that was taken over
// the epoch is kept, until the row is pruned: the copy before may tell of rounds that nobody has seen, when
// its server is reached again.
func (s *Store) ReleaseRoom(ctx context.Context, o RoomOwner) error {
	return s.transact(ctx, "release_room", func(ctx context.Context, c conn) error {
		if _, err := c.exec(ctx, "DELETE FROM rooms WHERE id = $1 AND node = $2 AND epoch = $3 AND epoch <= 1", o.Room, o.Node, o.Epoch); err != nil {
			return err
		}
		_, err := c.exec(ctx, "UPDATE rooms SET node = '' WHERE id = $1 AND node = $2 AND epoch = $3", o.Room, o.Node, o.Epoch)
		return err
	})
}

// RoomsOf returns the rooms that a server plays.
func (s *Store) RoomsOf(ctx context.Context, node string) (all []RoomOwner, err error) {
	err = s.query(ctx, "rooms", func(ctx context.Context, c conn) error {
		all, err = queryAll(ctx, c, scanRoomOwner, "SELECT id, node, epoch FROM rooms WHERE node = $1", node)
		return err
	})
	return all, err
}

// RoomOwner returns who plays a room: ErrNotFound.
func (s *Store) RoomOwner(ctx context.Context, room string) (o RoomOwner, err error) {
	err = s.query(ctx, "rooms", func(ctx context.Context, c conn) error {
		o, err = roomOwner(ctx, c, room)
		return err
	})
	return o, err
}

// TouchRooms stores that a server is there still, so that its rooms are not pruned.
func (s *Store) TouchRooms(ctx context.Context, node string, now time.Time) error {
	return s.transact(ctx, "touch_rooms", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, "UPDATE rooms SET seen = $2 WHERE node = $1", node, toMillis(now))
		return err
	})
}

func roomOwner(ctx context.Context, c conn, room string) (o RoomOwner, err error) {
	err = c.queryRow(ctx, "SELECT id, node, epoch FROM rooms WHERE id = $1", room).Scan(&o.Room, &o.Node, &o.Epoch)
	return o, err
}

func scanRoomOwner(r *sql.Rows) (o RoomOwner, err error) {
	return o, r.Scan(&o.Room, &o.Node, &o.Epoch)
}

// errOutdated is the error of a match whose room goes on as another copy.
var errOutdated = errors.New("store: the result of an outdated copy of a room")

// checkNotOutdated is errOutdated for such a match, unless it had ended when the other copy went on from it:
// then its result has waited. Both times are of the clock of its server. Matches of earlier releases have no epoch.
func checkNotOutdated(ctx context.Context, c conn, m *Match) error {
	if m.Epoch == 0 {
		return nil
	}
	var o RoomOwner
	var claimed int64
	err := c.queryRow(ctx, "SELECT id, node, epoch, claimed FROM rooms WHERE id = $1", m.Room).Scan(&o.Room, &o.Node, &o.Epoch, &claimed)
	switch {
	case errors.Is(err, sql.ErrNoRows): // the room has ended, or nobody could store who plays it
		return nil
	case err == nil && o.outdates(m.Node, m.Epoch) && toMillis(m.Ended) > claimed:
		return fmt.Errorf("%w: it has epoch %d on %s, and room %s has epoch %d on %s", errOutdated, m.Epoch, m.Node, m.Room, o.Epoch, o.Node)
	}
	return err
}
