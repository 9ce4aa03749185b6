package store

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"perihelion/shared/deeds"
)

const topRanks = 100 // of a leaderboard: changes below are not reported

// Standing is the place of a player in a match, and their skill before it.
type Standing struct {
	Skill       // zero: never rated
	Seasons int // that have begun since; their soft resets are still to be done
	matches int // rated ones of the season before this
	Team    int // from 1; 0: no teams
	Place   int // from 1; equal results share a place
	left    bool
}

// Rated is the skill of a player with which they began a match, after the soft resets of
// seasons, and the one after it.
type Rated struct{ Before, After Skill }

// RateFunc computes the new skills of the players of a match. It must depend on its
// argument only, because it is called again if the transaction is retried.
type RateFunc func([]Standing) []Rated

// ApplyResult is what a match has changed.
type ApplyResult struct {
	Duplicate   bool         // the match was applied before; nothing changed
	RankChanges []RankChange // on the leaderboard of its mode, best first
}

// RankChange is a change on a leaderboard. A rank below 100 is given as 0.
type RankChange struct {
	Player, Name  string
	From, Rank    int
	Score         float64
	Matches, Wins int

	season, best int // of the row, before the match
}

// ApplyMatch stores a match and updates the ratings, experience and totals of its players in one
// transaction, exactly once: a match with an id that was applied before changes nothing.
// errPruned: the match is so old that it may have been applied and deleted. errOutdated: it
// was played in a copy of its room of which another has taken the place. Unknown players
// are created; players who have deleted their data are not, and their lines become
// anonymous.
func (s *Store) ApplyMatch(ctx context.Context, m Match, rate RateFunc) (a ApplyResult, err error) {
	err = s.transact(ctx, "apply_match", func(ctx context.Context, c conn) error {
		a = ApplyResult{}
		fresh, err := insertMatch(ctx, c, &m)
		if err != nil || !fresh {
			a.Duplicate = !fresh
			return err
		}
		if err := checkNotPruned(ctx, c, &m); err != nil {
			return err
		}
		if err := checkNotOutdated(ctx, c, &m); err != nil {
			return err
		}
		work := m
		work.Lines = slices.Clone(m.Lines) // because the transaction may be retried
		participants, err := addParticipants(ctx, c, &work)
		if err != nil {
			return err
		}
		participants = slices.DeleteFunc(participants, func(p participant) bool { return !m.Lines[p.line].Rated })
		if participants, err = excludeFarming(ctx, c, &m, participants); err != nil {
			return err
		}
		if m.Rated && !m.Aborted && len(participants) > 1 {
			if a.RankChanges, err = updateRatings(ctx, c, &work, participants, rate); err != nil {
				return err
			}
		}
		return insertLines(ctx, c, &work)
	})
	return a, err
}

// insertMatch reports whether m is new. A second transaction with the same match waits here
// until the first one has committed.
func insertMatch(ctx context.Context, c conn, m *Match) (fresh bool, err error) {
	m.Ended = laterOf(m.Began, m.Ended)
	n, err := c.exec(ctx, `INSERT INTO matches (id, room, mode, rated, aborted, seed, began, ended)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING`,
		m.ID, m.Room, m.Mode, m.Rated, m.Aborted, int64(m.Seed), toMillis(m.Began), toMillis(m.Ended))
	return n == 1, err
}

// participant is a player in a match: the line that counts (the rated one, or else one that
// they did not leave), and the sums of all lines. A player may leave and come back into
// another seat.
type participant struct {
	id      string
	line    int
	figures map[string]int
}

// participantsOf returns the players of m, sorted by id: all transactions lock players in
// this order, so that they cannot deadlock.
func participantsOf(m *Match) []participant {
	index := map[string]int{}
	var all []participant
	for i, l := range m.Lines {
		if l.Player == "" {
			continue
		}
		k, known := index[l.Player]
		if !known {
			k = len(all)
			index[l.Player] = k
			all = append(all, participant{id: l.Player, line: i, figures: map[string]int{}})
		}
		p := &all[k]
		for name, n := range l.Figures {
			p.figures[name] += n
		}
		if now := &m.Lines[p.line]; !now.Rated && (l.Rated || now.Left && !l.Left) {
			p.line = i
		}
	}
	slices.SortFunc(all, func(a, b participant) int { return cmp.Compare(a.id, b.id) })
	return all
}

