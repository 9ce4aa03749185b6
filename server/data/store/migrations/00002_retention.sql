-- What the janitor looks for, and how far matches have been deleted.

-- +goose Up
CREATE INDEX matches_ended ON matches (ended);
CREATE INDEX players_seen ON players (seen);
CREATE INDEX devices_expires ON devices (expires);
CREATE INDEX reports_at ON reports (at);

-- One row: a match that ended up to then and is not known may have been deleted,
-- and must not count again.
CREATE TABLE pruned (
	matches_ended BIGINT NOT NULL
);
INSERT INTO pruned (matches_ended) VALUES (0);

-- +goose Down
DROP TABLE pruned;
DROP INDEX reports_at;
DROP INDEX devices_expires;
DROP INDEX players_seen;
DROP INDEX matches_ended;
