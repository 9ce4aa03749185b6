-- The logs of matches that are kept in the blob store. There is no reference to matches: a
-- log may be stored before its result is applied. Whose match is deleted is out of reach,
-- and deleted when its time comes.

-- +goose Up
CREATE TABLE replays (
	match   TEXT PRIMARY KEY,
	private BOOLEAN NOT NULL,
	game    TEXT NOT NULL,
	rules   BIGINT NOT NULL,
	ticks   BIGINT NOT NULL,
	rate    BIGINT NOT NULL,
	whole   BOOLEAN NOT NULL,
	size    BIGINT NOT NULL,
	bytes   BIGINT NOT NULL,
	stored  BIGINT NOT NULL
);
CREATE INDEX replays_stored ON replays (stored);

-- Logs out of which a player must be taken who has deleted their data. The row goes when
-- that is done.
CREATE TABLE replay_erasures (
	match  TEXT NOT NULL,
	player TEXT NOT NULL,
	PRIMARY KEY (match, player)
);

-- +goose Down
DROP TABLE replay_erasures;
DROP TABLE replays;
