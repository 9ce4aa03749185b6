-- The lines on the hull and the sound of a kill that players have chosen.

-- +goose Up
ALTER TABLE players ADD COLUMN hull_lines BIGINT NOT NULL DEFAULT 0;
ALTER TABLE players ADD COLUMN kill_sound BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE players DROP COLUMN kill_sound;
ALTER TABLE players DROP COLUMN hull_lines;
