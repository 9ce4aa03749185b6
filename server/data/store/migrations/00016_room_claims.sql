-- When the server that plays a room began to, so that results of rounds that had ended before
-- count, whenever they are stored. 0: before there was this column.

-- +goose Up
ALTER TABLE rooms ADD COLUMN claimed BIGINT NOT NULL DEFAULT 0;

-- +goose Down
ALTER TABLE rooms DROP COLUMN claimed;
