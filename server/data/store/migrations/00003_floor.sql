-- Which servers can work with this schema: those that know this version of it, or
-- a later one. A migration that only expands (new tables, new columns with a
-- default, new indices) leaves it as it is. One that contracts raises it to the
-- version with which servers stopped to use what it takes away.

-- +goose Up
CREATE TABLE schema_floor (
	version BIGINT NOT NULL
);
INSERT INTO schema_floor (version) VALUES (1);

-- +goose Down
DROP TABLE schema_floor;
