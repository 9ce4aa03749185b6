package store

import (
	"context"
	"time"
)

// A round that is won because everyone else left is easily arranged between two
// accounts of one person: of those that somebody leaves to the same winner, forfeitsRated
// in forfeitsWithin change ratings.
const (
	forfeitsRated  = 3
	forfeitsWithin = 24 * time.Hour
)

// withoutFarming takes those out of people who have left m to its only rated player who
// stayed, as they did too often before.
func withoutFarming(ctx context.Context, c conn, m *Match, people []person) ([]person, error) {
	stayed := ""
	for _, p := range people {
		if m.Lines[p.line].Left {
			continue
		}
		if stayed != "" {
			return people, nil
		}
		stayed = p.id
	}
	kept := people[:0]
	for _, p := range people {
		forfeits := 0
		if m.Lines[p.line].Left && stayed != "" {
			err := c.row(ctx, `SELECT count(DISTINCT m.id) FROM match_lines l
				JOIN matches m ON m.id = l.match
				JOIN match_lines w ON w.match = m.id AND w.player = $2 AND w.gain > 0 AND NOT w.gone
				WHERE l.player = $1 AND l.gone AND m.rated AND NOT m.aborted AND m.mode = $3 AND m.began > $4`,
				p.id, stayed, m.Mode, stamp(m.Began.Add(-forfeitsWithin))).Scan(&forfeits)
			if err != nil {
				return nil, err
			}
		}
		if forfeits < forfeitsRated {
			kept = append(kept, p)
		}
	}
	return kept, nil
}
