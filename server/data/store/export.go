package store

import (
	"context"
	"database/sql"
	"time"
)

// PlayerData is all data that is kept about a player.
type PlayerData struct {
	Player
	Devices       []DeviceData
	LinkExpires   time.Time // of the code to link another device; zero: there is none
	Ratings       []Rating
	Matches       []Match // newest first, each with the lines of this player only
	Bans          []Ban
	Mutes         []Mute
	Deeds         []Deed
	Friends       []Friend       // without names, and only those whom the player wants
	Runs          []DailyRun     // of days
	Arenas        []Arena        // without what others have said of them
	ArenaVersions []ArenaVersion // of Arenas
	Reports       []Report       // made by this player; fields that the player never saw are empty
}

// DeviceData is a device of a player. The token itself is not stored.
type DeviceData struct{ Created, Seen, Expires time.Time }

// Export reads all data that is kept about a player: ErrNotFound, ErrErased. What others
// have reported about them is not included. For placement see Ratings.
func (s *Store) Export(ctx context.Context, id string, placement int) (data PlayerData, err error) {
	if data.Player, err = s.Player(ctx, id); err != nil {
		return data, err
	}
	if data.Ratings, err = s.Ratings(ctx, id, placement); err != nil {
		return data, err
	}
	err = s.query(ctx, "export", func(ctx context.Context, c conn) error {
		for _, part := range []func(context.Context, conn) error{data.readDevices, data.readMatches, data.readBans, data.readReports, data.readRuns, data.readDeeds, data.readFriends, data.readArenas} {
			if err := part(ctx, c); err != nil {
				return err
			}
		}
		return nil
	})
	return data, err
}

func (data *PlayerData) readDevices(ctx context.Context, c conn) (err error) {
	data.Devices, err = queryAll(ctx, c, func(r *sql.Rows) (d DeviceData, err error) {
		var created, seen, expires int64
		err = r.Scan(&created, &seen, &expires)
		return DeviceData{fromMillis(created), fromMillis(seen), fromMillis(expires)}, err
	}, "SELECT created, seen, expires FROM devices WHERE player = $1 ORDER BY created", data.ID)
	if err != nil {
		return err
	}
	links, err := queryAll(ctx, c, func(r *sql.Rows) (at int64, err error) { return at, r.Scan(&at) }, "SELECT expires FROM links WHERE player = $1", data.ID)
	for _, at := range links {
		data.LinkExpires = fromMillis(at)
	}
	return err
}

func (data *PlayerData) readMatches(ctx context.Context, c conn) (err error) {
	data.Matches, err = queryMatches(ctx, c, "l.player = $1", data.ID)
	return err
}

func (data *PlayerData) readBans(ctx context.Context, c conn) (err error) {
	data.Bans, err = queryAll(ctx, c, scanBan, "SELECT id, player, network, reason, at, until FROM bans WHERE player = $1 ORDER BY at", data.ID)
	if err != nil {
		return err
	}
	data.Mutes, err = queryAll(ctx, c, scanMute, "SELECT player, reason, at, until FROM mutes WHERE player = $1", data.ID)
	return err
}

func (data *PlayerData) readReports(ctx context.Context, c conn) (err error) {
	data.Reports, err = queryAll(ctx, c, func(row *sql.Rows) (r Report, err error) {
		var at, closed int64
		err = row.Scan(&r.ID, &at, &r.Name, &r.Room, &r.Reason, &r.Text, &closed)
		r.At, r.Closed, r.Reporter = fromMillis(at), fromMillis(closed), data.ID
		return r, err
	}, "SELECT id, at, name, room, reason, text, closed FROM reports WHERE reporter = $1 ORDER BY id", data.ID)
	return err
}

func (data *PlayerData) readRuns(ctx context.Context, c conn) (err error) {
	data.Runs, err = queryAll(ctx, c, func(r *sql.Rows) (DailyRun, error) { return scanDailyRun(r) },
		"SELECT "+dailyColumns+", 0 FROM daily_runs r WHERE r.player = $1 ORDER BY r.day DESC, r.game", data.ID)
	return err
}
