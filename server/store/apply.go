package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

const topRanks = 100 // of a board: below, nobody is told who passed whom

// Standing is how somebody came out of a match, and how good they were before.
type Standing struct {
	Skill       // zero: never rated
	Matches int // that made the skill what it is
	Team    int // from 1; 0: everyone for themselves
	Place   int // from 1; equals share one
	Left    bool
}

// Rate tells what a match makes of the skills of those who played it. It must
// depend on nothing else: it is asked again when a transaction is retried.
type Rate func([]Standing) []Skill

// Applied is what a match has changed.
type Applied struct {
	Again bool   // nothing: it was applied before
	Moves []Move // on the board of its mode, best first
}

// Move is a change on a leaderboard. A rank beyond the hundredth is 0.
type Move struct {
	Player, Name  string
	From, Rank    int
	Score         float64
	Matches, Wins int
}

// ApplyMatch keeps a match, and moves the ratings and totals of its players, all
// or nothing, exactly once: a match of this id that was applied before changes
// nothing, and one that may have been applied and deleted is an ErrPruned. Players who are unknown here are made; those who have deleted their
// data are not, and nobody stands in their place.
func (s *Store) ApplyMatch(ctx context.Context, m Match, rate Rate) (a Applied, err error) {
	err = s.write(ctx, "apply_match", func(ctx context.Context, c conn) error {
		a = Applied{}
		fresh, err := putMatch(ctx, c, &m)
		if err != nil || !fresh {
			a.Again = !fresh
			return err
		}
		if err := countable(ctx, c, &m); err != nil {
			return err
		}
		work := m
		work.Lines = slices.Clone(m.Lines) // another attempt begins anew
		people, err := enlist(ctx, c, &work)
		if err != nil {
			return err
		}
		people = slices.DeleteFunc(people, func(p person) bool { return !m.Lines[p.line].Rated })
		if people, err = withoutFarming(ctx, c, &m, people); err != nil {
			return err
		}
		if m.Rated && !m.Aborted && len(people) > 1 {
			if a.Moves, err = rerate(ctx, c, &work, people, rate); err != nil {
				return err
			}
		}
		return putLines(ctx, c, &work)
	})
	return a, err
}

