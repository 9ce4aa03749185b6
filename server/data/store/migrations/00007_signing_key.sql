-- With which key the server that started last signs tokens, by its id: one row; empty: none
-- has started since there is this table.

-- +goose Up
CREATE TABLE signing_key (
	id    TEXT NOT NULL,
	since BIGINT NOT NULL
);
INSERT INTO signing_key (id, since) VALUES ('', 0);

-- +goose Down
DROP TABLE signing_key;
