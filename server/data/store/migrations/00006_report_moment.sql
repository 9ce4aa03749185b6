-- Which match a report is about, and which moment of it, so that an operator can see it.

-- +goose Up
ALTER TABLE reports ADD COLUMN match TEXT NOT NULL DEFAULT '';
ALTER TABLE reports ADD COLUMN moment BIGINT NOT NULL DEFAULT 0; -- milliseconds from the beginning of its log

-- +goose Down
ALTER TABLE reports DROP COLUMN moment;
ALTER TABLE reports DROP COLUMN match;
