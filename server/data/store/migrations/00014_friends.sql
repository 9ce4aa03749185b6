-- Friends: a row says that a player wants another for a friend, and those who both want it are
-- friends. A row without its counterpart is a request.

-- +goose Up
CREATE TABLE friends (
	player TEXT NOT NULL REFERENCES players (id) ON DELETE CASCADE,
	friend TEXT NOT NULL REFERENCES players (id) ON DELETE CASCADE,
	since  BIGINT NOT NULL,
	PRIMARY KEY (player, friend)
);
CREATE INDEX friends_of ON friends (friend);
CREATE INDEX players_name ON players (name);

-- +goose Down
DROP INDEX players_name;
DROP TABLE friends;
