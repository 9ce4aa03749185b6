package store

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"strconv"
	"strings"
)

// Skill is how good a player is at a mode, as a normal distribution. The zero Skill means
// never rated.
type Skill struct{ Mu, Sigma float64 }

// Score is the value that leaderboards sort by: a lower bound of the skill, with a
// probability of 99.9 %.
func (s Skill) Score() float64 { return s.Mu - 3*s.Sigma }

// Rating is the skill of a player at a mode in a season, with totals of that.
type Rating struct {
	Mode   string
	Season int
	Skill
	Matches, wins int
	Rank          int // on the leaderboard of the season, from 1; 0: the placement is not done
	Best          int // the best rank that they ever had in it; 0: none among the first hundred
}

// Ratings returns the ratings of a player, by mode, the newest season of each first. placement
// is how many matches a season takes for a rank.
func (s *Store) Ratings(ctx context.Context, player string, placement int) (all []Rating, err error) {
	err = s.query(ctx, "ratings", func(ctx context.Context, c conn) error {
		all, err = queryAll(ctx, c, func(r *sql.Rows) (one Rating, err error) {
			if err = r.Scan(&one.Mode, &one.Season, &one.Mu, &one.Sigma, &one.Matches, &one.wins, &one.Best, &one.Rank); one.Matches < placement {
				one.Rank = 0
			}
			return one, err
		}, `SELECT r.mode, r.season, r.mu, r.sigma, r.matches, r.wins, r.best, 1 + (SELECT count(*) FROM season_ratings o
				WHERE o.mode = r.mode AND o.season = r.season AND o.score > r.score AND o.matches >= $2)
			FROM season_ratings r WHERE r.player = $1 ORDER BY r.mode, r.season DESC`, player, placement)
		return err
	})
	return all, err
}

// BoardQuery selects a part of the leaderboard of a mode in a season: after a cursor, around a
// player, or the top.
type BoardQuery struct {
	Mode      string
	Season    int
	Placement int    // matches that it takes to be on the board
	After     string // Next of the previous Board
	Around    string // a player
	Limit     int    // lines; 0: 20
}

// onRatingBoard are the ratings on the board of $1 to $3.
const onRatingBoard = " FROM season_ratings r WHERE r.mode = $1 AND r.season = $2 AND r.matches >= $3 "

// Board is a part of the leaderboard of a mode.
type Board struct {
	Total int // players on the whole leaderboard
	Lines []BoardLine
	Next  string // cursor of the next part; empty: this is the last
}

// BoardLine is one player on a leaderboard. Equal scores share a rank.
type BoardLine struct {
	Rank          int
	Player, Name  string
	Score         float64
	Matches, Wins int
}

// ErrBadCursor is the error of a cursor that was not made here.
var ErrBadCursor = errors.New("store: not a cursor of ours")

// boardPosition is a position between two lines of a leaderboard: below all players with
// more than score, and those with the same score whose id is not greater than player.
type boardPosition struct {
	score  float64
	player string
}

// Board reads a part of a leaderboard. Around a player who is not on it, it is empty.
func (s *Store) Board(ctx context.Context, q BoardQuery) (b Board, err error) {
	if q.Limit <= 0 {
		q.Limit = 20
	}
	from, err := parseBoardPosition(q.After)
	if err != nil {
		return Board{}, err
	}
	of := []any{q.Mode, q.Season, q.Placement}
	err = s.query(ctx, "board", func(ctx context.Context, c conn) error {
		b = Board{}
		if err := c.queryRow(ctx, "SELECT count(*)"+onRatingBoard, of...).Scan(&b.Total); err != nil {
			return err
		}
		if q.Around != "" {
			from, err = positionAbove(ctx, c, of, &q)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
		}
		return b.readLines(ctx, c, of, q.Limit, from)
	})
	return b, err
}

// positionAbove is the position half a page above a player, so that they are shown in the
// middle.
func positionAbove(ctx context.Context, c conn, of []any, q *BoardQuery) (*boardPosition, error) {
	var me float64
	if err := c.queryRow(ctx, "SELECT r.score"+onRatingBoard+"AND r.player = $4", append(of, q.Around)...).Scan(&me); err != nil {
		return nil, err
	}
	var top boardPosition
	err := c.queryRow(ctx, "SELECT r.score, r.player"+onRatingBoard+`AND (r.score > $4 OR r.score = $4 AND r.player < $5)
		ORDER BY r.score, r.player DESC LIMIT 1 OFFSET $6`, append(of, me, q.Around, q.Limit/2)...).Scan(&top.score, &top.player)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil // fewer than half a page above: begin at the top
	}
	return &top, err
}

// readLines reads the lines below a position, or from the top.
func (b *Board) readLines(ctx context.Context, c conn, of []any, limit int, from *boardPosition) error {
	const columns = "SELECT r.player, (SELECT name FROM players p WHERE p.id = r.player), r.score, r.matches, r.wins"
	const order = "ORDER BY r.score DESC, r.player LIMIT $4"
	scan := func(r *sql.Rows) (l BoardLine, err error) {
		err = r.Scan(&l.Player, &l.Name, &l.Score, &l.Matches, &l.Wins)
		return l, err
	}
	var err error
	passed := 0 // lines above the first one read
	if from == nil {
		b.Lines, err = queryAll(ctx, c, scan, columns+onRatingBoard+order, append(of, limit+1)...)
	} else {
		b.Lines, err = queryAll(ctx, c, scan, columns+onRatingBoard+"AND (r.score < $5 OR r.score = $5 AND r.player > $6)"+order, append(of, limit+1, from.score, from.player)...)
		if err == nil {
			err = c.queryRow(ctx, "SELECT count(*)"+onRatingBoard+"AND (r.score > $4 OR r.score = $4 AND r.player <= $5)", append(of, from.score, from.player)...).Scan(&passed)
		}
	}
	if err != nil {
		return err
	}
	if len(b.Lines) > limit {
		b.Lines = b.Lines[:limit]
		last := b.Lines[limit-1]
		b.Next = boardPosition{last.Score, last.Player}.String()
	}
	return assignRanks(b.Lines, passed, func(l *BoardLine) (float64, *int) { return l.Score, &l.Rank }, func(score float64) (n int, err error) {
		return n, c.queryRow(ctx, "SELECT count(*)"+onRatingBoard+"AND r.score > $4", append(of, score)...).Scan(&n)
	})
}

func (s boardPosition) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatFloat(s.score, 'g', -1, 64) + " " + s.player))
}

func parseBoardPosition(cursor string) (*boardPosition, error) {
	if cursor == "" {
		return nil, nil
	}
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	if err != nil {
		return nil, ErrBadCursor
	}
	number, player, ok := strings.Cut(string(text), " ")
	score, err := strconv.ParseFloat(number, 64)
	if !ok || err != nil {
		return nil, ErrBadCursor
	}
	return &boardPosition{score, player}, nil
}