// putMatch reports whether m is new. Whoever comes second waits here until the
// first has committed.
func putMatch(ctx context.Context, c conn, m *Match) (fresh bool, err error) {
	m.Ended = later(m.Began, m.Ended)
	n, err := c.exec(ctx, `INSERT INTO matches (id, room, mode, rated, aborted, seed, began, ended)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
		m.ID, m.Room, m.Mode, m.Rated, m.Aborted, int64(m.Seed), stamp(m.Began), stamp(m.Ended))
	return n == 1, err
}

// person is a player in a match: the line that counts, which is the rated one or
// else the one they stayed for, and the sums of all. Somebody may have left and
// come back into another seat.
type person struct {
	id            string
	line          int
	kills, deaths int
}

// persons are those of m, by id: all transactions lock players in this order.
func persons(m *Match) []person {
	index := map[string]int{}
	var all []person
	for i, l := range m.Lines {
		if l.Player == "" {
			continue
		}
		k, known := index[l.Player]
		if !known {
			k = len(all)
			index[l.Player] = k
			all = append(all, person{id: l.Player, line: i})
		}
		p := &all[k]
		p.kills += l.Kills
		p.deaths += l.Deaths
		if now := &m.Lines[p.line]; !now.Rated && (l.Rated || now.Left && !l.Left) {
			p.line = i
		}
	}
	slices.SortFunc(all, func(a, b person) int { return cmp.Compare(a.id, b.id) })
	return all
}

// enlist moves the totals of those who played m, and takes those out of it who
// have deleted their data.
func enlist(ctx context.Context, c conn, m *Match) ([]person, error) {
	var people []person
	for _, p := range persons(m) {
		err := count(ctx, c, m, p)
		if err == nil {
			err = alive(ctx, c, p.id) // asked once their row is ours: they may be deleting it
		}
		switch {
		case errors.Is(err, ErrErased):
			if _, err := c.exec(ctx, "DELETE FROM players WHERE id = $1", p.id); err != nil {
				return nil, err
			}
			strike(m, p.id)
		case err != nil:
			return nil, err
		default:
			people = append(people, p)
		}
	}
	return people, nil
}

// count moves the totals of a player, who is made if need be.
func count(ctx context.Context, c conn, m *Match, p person) error {
	l := &m.Lines[p.line]
	matches, wins := 1, one(l.won())
	if m.Aborted {
		matches, wins, p.kills, p.deaths = 0, 0, 0, 0
	}
	_, err := c.exec(ctx, `INSERT INTO players (id, name, created, seen, matches, wins, kills, deaths)
		VALUES ($1, $2, $3, $3, $4, $5, $6, $7)
		ON CONFLICT (id) DO UPDATE SET matches = players.matches + $4, wins = players.wins + $5,
			kills = players.kills + $6, deaths = players.deaths + $7`,
		p.id, l.Name, stamp(m.Ended), matches, wins, p.kills, p.deaths)
	return err
}

// strike leaves nobody where a player stood.
func strike(m *Match, id string) {
	for i := range m.Lines {
		if l := &m.Lines[i]; l.Player == id {
			l.Player, l.Name = "", ErasedName
		}
	}
}

// rerate asks what m makes of the ratings of its people, and keeps that.
func rerate(ctx context.Context, c conn, m *Match, people []person, rate Rate) ([]Move, error) {
	before := make([]Standing, len(people))
	moves := make([]Move, len(people))
	for i, p := range people {
		l := &m.Lines[p.line]
		before[i] = Standing{Team: l.Team, Place: l.Place, Left: l.Left}
		moves[i] = Move{Player: p.id, Name: l.Name}
		if err := lockRating(ctx, c, p.id, m.Mode, &before[i], &moves[i].Wins); err != nil {
			return nil, err
		}
	}
	after := rate(before)
	if len(after) != len(people) {
		panic(fmt.Sprintf("store: %d people were rated %d skills", len(people), len(after)))
	}
	for i, b := range before {
		if b.Matches > 0 {
			var err error
			if moves[i].From, err = topRank(ctx, c, m.Mode, b.Score()); err != nil {
				return nil, err
			}
		}
	}
	for i, p := range people {
		l := &m.Lines[p.line]
		l.Gain = after[i].Score() - before[i].Score()
		moves[i].Score, moves[i].Matches = after[i].Score(), before[i].Matches+1
		moves[i].Wins += one(l.won())
		_, err := c.exec(ctx, "UPDATE ratings SET mu = $3, sigma = $4, score = $5, matches = $6, wins = $7 WHERE player = $1 AND mode = $2",
			p.id, m.Mode, after[i].Mu, after[i].Sigma, moves[i].Score, moves[i].Matches, moves[i].Wins)
		if err != nil {
			return nil, err
		}
	}
	return ranked(ctx, c, m.Mode, moves)
}

// lockRating reads the rating of a player and keeps other matches from it until
// this one is done.
func lockRating(ctx context.Context, c conn, player, mode string, s *Standing, wins *int) error {
	return c.row(ctx, `INSERT INTO ratings (player, mode, mu, sigma, score, matches, wins) VALUES ($1, $2, 0, 0, 0, 0, 0)
		ON CONFLICT (player, mode) DO UPDATE SET mu = ratings.mu
		RETURNING mu, sigma, matches, wins`, player, mode).Scan(&s.Mu, &s.Sigma, &s.Matches, wins)
}

// ranked tells where everybody stands now.
func ranked(ctx context.Context, c conn, mode string, moves []Move) ([]Move, error) {
	for i := range moves {
		var err error
		if moves[i].Rank, err = topRank(ctx, c, mode, moves[i].Score); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(moves, func(a, b Move) int { return cmp.Compare(b.Score, a.Score) })
	return moves, nil
}

// topRank is the rank of a score, if it is among the first. Whoever is on the
// board only because they are being rated just now does not count.
func topRank(ctx context.Context, c conn, mode string, score float64) (int, error) {
	var better int
	err := c.row(ctx, "SELECT count(*) FROM (SELECT 1 FROM ratings WHERE mode = $1 AND score > $2 AND matches > 0 LIMIT $3) AS better",
		mode, score, topRanks).Scan(&better)
	if better >= topRanks {
		return 0, err
	}
	return better + 1, err
}

func putLines(ctx context.Context, c conn, m *Match) error {
	for i, l := range m.Lines {
		var player any
		if l.Player != "" {
			player = l.Player
		}
		_, err := c.exec(ctx, `INSERT INTO match_lines (match, line, player, name, bot, team, place, points, kills, deaths, gone, gain)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			m.ID, i, player, l.Name, l.Bot, l.Team, l.Place, l.Points, l.Kills, l.Deaths, l.Left, l.Gain)
		if err != nil {
			return err
		}
	}
	return nil
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}
