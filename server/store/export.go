package store

import (
	"context"
	"database/sql"
	"time"
)

// Kept is everything that is kept about a player.
type Kept struct {
	Player
	Devices []KeptDevice
	Link    time.Time // until when their code for another device is good; zero: there is none
	Ratings []Rating
	Matches []Match // with their own lines and nobody else's, newest first
	Bans    []Ban
	Mutes   []Mute
	Reports []Report // that they made; what they have not seen is left out
}

// KeptDevice is a token of a player; the token itself is nowhere.
type KeptDevice struct{ Created, Seen, Expires time.Time }

// Export reads everything that is kept about a player, as it is now: ErrNotFound,
// ErrErased. What others said about them stays with those.
func (s *Store) Export(ctx context.Context, id string) (k Kept, err error) {
	if k.Player, err = s.Player(ctx, id); err != nil {
		return k, err
	}
	if k.Ratings, err = s.Ratings(ctx, id); err != nil {
		return k, err
	}
	err = s.read(ctx, "export", func(ctx context.Context, c conn) error {
		for _, part := range []func(context.Context, conn) error{k.readDevices, k.readMatches, k.readBans, k.readReports} {
			if err := part(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	return k, err
}

func (k *Kept) readDevices(ctx context.Context, c conn) (err error) {
	k.Devices, err = list(ctx, c, func(r *sql.Rows) (d KeptDevice, err error) {
		var created, seen, expires int64
		err = r.Scan(&created, &seen, &expires)
		return KeptDevice{unstamp(created), unstamp(seen), unstamp(expires)}, err
	}, "SELECT created, seen, expires FROM devices WHERE player = $1 ORDER BY created", k.ID)
	if err != nil {
		return err
	}
	links, err := list(ctx, c, func(r *sql.Rows) (at int64, err error) { return at, r.Scan(&at) }, "SELECT expires FROM links WHERE player = $1", k.ID)
	for _, at := range links {
		k.Link = unstamp(at)
	}
	return err
}

func (k *Kept) readMatches(ctx context.Context, c conn) (err error) {
	k.Matches, err = listMatches(ctx, c, "l.player = $1", k.ID)
	return err
}

func (k *Kept) readBans(ctx context.Context, c conn) (err error) {
	k.Bans, err = list(ctx, c, scanBan, "SELECT id, player, network, reason, at, until FROM bans WHERE player = $1 ORDER BY at", k.ID)
	if err != nil {
		return err
	}
	k.Mutes, err = list(ctx, c, scanMute, "SELECT player, reason, at, until FROM mutes WHERE player = $1", k.ID)
	return err
}

func (k *Kept) readReports(ctx context.Context, c conn) (err error) {
	k.Reports, err = list(ctx, c, func(row *sql.Rows) (r Report, err error) {
		var at, closed int64
		err = row.Scan(&r.ID, &at, &r.Name, &r.Room, &r.Reason, &r.Text, &closed)
		r.At, r.Closed, r.Reporter = unstamp(at), unstamp(closed), k.ID
		return r, err
	}, "SELECT id, at, name, room, reason, text, closed FROM reports WHERE reporter = $1 ORDER BY id", k.ID)
	return err
}
