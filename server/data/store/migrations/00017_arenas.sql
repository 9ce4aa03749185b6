-- Arenas that players make: each with its versions, of which one is published, and those that wait to
-- be tried by bots.

-- +goose Up
CREATE TABLE arenas (
	id             TEXT PRIMARY KEY,
	owner          TEXT NOT NULL REFERENCES players (id) ON DELETE CASCADE,
	state          TEXT NOT NULL, -- draft, published, featured or hidden
	rotation       BOOLEAN NOT NULL, -- public rooms play in it, while it is featured
	version        BIGINT NOT NULL, -- the newest
	published      BIGINT NOT NULL, -- the version that others see; 0: none
	parent         TEXT NOT NULL, -- of which it is a fork; empty: of none
	parent_version BIGINT NOT NULL,
	plays          BIGINT NOT NULL,
	forks          BIGINT NOT NULL,
	reports        BIGINT NOT NULL,
	created        BIGINT NOT NULL,
	changed        BIGINT NOT NULL,
	listed         BIGINT NOT NULL -- when it was published first; 0: never
);
CREATE INDEX arenas_owner ON arenas (owner, changed);
CREATE INDEX arenas_listed ON arenas (state, listed);
CREATE INDEX arenas_plays ON arenas (state, plays);

CREATE TABLE arena_versions (
	arena   TEXT NOT NULL,
	version BIGINT NOT NULL,
	owner   TEXT NOT NULL REFERENCES players (id) ON DELETE CASCADE,
	title   TEXT NOT NULL,
	hash    TEXT NOT NULL,
	text    TEXT NOT NULL,
	bytes   BIGINT NOT NULL,
	created BIGINT NOT NULL,
	checked BIGINT NOT NULL, -- when bots had tried it; 0: they have not
	report  TEXT NOT NULL, -- JSON of what they found; empty: not checked
	PRIMARY KEY (arena, version)
);
CREATE INDEX arena_versions_owner ON arena_versions (owner);
CREATE INDEX arena_versions_hash ON arena_versions (hash);

CREATE TABLE arena_checks (
	arena   TEXT PRIMARY KEY REFERENCES arenas (id) ON DELETE CASCADE,
	version BIGINT NOT NULL,
	queued  BIGINT NOT NULL,
	node    TEXT NOT NULL, -- that does it; empty: none yet
	until   BIGINT NOT NULL, -- when another may take it over
	tries   BIGINT NOT NULL
);
CREATE INDEX arena_checks_queued ON arena_checks (queued);

-- +goose Down
DROP TABLE arena_checks;
DROP TABLE arena_versions;
DROP TABLE arenas;
