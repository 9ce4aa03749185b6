-- What players are counted for beyond a match, and the looks that they have chosen of what that
-- has earned.

-- +goose Up
ALTER TABLE players ADD COLUMN title BIGINT NOT NULL DEFAULT 0;
ALTER TABLE players ADD COLUMN trail BIGINT NOT NULL DEFAULT 0;
CREATE TABLE deeds (
	player TEXT NOT NULL REFERENCES players (id) ON DELETE CASCADE,
	week   BIGINT NOT NULL, -- when it began; 0: all of them
	deed   TEXT NOT NULL,
	total  BIGINT NOT NULL,
	PRIMARY KEY (player, week, deed)
);
CREATE INDEX deeds_week ON deeds (week);

-- +goose Down
DROP TABLE deeds;
ALTER TABLE players DROP COLUMN trail;
ALTER TABLE players DROP COLUMN title;