// addParticipants updates the totals, deeds and experience of the players of m, and makes the lines of those
// anonymous who have deleted their data.
func addParticipants(ctx context.Context, c conn, m *Match) ([]participant, error) {
	var participants []participant
	for _, p := range participantsOf(m) {
		err := addTotals(ctx, c, m, p)
		if err == nil {
			err = checkNotErased(ctx, c, p.id) // only after their row is locked: they may be deleting it
		}
		switch {
		case errors.Is(err, ErrErased):
			if _, err := c.exec(ctx, "DELETE FROM players WHERE id = $1", p.id); err != nil {
				return nil, err
			}
			anonymizeLines(m, p.id)
		case err != nil:
			return nil, err
		default:
			if err := grantExperience(ctx, c, m, p.id); err != nil {
				return nil, err
			}
			if err := addDeeds(ctx, c, p.id, &m.Week, deedsOf(m, p.id)); err != nil {
				return nil, err
			}
			participants = append(participants, p)
		}
	}
	return participants, nil
}

// addTotals updates the totals of a player, and creates the player if needed.
func addTotals(ctx context.Context, c conn, m *Match, p participant) error {
	l := &m.Lines[p.line]
	matches, wins := 1, boolToInt(l.won())
	if m.Aborted {
		matches, wins, p.figures = 0, 0, nil
	}
	_, err := c.exec(ctx, `INSERT INTO players (id, name, created, seen, matches, wins)
		VALUES ($1, $2, $3, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET matches = players.matches + $4, wins = players.wins + $5`,
		p.id, l.Name, toMillis(m.Ended), matches, wins)
	if err != nil || len(p.figures) == 0 {
		return err
	}
	return addFigures(ctx, c, p.id, p.figures)
}

// addFigures adds to the totals of a player, whose row is locked. A figure of 0 is stored as
// well: it says that the player has played a game that has it.
func addFigures(ctx context.Context, c conn, player string, figures map[string]int) error {
	rows, args := "", []any{player}
	for _, name := range slices.Sorted(maps.Keys(figures)) {
		if rows != "" {
			rows += ", "
		}
		rows += fmt.Sprintf("($1, $%d, $%d)", len(args)+1, len(args)+2)
		args = append(args, name, figures[name])
	}
	_, err := c.exec(ctx, "INSERT INTO player_figures (player, figure, total) VALUES "+rows+`
		ON CONFLICT (player, figure) DO UPDATE SET total = player_figures.total + excluded.total`, args...)
	return err
}

// anonymizeLines removes a player from the lines of m.
func anonymizeLines(m *Match, id string) {
	for i := range m.Lines {
		if l := &m.Lines[i]; l.Player == id {
			l.Player, l.Name = "", erasedName
		}
	}
}

// updateRatings computes the new ratings and stores them.
func updateRatings(ctx context.Context, c conn, m *Match, participants []participant, rate RateFunc) ([]RankChange, error) {
	before := make([]Standing, len(participants))
	moves := make([]RankChange, len(participants))
	for i, p := range participants {
		l := &m.Lines[p.line]
		before[i] = Standing{Team: l.Team, Place: l.Place, left: l.Left}
		moves[i] = RankChange{Player: p.id, Name: l.Name}
		if err := lockRating(ctx, c, m, &before[i], &moves[i]); err != nil {
			return nil, err
		}
	}
	rated := rate(before)
	if len(rated) != len(participants) {
		panic(fmt.Sprintf("store: %d people were rated %d skills", len(participants), len(rated)))
	}
	for i, b := range before {
		var err error
		if moves[i].From, err = m.topRank(ctx, c, &moves[i], b.Score(), b.matches); err != nil {
			return nil, err
		}
	}
	for i, p := range participants {
		l, after := &m.Lines[p.line], &rated[i].After
		l.Gain = after.Score() - rated[i].Before.Score()
		moves[i].Score, moves[i].Matches = after.Score(), before[i].matches+1
		moves[i].Wins += boolToInt(l.won())
		_, err := c.exec(ctx, "UPDATE ratings SET mu = $3, sigma = $4, score = $5, matches = $6, wins = $7 WHERE player = $1 AND mode = $2",
			p.id, m.Mode, after.Mu, after.Sigma, moves[i].Score, moves[i].Matches, moves[i].Wins)
		if err == nil && moves[i].Matches == m.Placement {
			err = addDeeds(ctx, c, p.id, &m.Week, map[string]int{deeds.Placements: 1})
		}
		if err != nil {
			return nil, err
		}
	}
	return m.withRanks(ctx, c, moves)
}

