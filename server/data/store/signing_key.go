package store

import (
	"context"
	"fmt"
	"time"
)

// SigningKey is the id of the key with which the server that started last signs tokens;
// empty: none has, or the schema is older than that. It may be called before Migrate.
func (s *Store) SigningKey(ctx context.Context) (id string, err error) {
	there, err := hasTable(ctx, s.dialect, s.writePool.db, "signing_key")
	if err != nil || !there {
		return "", err
	}
	err = s.query(ctx, "signing_key", func(ctx context.Context, c conn) error {
		return c.queryRow(ctx, "SELECT id FROM signing_key").Scan(&id)
	})
	return id, err
}

// SetSigningKey notes with which key a server signs: the first of those that it verifies.
// ErrConflict: the last server that started signs with a key that is none of them.
func (s *Store) SetSigningKey(ctx context.Context, verified []string, now time.Time) error {
	return s.transact(ctx, "set_signing_key", func(ctx context.Context, c conn) error {
		args, marks := []any{verified[0], toMillis(now)}, ""
		for i, id := range verified {
			args = append(args, id)
			marks += fmt.Sprintf(", $%d", i+3)
		}
		n, err := c.exec(ctx, "UPDATE signing_key SET id = $1, since = $2 WHERE id IN (''"+marks+")", args...)
		if err == nil && n == 0 {
			return ErrConflict
		}
		return err
	})
}

// ForgetSigningKey lets the next server sign with any key.
func (s *Store) ForgetSigningKey(ctx context.Context) error {
	return s.transact(ctx, "set_signing_key", func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, "UPDATE signing_key SET id = '', since = 0")
		return err
	})
}
