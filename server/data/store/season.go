package store

import (
	"context"

	"perihelion/server/match/season"
)

// lockRating reads the rating of a player and locks its row until the transaction ends. If it is
// of a season before that of m, it is kept among the past ones, and the player begins the season
// of m: once, because whoever else would do it waits for the row, and then finds it begun.
//
// A match that ended in a season before that of the rating, and comes late, counts in the
// season of the rating.
func lockRating(ctx context.Context, c conn, m *Match, s *Standing, r *RankChange) error {
	err := c.queryRow(ctx, `INSERT INTO ratings (player, mode, mu, sigma, score, matches, wins, season) VALUES ($1, $2, 0, 0, 0, 0, 0, $3)
		ON CONFLICT (player, mode) DO UPDATE SET mu = ratings.mu
		RETURNING mu, sigma, matches, wins, season, best`, r.Player, m.Mode, m.Season).Scan(&s.Mu, &s.Sigma, &s.matches, &r.Wins, &r.season, &r.best)
	if err != nil || r.season >= m.Season {
		return err
	}
	_, err = c.exec(ctx, `INSERT INTO past_ratings (player, mode, season, mu, sigma, score, matches, wins, best)
		SELECT player, mode, season, mu, sigma, score, matches, wins, best FROM ratings WHERE player = $1 AND mode = $2`, r.Player, m.Mode)
	if err != nil {
		return err
	}
	s.Seasons = season.Between(r.season, m.Season)
	s.matches, r.Wins, r.best, r.season = 0, 0, 0, m.Season
	_, err = c.exec(ctx, "UPDATE ratings SET season = $3, matches = 0, wins = 0, best = 0 WHERE player = $1 AND mode = $2", r.Player, m.Mode, m.Season)
	return err
}