// withRanks sets the new rank of each player, and stores the best one of the season.
func (m *Match) withRanks(ctx context.Context, c conn, moves []RankChange) ([]RankChange, error) {
	for i := range moves {
		r := &moves[i]
		var err error
		if r.Rank, err = m.topRank(ctx, c, r, r.Score, r.Matches); err != nil {
			return nil, err
		}
		if r.Rank > 0 && (r.best == 0 || r.Rank < r.best) {
			if _, err := c.exec(ctx, "UPDATE ratings SET best = $3 WHERE player = $1 AND mode = $2", r.Player, m.Mode, r.Rank); err != nil {
				return nil, err
			}
		}
	}
	slices.SortStableFunc(moves, func(a, b RankChange) int { return cmp.Compare(b.Score, a.Score) })
	return moves, nil
}

// topRank is the rank in the season of r of a score after so many matches, or 0 if it is below
// topRanks, or before the placement is done.
func (m *Match) topRank(ctx context.Context, c conn, r *RankChange, score float64, matches int) (int, error) {
	placed := max(m.Placement, 1)
	if matches < placed {
		return 0, nil
	}
	var better int
	err := c.queryRow(ctx, "SELECT count(*) FROM (SELECT 1 FROM ratings WHERE mode = $1 AND season = $2 AND score > $3 AND matches >= $4 LIMIT $5) AS better",
		m.Mode, r.season, score, placed, topRanks).Scan(&better)
	if better >= topRanks {
		return 0, err
	}
	return better + 1, err
}

func insertLines(ctx context.Context, c conn, m *Match) error {
	for i, l := range m.Lines {
		var player any
		if l.Player != "" {
			player = l.Player
		}
		figures, err := encodeFigures(l.Figures)
		if err != nil {
			return err
		}
		_, err = c.exec(ctx, `INSERT INTO match_lines (match, line, player, name, bot, team, place, points, figures, gone, gain, experience)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
			m.ID, i, player, l.Name, l.Bot, l.Team, l.Place, l.Points, figures, l.Left, l.Gain, l.Experience)
		if err != nil {
			return err
		}
	}
	return nil
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// A round that is won because all others left is easily arranged between two accounts of
// one person. So of the rounds that a player leaves to the same winner, only
// maxRatedForfeits within forfeitWindow change ratings.
const (
	maxRatedForfeits = 3
	forfeitWindow    = 24 * time.Hour
)

// excludeFarming removes those participants who have left m to its only rated player who
// stayed, if they did that too often before.
func excludeFarming(ctx context.Context, c conn, m *Match, participants []participant) ([]participant, error) {
	stayed := ""
	for _, p := range participants {
		if m.Lines[p.line].Left {
			continue
		}
		if stayed != "" {
			return participants, nil
		}
		stayed = p.id
	}
	kept := participants[:0]
	for _, p := range participants {
		forfeits := 0
		if m.Lines[p.line].Left && stayed != "" {
			err := c.queryRow(ctx, `SELECT count(DISTINCT m.id) FROM match_lines l
				JOIN matches m ON m.id = l.match
				JOIN match_lines w ON w.match = m.id AND w.player = $2 AND w.gain > 0 AND NOT w.gone
				WHERE l.player = $1 AND l.gone AND m.rated AND NOT m.aborted AND m.mode = $3 AND m.began > $4`,
				p.id, stayed, m.Mode, toMillis(m.Began.Add(-forfeitWindow))).Scan(&forfeits)
			if err != nil {
				return nil, err
			}
		}
		if forfeits < maxRatedForfeits {
			kept = append(kept, p)
		}
	}
	return kept, nil
}
