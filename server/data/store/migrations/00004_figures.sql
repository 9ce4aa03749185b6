-- The figures of a player in a match, and their totals, are named by the game: kills and
-- deaths were those of one game. The figures of a line are a JSON object of numbers, its
-- names sorted. A copy of match_lines is written once, which is faster than changing every
-- row of it and dropping two columns.
--
-- This takes columns away at once: their values move, and could not be kept right in both
-- places while older servers add to the old ones.

-- +goose Up
CREATE TABLE match_lines_new (
	match   TEXT NOT NULL REFERENCES matches (id) ON DELETE CASCADE,
	line    BIGINT NOT NULL,
	player  TEXT,
	name    TEXT NOT NULL,
	bot     BOOLEAN NOT NULL,
	team    BIGINT NOT NULL,
	place   BIGINT NOT NULL,
	points  BIGINT NOT NULL,
	figures TEXT NOT NULL,
	gone    BOOLEAN NOT NULL,
	gain    DOUBLE PRECISION NOT NULL,
	PRIMARY KEY (match, line)
);
INSERT INTO match_lines_new (match, line, player, name, bot, team, place, points, figures, gone, gain)
	SELECT match, line, player, name, bot, team, place, points, '{"deaths":' || deaths || ',"kills":' || kills || '}', gone, gain
	FROM match_lines ORDER BY match, line;
DROP TABLE match_lines;
ALTER TABLE match_lines_new RENAME TO match_lines;
CREATE INDEX history ON match_lines (player, match DESC);

CREATE TABLE player_figures (
	player TEXT NOT NULL REFERENCES players (id) ON DELETE CASCADE,
	figure TEXT NOT NULL,
	total  BIGINT NOT NULL,
	PRIMARY KEY (player, figure)
);
INSERT INTO player_figures (player, figure, total) SELECT id, 'deaths', deaths FROM players WHERE matches > 0;
INSERT INTO player_figures (player, figure, total) SELECT id, 'kills', kills FROM players WHERE matches > 0;
ALTER TABLE players DROP COLUMN kills;
ALTER TABLE players DROP COLUMN deaths;

UPDATE schema_floor SET version = 4;

-- +goose Down
UPDATE schema_floor SET version = 1;

ALTER TABLE players ADD COLUMN kills BIGINT NOT NULL DEFAULT 0;
ALTER TABLE players ADD COLUMN deaths BIGINT NOT NULL DEFAULT 0;
UPDATE players SET
	kills = coalesce((SELECT total FROM player_figures f WHERE f.player = players.id AND f.figure = 'kills'), 0),
	deaths = coalesce((SELECT total FROM player_figures f WHERE f.player = players.id AND f.figure = 'deaths'), 0);
DROP TABLE player_figures;

-- The figures of other games are lost. Both databases can read JSON, but not in the same
-- words; trim removes characters, whatever their order, and both have it.
CREATE TABLE match_lines_old (
	match  TEXT NOT NULL REFERENCES matches (id) ON DELETE CASCADE,
	line   BIGINT NOT NULL,
	player TEXT,
	name   TEXT NOT NULL,
	bot    BOOLEAN NOT NULL,
	team   BIGINT NOT NULL,
	place  BIGINT NOT NULL,
	points BIGINT NOT NULL,
	kills  BIGINT NOT NULL,
	deaths BIGINT NOT NULL,
	gone   BOOLEAN NOT NULL,
	gain   DOUBLE PRECISION NOT NULL,
	PRIMARY KEY (match, line)
);
INSERT INTO match_lines_old (match, line, player, name, bot, team, place, points, kills, deaths, gone, gain)
	SELECT match, line, player, name, bot, team, place, points,
		CASE WHEN figures LIKE '{"deaths":%,"kills":%}'
			THEN CAST(rtrim(ltrim(ltrim(ltrim(figures, '{"deaths:'), '0123456789'), ',"kills:'), '}') AS BIGINT) ELSE 0 END,
		CASE WHEN figures LIKE '{"deaths":%,"kills":%}'
			THEN CAST(rtrim(rtrim(ltrim(figures, '{"deaths:'), '0123456789}'), ',"kills:') AS BIGINT) ELSE 0 END,
		gone, gain
	FROM match_lines;
DROP TABLE match_lines;
ALTER TABLE match_lines_old RENAME TO match_lines;
CREATE INDEX history ON match_lines (player, match DESC);
