-- Times are milliseconds since 1970, 0 for never. Hashes are SHA-256, in hex.

-- +goose Up
CREATE TABLE players (
	id      TEXT PRIMARY KEY,
	name    TEXT NOT NULL,
	created BIGINT NOT NULL,
	seen    BIGINT NOT NULL,
	matches BIGINT NOT NULL DEFAULT 0,
	wins    BIGINT NOT NULL DEFAULT 0,
	kills   BIGINT NOT NULL DEFAULT 0,
	deaths  BIGINT NOT NULL DEFAULT 0
);

-- Who has deleted their data: nothing but what keeps their old token from
-- making them anew.
CREATE TABLE tombstones (
	player_hash TEXT PRIMARY KEY,
	at          BIGINT NOT NULL
);

CREATE TABLE devices (
	token_hash TEXT PRIMARY KEY,
	player     TEXT NOT NULL REFERENCES players (id) ON DELETE CASCADE,
	created    BIGINT NOT NULL,
	seen       BIGINT NOT NULL,
	expires    BIGINT NOT NULL
);
CREATE INDEX devices_of_player ON devices (player, created);

CREATE TABLE links (
	player    TEXT PRIMARY KEY REFERENCES players (id) ON DELETE CASCADE,
	code_hash TEXT NOT NULL UNIQUE,
	expires   BIGINT NOT NULL
);

CREATE TABLE ratings (
	player  TEXT NOT NULL REFERENCES players (id) ON DELETE CASCADE,
	mode    TEXT NOT NULL,
	mu      DOUBLE PRECISION NOT NULL,
	sigma   DOUBLE PRECISION NOT NULL,
	score   DOUBLE PRECISION NOT NULL,
	matches BIGINT NOT NULL,
	wins    BIGINT NOT NULL,
	PRIMARY KEY (player, mode)
);
CREATE INDEX board ON ratings (mode, score DESC, player);

CREATE TABLE matches (
	id      TEXT PRIMARY KEY,
	room    TEXT NOT NULL,
	mode    TEXT NOT NULL,
	rated   BOOLEAN NOT NULL,
	aborted BOOLEAN NOT NULL,
	seed    BIGINT NOT NULL,
	began   BIGINT NOT NULL,
	ended   BIGINT NOT NULL
);

CREATE TABLE match_lines (
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
CREATE INDEX history ON match_lines (player, match DESC);

CREATE TABLE bans (
	id      TEXT PRIMARY KEY,
	player  TEXT NOT NULL,
	network TEXT NOT NULL,
	reason  TEXT NOT NULL,
	at      BIGINT NOT NULL,
	until   BIGINT NOT NULL
);

CREATE TABLE mutes (
	player TEXT PRIMARY KEY,
	reason TEXT NOT NULL,
	at     BIGINT NOT NULL,
	until  BIGINT NOT NULL
);

CREATE TABLE reports (
	id       TEXT PRIMARY KEY,
	at       BIGINT NOT NULL,
	reporter TEXT NOT NULL,
	accused  TEXT NOT NULL,
	name     TEXT NOT NULL,
	room     TEXT NOT NULL,
	reason   TEXT NOT NULL,
	text     TEXT NOT NULL,
	context  TEXT NOT NULL,
	closed   BIGINT NOT NULL
);
CREATE INDEX open_reports ON reports (closed, id DESC);

-- One row that a health check writes.
CREATE TABLE pulse (
	beats BIGINT NOT NULL
);
INSERT INTO pulse (beats) VALUES (0);

-- +goose Down
DROP TABLE pulse;
DROP TABLE reports;
DROP TABLE mutes;
DROP TABLE bans;
DROP TABLE match_lines;
DROP TABLE matches;
DROP TABLE ratings;
DROP TABLE links;
DROP TABLE devices;
DROP TABLE tombstones;
DROP TABLE players;
