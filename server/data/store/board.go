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

// Rating is the skill of a player at a mode, with totals.
type Rating struct {
	Mode string
	Skill
	Matches, wins int
	Rank          int // on the leaderboard, from 1
}

// Ratings returns the ratings of a player, by mode.
func (s *Store) Ratings(ctx context.Context, player string) (all []Rating, err error) {
	err = s.query(ctx, "ratings", func(ctx context.Context, c conn) error {
		all, err = queryAll(ctx, c, func(r *sql.Rows) (one Rating, err error) {
			err = r.Scan(&one.Mode, &one.Mu, &one.Sigma, &one.Matches, &one.wins, &one.Rank)
			return one, err
		}, `SELECT r.mode, r.mu, r.sigma, r.matches, r.wins,
				1 + (SELECT count(*) FROM ratings o WHERE o.mode = r.mode AND o.score > r.score)
			FROM ratings r WHERE r.player = $1 ORDER BY r.mode`, player)
		return err
	})
	return all, err
}

// BoardQuery selects a part of the leaderboard of a mode: after a cursor, around a player,
// or the top.
type BoardQuery struct {
	Mode   string
	After  string // Next of the previous Board
	Around string // a player
	Limit  int    // lines; 0: 20
}

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
	err = s.query(ctx, "board", func(ctx context.Context, c conn) error {
		b = Board{}
		if err := c.queryRow(ctx, "SELECT count(*) FROM ratings WHERE mode = $1", q.Mode).Scan(&b.Total); err != nil {
			return err
		}
		if q.Around != "" {
			from, err = positionAbove(ctx, c, q)
			if errors.Is(err, sql.ErrNoRows) {
				return nil
			}
			if err != nil {
				return err
			}
		}
		return b.readLines(ctx, c, q, from)
	})
	return b, err
}

// positionAbove is the position half a page above a player, so that they are shown in the
// middle.
func positionAbove(ctx context.Context, c conn, q BoardQuery) (*boardPosition, error) {
	var me float64
	if err := c.queryRow(ctx, "SELECT score FROM ratings WHERE mode = $1 AND player = $2", q.Mode, q.Around).Scan(&me); err != nil {
		return nil, err
	}
	var top boardPosition
	err := c.queryRow(ctx, `SELECT score, player FROM ratings
		WHERE mode = $1 AND (score > $2 OR score = $2 AND player < $3)
		ORDER BY score, player DESC LIMIT 1 OFFSET $4`, q.Mode, me, q.Around, q.Limit/2).Scan(&top.score, &top.player)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil // fewer than half a page above: begin at the top
	}
	return &top, err
}

// readLines reads the lines below a position, or from the top.
func (b *Board) readLines(ctx context.Context, c conn, q BoardQuery, from *boardPosition) error {
	const columns = `SELECT r.player, p.name, r.score, r.matches, r.wins FROM ratings r JOIN players p ON p.id = r.player
		WHERE r.mode = $1 `
	const order = ` ORDER BY r.score DESC, r.player LIMIT $2`
	scan := func(r *sql.Rows) (l BoardLine, err error) {
		err = r.Scan(&l.Player, &l.Name, &l.Score, &l.Matches, &l.Wins)
		return l, err
	}
	var err error
	passed := 0 // lines above the first one read
	if from == nil {
		b.Lines, err = queryAll(ctx, c, scan, columns+order, q.Mode, q.Limit+1)
	} else {
		b.Lines, err = queryAll(ctx, c, scan, columns+"AND (r.score < $3 OR r.score = $3 AND r.player > $4)"+order, q.Mode, q.Limit+1, from.score, from.player)
		if err == nil {
			err = c.queryRow(ctx, "SELECT count(*) FROM ratings WHERE mode = $1 AND (score > $2 OR score = $2 AND player <= $3)", q.Mode, from.score, from.player).Scan(&passed)
		}
	}
	if err != nil {
		return err
	}
	if len(b.Lines) > q.Limit {
		b.Lines = b.Lines[:q.Limit]
		last := b.Lines[q.Limit-1]
		b.Next = boardPosition{last.Score, last.Player}.String()
	}
	return b.assignRanks(ctx, c, q.Mode, passed)
}

// assignRanks numbers the lines; passed is the number of lines above.
func (b *Board) assignRanks(ctx context.Context, c conn, mode string, passed int) error {
	for i := range b.Lines {
		l := &b.Lines[i]
		switch {
		case i > 0 && l.Score == b.Lines[i-1].Score:
			l.Rank = b.Lines[i-1].Rank
		case i > 0 || passed == 0:
			l.Rank = passed + i + 1
		default: // lines above may have the same score as the first
			err := c.queryRow(ctx, "SELECT 1 + count(*) FROM ratings WHERE mode = $1 AND score > $2", mode, l.Score).Scan(&l.Rank)
			if err != nil {
				return err
			}
		}
	}
	return nil
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
