-- The best run of each player and day: what they have in the daily run of a game.

-- +goose Up
CREATE TABLE daily_runs (
	id      TEXT PRIMARY KEY,
	game    TEXT NOT NULL,
	day     TEXT NOT NULL, -- of UTC, as 2026-11-29
	rules   BIGINT NOT NULL,
	version BIGINT NOT NULL, -- of the daily run by those rules
	player  TEXT NOT NULL REFERENCES players (id) ON DELETE CASCADE,
	score   BIGINT NOT NULL,
	ticks   BIGINT NOT NULL,
	size    BIGINT NOT NULL, -- of its log in the blob store
	bytes   BIGINT NOT NULL,
	sent    BIGINT NOT NULL,
	UNIQUE (game, day, player)
);
CREATE INDEX daily_runs_player ON daily_runs (player);
CREATE INDEX daily_runs_sent ON daily_runs (sent);

-- What was held in each run that was sent, as a hash, so that nobody sends that of another.
CREATE TABLE daily_inputs (
	game   TEXT NOT NULL,
	day    TEXT NOT NULL,
	held   TEXT NOT NULL,
	player TEXT NOT NULL REFERENCES players (id) ON DELETE CASCADE,
	sent   BIGINT NOT NULL,
	PRIMARY KEY (game, day, held)
);
CREATE INDEX daily_inputs_player ON daily_inputs (player);
CREATE INDEX daily_inputs_sent ON daily_inputs (sent);

-- The logs of runs in the blob store. A log without a run is deleted there, and then here.
CREATE TABLE daily_logs (
	id    TEXT PRIMARY KEY,
	noted BIGINT NOT NULL
);

-- +goose Down
DROP TABLE daily_logs;
DROP TABLE daily_inputs;
DROP TABLE daily_runs;
