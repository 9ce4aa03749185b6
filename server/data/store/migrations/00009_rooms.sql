-- Which server plays which room, for rooms that players are in. Each copy of a room that goes
-- on with the match of another has a higher epoch than that: results of lower ones count for
-- nothing.

-- +goose Up
CREATE TABLE rooms (
	id    TEXT PRIMARY KEY,
	node  TEXT NOT NULL,
	epoch BIGINT NOT NULL,
	seen  BIGINT NOT NULL
);
CREATE INDEX rooms_node ON rooms (node);
CREATE INDEX rooms_seen ON rooms (seen);

-- +goose Down
DROP TABLE rooms;
