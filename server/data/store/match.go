package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"perihelion/shared/deeds"
)

// Match is a round that was played or aborted.
type Match struct {
	ID           string // a UUID of version 7: sorting by it sorts by time
	Room         string
	Node         string // the server that has played it, and
	Epoch        int64  // which copy of the room that was; both are not stored
	Mode         string
	Rated        bool // its rated lines change ratings
	Aborted      bool // it ended before it could be won: it counts for nothing
	Seed         uint64
	Began, Ended time.Time
	Lines        []MatchLine // best first

	Season    int // in which it ended; not stored
	Placement int // rated matches that a player needs in a season to have a rank; not stored

	Week            deeds.Week // in which it ended; not stored
	ExperienceLimit int        // the most experience that a player gets from matches that end on one day, of UTC; not stored
}

// MatchLine is the result of one seat in a match.
type MatchLine struct {
	Player  string // empty: a bot, or a player who has deleted their data
	Name    string
	Bot     bool
	Team    int // from 1; 0: no teams
	Place   int // from 1; equal results share one
	Points  int
	Figures map[string]int // by name, as the game of the mode has them
	Left    bool           // the player was gone at the end
	Rated   bool           // changes the rating of its player, who has only one such line; not stored
	Gain    float64        // change of the leaderboard score; set by the store

	Experience int            // that the match gives its player; the store keeps what the limit of the day leaves of it
	Deeds      map[string]int // by name, that it adds to those of its player; not stored with it
}

// won reports whether this is a winner who stayed until the end.
func (l *MatchLine) won() bool { return l.Place == 1 && !l.Left }

// Matches returns the matches of a player, newest first, after the match with id after.
// next is the cursor of the next page.
func (s *Store) Matches(ctx context.Context, player, after string, limit int) (page []Match, next string, err error) {
	err = s.query(ctx, "matches", func(ctx context.Context, c conn) error {
		page, err = matchesByID(ctx, c, `IN (SELECT DISTINCT l.match FROM match_lines l
			WHERE l.player = $1 AND ($2 = '' OR l.match < $2) ORDER BY l.match DESC LIMIT $3)`, player, after, limit+1)
		return err
	})
	if len(page) > limit {
		page = page[:limit]
		next = page[limit-1].ID
	}
	return page, next, err
}

// Match returns a match: ErrNotFound.
func (s *Store) Match(ctx context.Context, id string) (m Match, err error) {
	err = s.query(ctx, "match", func(ctx context.Context, c conn) error {
		all, err := matchesByID(ctx, c, "= $1", id)
		if err != nil {
			return err
		}
		if len(all) == 0 {
			return ErrNotFound
		}
		m = all[0]
		return nil
	})
	return m, err
}

// matchesByID reads matches whose id meets the condition, newest first.
func matchesByID(ctx context.Context, c conn, which string, args ...any) ([]Match, error) {
	return queryMatches(ctx, c, "m.id "+which, args...)
}

// queryMatches reads matches with those of their lines that meet a condition on m and l,
// newest first.
func queryMatches(ctx context.Context, c conn, which string, args ...any) ([]Match, error) {
	type row struct {
		Match
		MatchLine
	}
	rows, err := queryAll(ctx, c, func(r *sql.Rows) (one row, err error) {
		var seed, began, ended int64
		var player sql.NullString
		var figures string
		m, l := &one.Match, &one.MatchLine
		err = r.Scan(&m.ID, &m.Room, &m.Mode, &m.Rated, &m.Aborted, &seed, &began, &ended,
			&player, &l.Name, &l.Bot, &l.Team, &l.Place, &l.Points, &figures, &l.Left, &l.Gain, &l.Experience)
		if err != nil {
			return one, err
		}
		l.Figures, err = decodeFigures(figures)
		m.Seed, m.Began, m.Ended, l.Player = uint64(seed), fromMillis(began), fromMillis(ended), player.String
		return one, err
	}, `SELECT m.id, m.room, m.mode, m.rated, m.aborted, m.seed, m.began, m.ended,
			l.player, l.name, l.bot, l.team, l.place, l.points, l.figures, l.gone, l.gain, l.experience
		FROM matches m JOIN match_lines l ON l.match = m.id
		WHERE `+which+` ORDER BY m.id DESC, l.line`, args...)
	var all []Match
	for _, r := range rows {
		if len(all) == 0 || all[len(all)-1].ID != r.Match.ID {
			all = append(all, r.Match)
		}
		last := &all[len(all)-1]
		last.Lines = append(last.Lines, r.MatchLine)
	}
	return all, err
}

// encodeFigures returns figures as they are stored with a line: a JSON object.
func encodeFigures(figures map[string]int) (string, error) {
	if len(figures) == 0 {
		return "{}", nil
	}
	text, err := json.Marshal(figures)
	return string(text), err
}

// decodeFigures undoes encodeFigures.
func decodeFigures(text string) (figures map[string]int, err error) {
	if err := json.Unmarshal([]byte(text), &figures); err != nil {
		return nil, fmt.Errorf("figures of a line: %w", err)
	}
	return figures, nil
}
