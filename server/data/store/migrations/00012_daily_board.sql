-- The order of the boards of days: without it each look at one sorts them all.

-- +goose Up
CREATE INDEX daily_runs_board ON daily_runs (game, day, rules, version, score DESC, sent, id);

-- +goose Down
DROP INDEX daily_runs_board;
