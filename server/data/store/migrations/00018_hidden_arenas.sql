-- What operators have hidden, so that it is not published again as another arena; and who has reported
-- which arena, so that each counts once.

-- +goose Up
ALTER TABLE arena_versions ADD COLUMN content TEXT NOT NULL DEFAULT ''; -- SHA-256 of the text without its name
CREATE INDEX arena_versions_content ON arena_versions (content);

CREATE TABLE hidden_arenas (
	content TEXT NOT NULL, -- as in arena_versions
	arena   TEXT NOT NULL, -- which may be deleted
	PRIMARY KEY (content, arena)
);
CREATE INDEX hidden_arenas_arena ON hidden_arenas (arena);

CREATE TABLE arena_reporters (
	arena    TEXT NOT NULL REFERENCES arenas (id) ON DELETE CASCADE,
	reporter TEXT NOT NULL,
	PRIMARY KEY (arena, reporter)
);
CREATE INDEX arena_reporters_reporter ON arena_reporters (reporter);

-- +goose Down
DROP TABLE arena_reporters;
DROP TABLE hidden_arenas;
DROP INDEX arena_versions_content;
ALTER TABLE arena_versions DROP COLUMN content;
