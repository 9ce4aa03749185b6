package store

import (
	"context"
	"database/sql"
	"time"
)

// Match is a round that was played, or broken off.
type Match struct {
	ID           string // a UUID of version 7: matches sort by it as by time
	Room         string
	Mode         string
	Rated        bool // whether its rated lines count for ratings
	Aborted      bool // it ended before anybody could win: it counts for nothing
	Seed         uint64
	Began, Ended time.Time
	Lines        []Line // best first
}

// Line is what one pilot did in a match.
type Line struct {
	Player string // empty: a bot, or somebody who has deleted their data
	Name   string
	Bot    bool
	Team   int // from 1; 0: everyone for themselves
	Place  int // from 1; equals share one
	Points int
	Kills  int
	Deaths int
	Left   bool    // was gone at the end
	Rated  bool    // counts for the rating of its player, of whose lines only one does; not kept
	Gain   float64 // of the score on the board; the store knows it
}

// won reports whether the pilot of l was there to win.
func (l *Line) won() bool { return l.Place == 1 && !l.Left }

// Matches are those that a player took part in, newest first, of which after is
// the last that is known already. next is where it goes on.
func (s *Store) Matches(ctx context.Context, player, after string, limit int) (page []Match, next string, err error) {
	err = s.read(ctx, "matches", func(ctx context.Context, c conn) error {
		page, err = matches(ctx, c, `IN (SELECT DISTINCT l.match FROM match_lines l
			WHERE l.player = $1 AND ($2 = '' OR l.match < $2) ORDER BY l.match DESC LIMIT $3)`, player, after, limit+1)
		return err
	})
	if len(page) > limit {
		page = page[:limit]
		next = page[limit-1].ID
	}
	return page, next, err
}

// Match finds a match: ErrNotFound.
func (s *Store) Match(ctx context.Context, id string) (m Match, err error) {
	err = s.read(ctx, "match", func(ctx context.Context, c conn) error {
		all, err := matches(ctx, c, "= $1", id)
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

// matches reads those whose id is what the end of the condition says, newest first.
func matches(ctx context.Context, c conn, which string, args ...any) ([]Match, error) {
	return listMatches(ctx, c, "m.id "+which, args...)
}

// listMatches reads matches with those of their lines that meet a condition on m
// and l, newest first.
func listMatches(ctx context.Context, c conn, which string, args ...any) ([]Match, error) {
	type row struct {
		Match
		Line
	}
	rows, err := list(ctx, c, func(r *sql.Rows) (one row, err error) {
		var seed, began, ended int64
		var player sql.NullString
		m, l := &one.Match, &one.Line
		err = r.Scan(&m.ID, &m.Room, &m.Mode, &m.Rated, &m.Aborted, &seed, &began, &ended,
			&player, &l.Name, &l.Bot, &l.Team, &l.Place, &l.Points, &l.Kills, &l.Deaths, &l.Left, &l.Gain)
		m.Seed, m.Began, m.Ended, l.Player = uint64(seed), unstamp(began), unstamp(ended), player.String
		return one, err
	}, `SELECT m.id, m.room, m.mode, m.rated, m.aborted, m.seed, m.began, m.ended,
			l.player, l.name, l.bot, l.team, l.place, l.points, l.kills, l.deaths, l.gone, l.gain
		FROM matches m JOIN match_lines l ON l.match = m.id
		WHERE `+which+` ORDER BY m.id DESC, l.line`, args...)
	var all []Match
	for _, r := range rows {
		if len(all) == 0 || all[len(all)-1].ID != r.Match.ID {
			all = append(all, r.Match)
		}
		last := &all[len(all)-1]
		last.Lines = append(last.Lines, r.Line)
	}
	return all, err
}
