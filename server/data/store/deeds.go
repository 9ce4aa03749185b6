package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"time"

	"perihelion/shared/deeds"
)

// Deed is how often a player has done something.
type Deed struct {
	Week  time.Time // when it began; zero: in all weeks
	Name  string
	Total int
}

// Looks are the numbers of what a player has chosen to be seen by; 0 is the default.
type Looks struct{ Title, Trail, Lines, KillSound int }

// addDeeds adds to the deeds of a player, whose row is locked, and gives the experience of
// the goals that this reaches. It is not limited by the day.
func addDeeds(ctx context.Context, c conn, player string, w *deeds.Week, done map[string]int) error {
	if len(done) == 0 {
		return nil
	}
	rows, args := "", []any{player, toMillis(w.Began)}
	for _, name := range slices.Sorted(maps.Keys(done)) {
		if rows != "" {
			rows += ", "
		}
		rows += fmt.Sprintf("($1, 0, $%d, $%d), ($1, $2, $%d, $%d)", len(args)+1, len(args)+2, len(args)+1, len(args)+2)
		args = append(args, name, done[name])
	}
	now, err := queryAll(ctx, c, scanDeed, "INSERT INTO deeds (player, week, deed, total) VALUES "+rows+`
		ON CONFLICT (player, week, deed) DO UPDATE SET total = deeds.total + excluded.total RETURNING week, deed, total`, args...)
	if err != nil {
		return err
	}
	reward := 0
	for _, d := range now {
		for _, g := range w.Goals {
			if !d.Week.IsZero() && d.Name == g.Deed && d.Total >= g.Target && d.Total-done[d.Name] < g.Target {
				reward += g.Reward
			}
		}
	}
	if reward > 0 {
		_, err = c.exec(ctx, "UPDATE players SET experience = experience + $2 WHERE id = $1", player, reward)
	}
	return err
}

func scanDeed(r *sql.Rows) (d Deed, err error) {
	var week int64
	if err = r.Scan(&week, &d.Name, &d.Total); week != 0 {
		d.Week = fromMillis(week)
	}
	return d, err
}

// deedsOf are the deeds of a player in a match, in all lines.
func deedsOf(m *Match, player string) map[string]int {
	all := map[string]int{}
	for i := range m.Lines {
		if l := &m.Lines[i]; l.Player == player {
			for name, n := range l.Deeds {
				all[name] += n
			}
		}
	}
	return all
}

// Deeds returns how often a player has done what in the week that began then; the zero time:
// in all weeks.
func (s *Store) Deeds(ctx context.Context, player string, week time.Time) (done map[string]int, err error) {
	began := int64(0)
	if !week.IsZero() {
		began = toMillis(week)
	}
	done = map[string]int{}
	err = s.query(ctx, "deeds", func(ctx context.Context, c conn) error {
		list, err := queryAll(ctx, c, scanDeed, "SELECT week, deed, total FROM deeds WHERE player = $1 AND week = $2", player, began)
		for _, d := range list {
			done[d.Name] = d.Total
		}
		return err
	})
	return done, err
}

// SetLooks stores what a player has chosen: ErrNotFound.
func (s *Store) SetLooks(ctx context.Context, player string, l Looks) error {
	return s.transact(ctx, "set_looks", func(ctx context.Context, c conn) error {
		return requireRow(c.exec(ctx, "UPDATE players SET title = $2, trail = $3, hull_lines = $4, kill_sound = $5 WHERE id = $1", player, l.Title, l.Trail, l.Lines, l.KillSound))
	})
}

func (data *PlayerData) readDeeds(ctx context.Context, c conn) (err error) {
	data.Deeds, err = queryAll(ctx, c, scanDeed, "SELECT week, deed, total FROM deeds WHERE player = $1 ORDER BY week, deed", data.ID)
	return err
}
