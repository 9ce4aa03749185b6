-- Experience of players, which makes their level, and what of it each round gave.

-- +goose Up
ALTER TABLE players ADD COLUMN experience BIGINT NOT NULL DEFAULT 0;
ALTER TABLE players ADD COLUMN experience_day BIGINT NOT NULL DEFAULT 0; -- the last day that gave some, in days since 1970, of UTC
ALTER TABLE players ADD COLUMN experience_today BIGINT NOT NULL DEFAULT 0; -- that rounds of that day have given
ALTER TABLE match_lines ADD COLUMN experience BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE match_lines DROP COLUMN experience;
ALTER TABLE players DROP COLUMN experience_today;
ALTER TABLE players DROP COLUMN experience_day;
ALTER TABLE players DROP COLUMN experience;
