-- The season of each rating, and the ratings of past seasons. A row of ratings is of the last
-- season in which its player was rated; it moves to past_ratings with their first rated match of
-- a later one. Season 0 is what was before there were seasons.

-- +goose Up
ALTER TABLE ratings ADD COLUMN season BIGINT NOT NULL DEFAULT 0;
ALTER TABLE ratings ADD COLUMN best BIGINT NOT NULL DEFAULT 0; -- the best rank of the season; 0: never among the first hundred
CREATE TABLE past_ratings (
	player  TEXT NOT NULL REFERENCES players (id) ON DELETE CASCADE,
	mode    TEXT NOT NULL,
	season  BIGINT NOT NULL,
	mu      DOUBLE PRECISION NOT NULL,
	sigma   DOUBLE PRECISION NOT NULL,
	score   DOUBLE PRECISION NOT NULL,
	matches BIGINT NOT NULL,
	wins    BIGINT NOT NULL,
	best    BIGINT NOT NULL,
	PRIMARY KEY (player, mode, season)
);
CREATE INDEX past_board ON past_ratings (mode, season, score DESC, player);
CREATE INDEX season_board ON ratings (mode, season, score DESC, player);
CREATE VIEW season_ratings AS
	SELECT player, mode, season, mu, sigma, score, matches, wins, best FROM ratings
	UNION ALL
	SELECT player, mode, season, mu, sigma, score, matches, wins, best FROM past_ratings;

-- +goose Down
DROP VIEW season_ratings;
DROP INDEX season_board;
DROP TABLE past_ratings;
ALTER TABLE ratings DROP COLUMN best;
ALTER TABLE ratings DROP COLUMN season;
