package store

import (
	"context"
	"time"
)

// grantExperience adds the experience of the lines of a player, whose row is locked, up to the
// limit of the day on which the match ended. What is above it is taken from the lines. A
// match of a day before the last one that gave some counts as one of that day.
func grantExperience(ctx context.Context, c conn, m *Match, player string) error {
	var day, today int64
	earned := 0
	for i := range m.Lines {
		if m.Lines[i].Player == player {
			earned += m.Lines[i].Experience
		}
	}
	if earned <= 0 {
		return nil
	}
	err := c.queryRow(ctx, "SELECT experience_day, experience_today FROM players WHERE id = $1", player).Scan(&day, &today)
	if err != nil {
		return err
	}
	if ended := toMillis(m.Ended) / (24 * time.Hour).Milliseconds(); ended > day {
		day, today = ended, 0
	}
	granted := limitExperience(m, player, max(m.ExperienceLimit-int(today), 0))
	_, err = c.exec(ctx, "UPDATE players SET experience = experience + $2, experience_day = $3, experience_today = $4 WHERE id = $1",
		player, granted, day, int(today)+granted)
	return err
}

// limitExperience takes from the lines of a player what is above a limit, and returns what
// is left.
func limitExperience(m *Match, player string, limit int) (granted int) {
	for i := range m.Lines {
		if l := &m.Lines[i]; l.Player == player {
			l.Experience = min(l.Experience, limit-granted)
			granted += l.Experience
		}
	}
	return granted
}
